using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Samples.Tutorials;

/// <summary>Four further tutorials on autograd.</summary>
internal static class MoreTutorials
{
    public static void Run()
    {
        manual_seed(0);
        Blitz();
        Introyt();
        Basics();
        Polynomial();
    }

    private static void Blitz()
    {
        print("--- blitz/autograd (0.4+)");
        var x = ones(2, 2, requires_grad: true);
        print(x);
        var y = x + 2;
        print(y);
        print(y.grad_fn!.__name__);
        var z = y * y * 3;
        var @out = z.mean();
        print(z, @out);
        var a = randn(2, 2);
        a = ((a * 3) / (a - 1));
        print(a.requires_grad);
        a.requires_grad_(true);
        print(a.requires_grad);
        var b = (a * a).sum();
        print(b.grad_fn!.__name__);
        @out.backward();
        print(x.grad);
        x = randn(3, requires_grad: true);
        y = x * 2;
        while (y.data.norm() < 1000)
            y = y * 2;
        print(y);
        y.backward(tensor([0.1, 1.0, 0.0001], dtype: @float));
        print(x.grad);
        print(x.requires_grad, x.pow(2).requires_grad);
        using (no_grad())
            print(x.pow(2).requires_grad);
    }

    private static void Introyt()
    {
        print("--- introyt");
        var a = linspace(0.0, 2.0 * Math.PI, steps: 25, requires_grad: true);
        print(a);
        var b = sin(a);
        print(b);
        var c = 2 * b;
        print(c);
        var d = c + 1;
        print(d);
        var @out = d.sum();
        print(@out);
        var f0 = d.grad_fn!.next_functions[0];
        var f1 = f0.node!.next_functions[0];
        var f2 = f1.node!.next_functions[0];
        print(d.grad_fn.next_functions[1], new[] { f0, f1, f2 }.Select(f => f.node!.__name__).ToList());
        @out.backward();
        print(a.grad);
    }

    private static void Basics()
    {
        print("--- basics/autogradqs");
        manual_seed(0);
        var x = ones(5);
        var y = zeros(3);
        var w = randn(5, 3, requires_grad: true);
        var b = randn(3, requires_grad: true);
        var z = matmul(x, w) + b;
        var loss = nn.functional.binary_cross_entropy_with_logits(z, y);
        print(loss, z.grad_fn!.__name__, loss.grad_fn!.__name__);
        loss.backward();
        print(w.grad);
        print(b.grad);
        var inp = eye(4, 5, requires_grad: true);
        var @out = (inp + 1).pow(2).t();
        @out.backward(ones_like(@out), retain_graph: true);
        print(inp.grad);
        @out.backward(ones_like(@out), retain_graph: true);
        print(inp.grad);
        inp.grad!.zero_();
        @out.backward(ones_like(@out), retain_graph: true);
        print(inp.grad);
    }

    private static void Polynomial()
    {
        print("--- examples_autograd polynomial");
        manual_seed(0);
        var x = linspace(-Math.PI, Math.PI, 2000);
        var y = sin(x);
        Tensor a = randn([], requires_grad: true), b = randn([], requires_grad: true), c = randn([], requires_grad: true), d = randn([], requires_grad: true);
        var lr = 1e-6;
        for (int t = 0; t < 2000; t++)
        {
            var yp = a + b * x + c * x.pow(2) + d * x.pow(3);
            var loss = (yp - y).pow(2).sum();
            if (t % 500 == 499) print(t, loss.item());
            loss.backward();
            using (no_grad())
            {
                foreach (var p in new[] { a, b, c, d }) p.sub_(lr * p.grad!);
                foreach (var p in new[] { a, b, c, d }) p.grad = null;
            }
        }

        print($"Result: y = {a.item()} + {b.item()} x + {c.item()} x^2 + {d.item()} x^3");
    }
}
