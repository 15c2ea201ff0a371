using static Autograd.CSharp.torch;

namespace Autograd.Samples.Tutorials;

/// <summary>The notebook of errors: flags of non-leaves, a second backward, an implicit gradient for a vector.</summary>
internal static class Tutorial004
{
    public static void Run()
    {
        manual_seed(0);
        var x = ones(2, 2, requires_grad: true);
        print(x);
        print(x.data);
        print(x.grad);
        print(x.grad_fn);
        var y = x * 2;
        print(y);
        print(y.grad_fn is not null);
        var z = y * y * 3;
        var @out = z.mean();
        print(z, @out, @out.grad_fn!.__name__);
        var a = randn(2, 2);
        a = ((a * 3) / a - 1);
        print(a.requires_grad);
        a.requires_grad_(true);
        print(a.requires_grad);
        var b = a * a;
        print(b.requires_grad);
        try
        {
            b.requires_grad_(false);
        }
        catch (InvalidOperationException e)
        {
            print(e.Message);
        }
        @out.backward();
        print(x.grad);
        try
        {
            @out.backward();
        }
        catch (InvalidOperationException e)
        {
            print(e.Message);
        }
        x = ones(2, 2, requires_grad: true);
        y = x + 2;
        y.backward(ones(2, 2));
        print(x.grad);
        x = ones(2, 2, requires_grad: true);
        y = x + 2;
        y.backward(ones(2, 2), retain_graph: true);
        print(x.grad);
        var gradient = randn(2, 2);
        try
        {
            y.backward();
        }
        catch (InvalidOperationException e)
        {
            print(e.Message);
        }
        print(y.size());
        y.backward(gradient);
        print(x.grad);
    }
}
