using static Autograd.CSharp.torch;

namespace Autograd.Samples.Tutorials;

/// <summary>The notebook on Tensor, requires_grad_ and no_grad.</summary>
internal static class Tutorial002
{
    public static void Run()
    {
        manual_seed(0);
        var x = ones(2, 2, requires_grad: true);
        print(x);
        var y = x + 2;
        print(y);
        print(y.grad_fn!.__name__);
        var z = y * y * 3;
        print(z);
        var @out = z.mean();
        print(@out);
        var a = randn(2, 2);
        a = (a * 3) / (a - 1);
        print(a, a.requires_grad);
        a.requires_grad_(true);
        var b = (a * a).sum();
        print(b, b.requires_grad);
        @out.backward();
        print(x.grad);
        x = randn(3, requires_grad: true);
        y = x * 2;
        while (y.data.norm() < 1000)
            y = y * 2;
        print(y);
        var v = tensor([0.1, 1.0, 0.0001], dtype: @float);
        y.backward(v);
        print(x.grad);
        print(x.requires_grad);
        print(x.pow(2).requires_grad);
        using (no_grad())
            print(x.pow(2).requires_grad);
    }
}
