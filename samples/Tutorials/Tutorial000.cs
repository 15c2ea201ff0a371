using static Autograd.CSharp.torch;
using static Autograd.CSharp.torch.autograd;

namespace Autograd.Samples.Tutorials;

/// <summary>The old tutorial of package autograd: Variable, .creator's successor grad_fn, retain_variables.</summary>
internal static class Tutorial000
{
    public static void Run()
    {
        manual_seed(0);
        var x = Variable(ones(2, 2), requires_grad: true);
        print(x);
        print(x.data);
        print(x.grad);
        print(x.grad_fn);
        var y = x + 2;
        print(y);
        print(y.grad_fn!.__name__);
        var z = y * y * 3;
        var @out = z.mean();
        print(z, @out);
        @out.backward();
        print(x.grad);
        x = Variable(ones(2, 2), requires_grad: true);
        y = x + 2;
        y.backward(ones(2, 2), retain_graph: true);
        print(x.grad);
        z = y * y;
        print(z);
        var gradient = randn(2, 2);
        print(gradient);
        y.backward(gradient);
        print(x.grad);
        try
        {
            @out.backward();
        }
        catch (InvalidOperationException e)
        {
            print(e.Message);
        }
    }
}
