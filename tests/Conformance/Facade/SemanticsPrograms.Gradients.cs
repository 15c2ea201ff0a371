using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

// Hooks, autograd.grad, higher orders, writing in place, nodes.
internal static partial class SemanticsPrograms
{
    private static void S33()
    {
        var x = ones(2, requires_grad: true);
        var y = x * 2;
        var h = y.register_hook(g => print("hook", g));
        y.register_hook(g => g * 10);
        (y * 3).sum().backward();
        print(x.grad);
        h.remove();
        (x * 2).sum().backward();
        print(x.grad);
    }

    private static void S35()
    {
        var x = ones(1, requires_grad: true);
        var a = x * 2;
        var b = a * 3;
        var c = b * 4;
        foreach (var (n, t) in new[] { ("x", x), ("a", a), ("b", b), ("c", c) })
            t.register_hook(g => print(n, g.item()));
        c.backward();
    }

    private static void S37()
    {
        var x = ones(1, requires_grad: true);
        var h = x.register_hook(g => g * 100);
        h.remove();
        h.remove();
        (x * 2).backward();
        print(x.grad);
    }

    private static void S39()
    {
        var x = ones(1, requires_grad: true);
        var y = x * 2;
        y.retain_grad();
        y.register_hook(g => g * 10);
        y.backward();
        print(y.grad, x.grad);
        x = ones(1, requires_grad: true);
        y = x * 2;
        y.register_hook(g => g * 10);
        y.retain_grad();
        y.backward();
        print(y.grad, x.grad);
    }

    private static void S41()
    {
        var x = ones(1, requires_grad: true);
        var y = x * 2;
        y.register_hook(g =>
        {
            print("y", g);
            return g * 10;
        });
        x.register_hook(g =>
        {
            print("x", g);
            return g + 1;
        });
        print(Tuple.Create(autograd.grad(y * 3, x)[0]));
        print(x.grad);
    }

    private static void S43()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        var w = tensor([3.0, 4.0], requires_grad: true);
        var y = (x * w).sum();
        var g = autograd.grad(y, [x, w]);
        print((g[0], g[1]));
        print(x.grad, w.grad);
        Err(() => autograd.grad(y, x));
    }

    private static void S45()
    {
        var x = ones(1, requires_grad: true);
        var w = ones(1, requires_grad: true);
        Err(() => autograd.grad((x * 2).sum(), [x, w]));
        var g = autograd.grad((x * 2).sum(), [x, w], allow_unused: true);
        print((g[0], g[1]));
        Err(() => autograd.grad((x * 2).sum(), [ones(1)]));
        Err(() => autograd.grad((x * 2).sum(), [ones(1)], allow_unused: true));
    }

    private static void S47()
    {
        var x = ones(2, requires_grad: true);
        Err(() => (x * 2).backward());
        var y = (x * 2).sum().reshape(1, 1);
        y.backward();
        print(x.grad);
    }

    private static void S49()
    {
        Err(() => ones(1).backward());
        Err(() => ones(1).sum().backward());
        Err(() => tensor([1, 2]).sum().backward());
        var x = ones(1, requires_grad: true);
        x.backward();
        print(x.grad);
    }

    private static void S51()
    {
        var x = tensor(2.0, requires_grad: true);
        var y = x.pow(4);
        for (int i = 0; i < 5; i++)
        {
            y = autograd.grad(y, x, create_graph: true)[0];
            print(y);
        }
    }

    private static void S53()
    {
        var x = tensor(2.0, requires_grad: true);
        var g = autograd.grad(3 * x, x, create_graph: true)[0];
        print(g, g.requires_grad);
        Err(() => autograd.grad(g, x));
    }

    private static void S55()
    {
        var w = tensor([1.0, 2.0], requires_grad: true);
        var x = tensor([3.0, 4.0], requires_grad: true);
        var y = (w * x * x).sum();
        var g = autograd.grad(y, x, create_graph: true)[0];
        print(g);
        g.pow(2).sum().backward();
        print(w.grad, x.grad);
    }

    private static void S59()
    {
        var w = tensor([1.0, 2.0], requires_grad: true);
        (w * w).sum().backward();
        using (no_grad())
            w -= 0.1 * w.grad!;
        print(w, w.is_leaf, w.grad);
        w = tensor([1.0, 2.0], requires_grad: true);
        w = w - 0.1;
        print(w.is_leaf, w.requires_grad);
    }

    private static void S61()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 2;
        y.add_(1);
        y.mul_(3);
        print(y);
        y.sum().backward();
        print(x.grad);
    }

    private static void S63()
    {
        var x = ones(3, requires_grad: true);
        var y = x * 2;
        print(y.grad_fn!.name());
        y += 1;
        print(y.grad_fn.name());
        y[0] = tensor(7);
        print(y.grad_fn.name());
        print(y);
        y.sum().backward();
        print(x.grad);
    }

    private static void S65()
    {
        var a = ones(3);
        Err(() => a.add_(ones(2, 3)));
        print(a.add_(ones(1)));
        var i = ones(3, dtype: int64);
        Err(() => i.add_(1.5));
        Err(() => i.div_(2));
    }

    private static void S67()
    {
        var x = tensor([1.0, 2.0], requires_grad: true);
        var y = zeros(2);
        y.copy_(x * 3);
        print(y);
        y.sum().backward();
        print(x.grad);
    }

    private static void S85()
    {
        Tensor T() => tensor([1.0, 3.0, 3.0, 2.0], requires_grad: true);
        var x = T();
        x.max().backward();
        print("max", x.grad);
        x = T();
        x.max(0).values.backward();
        print("max(0)", x.grad, x.max(0).indices);
        x = T();
        x.amax().backward();
        print("amax", x.grad);
        x = T();
        x.amax(0).backward();
        print("amax(0)", x.grad);
        x = T();
        x.median().backward();
        print("median", x.grad);
        Tensor a = tensor([1.0, 2.0], requires_grad: true), b = tensor([1.0, 3.0], requires_grad: true);
        maximum(a, b).sum().backward();
        print("maximum", a.grad, b.grad);
    }

    private static void S87()
    {
        var x = tensor([0.0, 1.0], requires_grad: true);
        var y = where(x > 0, x.log(), zeros(2));
        print(y);
        y.sum().backward();
        print(x.grad);
    }

    private static void S95()
    {
        var a = ones(2, 3);
        Err(() => _ = a[2]);
        Err(() => _ = a[0, 3]);
        Err(() => _ = a[0, 0, 0]);
        Err(() => a.sum(2));
        Err(() => a.squeeze(5));
        Err(() => a.transpose(0, 2));
        Err(() => a.gather(1, tensor([[0, 5]])));
        Err(() => a.index_select(0, tensor([3])));
        Err(() => nn.functional.embedding(tensor([7]), a));
        Err(() => _ = a[tensor([0, 9])]);
        Err(() => a.narrow(1, 2, 5));
        Err(() => _ = zeros(3)[tensor([true, false])]);
    }

    private static void S89()
    {
        var x = ones(2, requires_grad: true);
        var w = ones(2);
        var y = (x * w).sum();
        print(y.grad_fn!.name(), y.grad_fn.next_functions.Select(f => (f.node?.name(), f.input_nr)).ToList());
        var m = y.grad_fn.next_functions[0].node!;
        print(m.next_functions.Select(f => (f.node?.name(), f.input_nr)).ToList());
        print(ReferenceEquals(((AccumulateGrad)m.next_functions[0].node!).variable, x));
    }
}
