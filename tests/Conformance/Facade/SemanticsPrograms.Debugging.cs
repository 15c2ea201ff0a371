using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

// Saved tensors, their hooks, checkpoints.
internal static partial class SemanticsPrograms
{
    private static void S15()
    {
        var x = ones(2, requires_grad: true);
        var y = x.exp();
        print(y.grad_fn!._saved_result);
        y.sum().backward();
        Err(() => print(y.grad_fn!._saved_result));
    }

    private static void S91()
    {
        static Tensor Pack(Tensor t)
        {
            print("pack", t);
            return t * 1;
        }

        static Tensor Unpack(Tensor t)
        {
            print("unpack", t);
            return t;
        }

        var x = tensor([2.0, 3.0], requires_grad: true);
        Tensor y;
        using (autograd.graph.saved_tensors_hooks(Pack, Unpack)) y = x * x;
        y.sum().backward();
        print(x.grad);
    }

    private static void S93()
    {
        static Tensor F(Tensor x)
        {
            print("run", is_grad_enabled());
            return (x * x).exp();
        }

        var x = tensor([0.5, 1.0], requires_grad: true);
        var y = utils.checkpoint(F, x, use_reentrant: false);
        y.sum().backward();
        print(x.grad);
    }
}
