using static Autograd.CSharp.torch;

namespace Autograd.Samples.Tutorials;

/// <summary>The official tutorial: tensors, gradients, the Jacobian-vector product, no_grad, detach.</summary>
internal static class Tutorial003
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
        var v = tensor([0.1, 1.0, 0.0001], dtype: @float);
        y.backward(v);
        print(x.grad);
        print(x.requires_grad);
        print(x.pow(2).requires_grad);
        using (no_grad())
            print(x.pow(2).requires_grad);
        y = x.detach();
        print(y.requires_grad);
        print(x.eq(y).all());
        // the Jacobian that the page writes down, and J^T v from it
        var J = autograd.functional.jacobian(t => t * 2, ones(3));
        print(J);
        print(J.T.matmul(v));
    }
}
