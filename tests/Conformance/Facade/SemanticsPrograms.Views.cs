using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

// Views.
internal static partial class SemanticsPrograms
{
    private static void S69()
    {
        var x = ones(4, requires_grad: true);
        var y = x * 2;
        var v = y[1..3];
        v.mul_(10);
        print(y);
        print(y.grad_fn!.name(), v.grad_fn!.__name__);
        y.sum().backward();
        print(x.grad);
    }

    private static void S71()
    {
        var x = ones(4, requires_grad: true);
        var v = x[..2];
        Err(() => v.mul_(2));
        Tensor v2;
        using (no_grad())
        {
            v2 = x[..2];
            v2.mul_(2);
        }

        print(x);
        Err(() => v2.mul_(2));
    }

    private static void S73()
    {
        var x = arange(6.0).reshape(2, 3);
        Err(() => x.t().view(6));
        Err(() => x.view(4));
        Err(() => x.view(-1, -1));
        Err(() => x.view(-1, 4));
        print(x.t().reshape(6), x.t().reshape(6).data_ptr() == x.data_ptr(), x.reshape(6).data_ptr() == x.data_ptr());
    }
}
