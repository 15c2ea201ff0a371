using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

// Functions of functions, and functions of the caller's.
internal static partial class SemanticsPrograms
{
    private static void S57()
    {
        static Tensor F(Tensor x) => x.pow(3).sum();
        var x = tensor([1.0, 2.0]);
        print(autograd.functional.jacobian(x => x.pow(2), x));
        print(autograd.functional.hessian(F, x));
        print(autograd.functional.vjp(x => x.pow(2), x, tensor([1.0, 10.0])));
        print(autograd.functional.jvp(x => x.pow(2), x, tensor([1.0, 10.0])));
        print(autograd.functional.hvp(F, x, tensor([1.0, 10.0])));
        print(autograd.functional.jacobian((a, b) => a * b, (tensor([1.0, 2.0]), tensor([3.0, 4.0]))));
    }

    private sealed class Sq : autograd.SingleTensorFunction<Sq>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            ctx.save_for_backward(x);
            return x * x;
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor g)
        {
            var x = ctx.saved_tensors[0]!;
            print("backward, grad mode", is_grad_enabled());
            return [2 * g * x];
        }
    }

    private static void S75()
    {
        var x = tensor(3.0, requires_grad: true);
        var g = autograd.grad(Sq.apply(x), x, create_graph: true)[0];
        print(g);
        print(ValueTuple.Create(autograd.grad(g, x)[0]));
        print(ValueTuple.Create(autograd.grad(Sq.apply(x), x)[0]));
    }

    private sealed class Two : autograd.MultiTensorFunction<Two>
    {
        public override List<Tensor> forward(params object?[] vars) => [(Tensor)vars[0]! * 2, (Tensor)vars[0]! * 3];

        public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> g)
        {
            print(g[0], g[1]);
            return [2 * g[0] + 3 * g[1]];
        }
    }

    private sealed class Raw : autograd.MultiTensorFunction<Raw>
    {
        public override List<Tensor> forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            ctx.set_materialize_grads(false);
            return [x * 2, x * 3];
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> g)
        {
            print(g[0], g[1]);
            return [2 * g[0]];
        }
    }

    private static void S79()
    {
        var x = ones(2, requires_grad: true);
        Two.apply(x)[0].sum().backward();
        Raw.apply(x)[0].sum().backward();
    }

    private sealed class Once : autograd.SingleTensorFunction<Once>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            ctx.save_for_backward(x);
            return x * x;
        }

        [autograd.once_differentiable]
        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor g) => [2 * g * ctx.saved_tensors[0]!];
    }

    private static void S81()
    {
        var x = tensor(3.0, requires_grad: true);
        var g = autograd.grad(Once.apply(x), x, create_graph: true)[0];
        print(g, g.requires_grad);
        Err(() => g.backward());
        g = autograd.grad(Once.apply(x).pow(2), x, create_graph: true)[0];
        print(g.item(), g.requires_grad);
        Err(() => g.backward());
    }

    private sealed class Boom : autograd.SingleTensorFunction<Boom>
    {
        public override Tensor forward(params object?[] vars) => (Tensor)vars[0]! * 1;

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor g) => throw new ArgumentException("boom");
    }

    private sealed class Half : autograd.SingleTensorFunction<Half>
    {
        public override Tensor forward(params object?[] vars) => (Tensor)vars[0]! * 1;
    }

    private static void S83()
    {
        var x = ones(1, requires_grad: true);
        Err(() => Boom.apply(x).backward());
        Err(() => Half.apply(x).backward());
    }
}
