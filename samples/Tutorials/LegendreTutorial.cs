using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Samples.Tutorials;

/// <summary>PyTorch's tutorial on functions with a backward of their own: sin(x) fitted by a Legendre polynomial.</summary>
public static class LegendreTutorial
{
    /// <summary>P3(x) = (5 x³ - 3 x) / 2, with its derivative.</summary>
    private sealed class LegendrePolynomial3 : autograd.SingleTensorFunction<LegendrePolynomial3>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var input = (Tensor)vars[0]!;
            ctx.save_for_backward(input);
            return 0.5 * (5 * input.pow(3) - 3 * input);
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var input = ctx.saved_tensors[0]!;
            return [grad_output * 1.5 * (5 * input.pow(2) - 1)];
        }
    }

    /// <summary>Runs it.</summary>
    public static void Run()
    {
        var x = linspace(-Math.PI, Math.PI, 2000);
        var y = sin(x);
        var a = full([], 0.0, requires_grad: true);
        var b = full([], -1.0, requires_grad: true);
        var c = full([], 0.0, requires_grad: true);
        var d = full([], 0.3, requires_grad: true);
        var learning_rate = 5e-6;
        for (int t = 0; t < 2000; t++)
        {
            Func<object?[], Tensor> P3 = LegendrePolynomial3.apply;
            var y_pred = a + b * P3([c + d * x]);
            var loss = (y_pred - y).pow(2).sum();
            if (t % 100 == 99) print(t, loss.item());
            loss.backward();
            using (no_grad())
            {
                a -= learning_rate * a.grad!;
                b -= learning_rate * b.grad!;
                c -= learning_rate * c.grad!;
                d -= learning_rate * d.grad!;
                a.grad = null;
                b.grad = null;
                c.grad = null;
                d.grad = null;
            }
        }

        print($"Result: y = {a.item()} + {b.item()} * P3({c.item()} + {d.item()} x)");
    }
}
