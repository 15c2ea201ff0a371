using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>torch.func: transforms agree with loops and with the tape, nest in any order, and refuse with PyTorch's texts.</summary>
[Collection(Alone.Name)]
public class FuncTests
{
    private static Tensor Point(int seed, params long[] size) => FunctionalTests.Point(seed, size);

    private static void Same(Tensor expected, Tensor actual) => FunctionalTests.Same(expected, actual);

    private static Tensor Loss(Tensor w, Tensor x) => (w.mv(x).tanh() * x.sum()).pow(2).mean();

    [Property(MaxTest = 20)]
    public void A_map_is_a_loop_over_slices(int seed)
    {
        Tensor x = Point(seed, 3, 4), y = Point(seed + 1, 4, 3);
        Same(stack([.. Enumerable.Range(0, 3).Select(i => x[i].sin() * y[.., i].sum())]), func.vmap((a, b) => a.sin() * b.sum(), in_dims: [0, 1])(x, y));
        Same(stack([.. Enumerable.Range(0, 4).Select(i => x[.., i].cumsum(0))], 1), func.vmap(a => a.cumsum(0), in_dims: 1, out_dims: -1)(x));
        Same(func.vmap(a => a * a)(x), func.vmap(a => a * a, chunk_size: 2)(x));
        Same(x.mm(y), func.vmap((a, b) => a.matmul(b), in_dims: [0, null])(x, y));
        Same(x.mm(y), func.vmap((Tensor a) => func.vmap((Tensor b) => a.dot(b), in_dims: 1)(y))(x));
    }

    [Property(MaxTest = 20)]
    public void Gradients_of_each_example_are_those_of_a_loop(int seed)
    {
        Tensor w = Point(seed, 2, 3), x = Point(seed + 1, 5, 3);
        Tensor each = func.vmap(func.grad(Loss), in_dims: [null, 0])(w, x);
        Tensor leaf = w.clone().requires_grad_();
        Same(stack([.. Enumerable.Range(0, 5).Select(i => autograd.grad(Loss(leaf, x[i]), leaf)[0])]), each);
        Same(each.mean(0), func.grad((w, x) => func.vmap(Loss, in_dims: [null, 0])(w, x).mean())(w, x));
    }

    [Property(MaxTest = 20)]
    public void Transforms_nest_in_any_order(int seed)
    {
        Tensor x = Point(seed, 3);
        Func<Tensor, Tensor> f = t => (t.sin() * t.pow(2)).sum();
        Tensor hessian = diag(2 * x.sin() + 4 * x * x.cos() - x.pow(2) * x.sin());
        Same(hessian, func.jacfwd(func.jacrev(f))(x));
        Same(hessian, func.jacrev(func.jacfwd(f))(x));
        Same(hessian, func.jacrev(func.grad(f))(x));
        Same(hessian, func.jacfwd(func.grad(f))(x));
        Same(hessian, func.vmap(v => func.jvp(func.grad(f), x, v).Jvp)(eye(3, dtype: float64)));
        Same(hessian, func.vmap(v => func.vjp(func.grad(f), x).VjpFn(v))(eye(3, dtype: float64)));
        Same(hessian, func.vmap(v => func.grad(t => func.jvp(f, t, v).Jvp)(x))(eye(3, dtype: float64)));
        (Tensor value, Func<Tensor, Tensor> push) = func.linearize(func.grad(f), x);
        Same(func.grad(f)(x), value);
        Same(hessian, func.vmap(push)(eye(3, dtype: float64)));
        Same(func.grad(f)(x), func.grad(t => func.vmap(s => s.sin() * s.pow(2))(t).sum())(x));
    }

    [Fact]
    public void What_a_transform_gives_is_recorded()
    {
        Tensor x = tensor(2.0, requires_grad: true), w = tensor(3.0, requires_grad: true);
        Tensor g = func.grad((Tensor t) => w * t.pow(3))(x);
        Assert.Equal("36.0", g.item().ToString());
        g.backward();
        Assert.Equal("tensor(36.)", x.grad!.ToString());
        Assert.Equal("tensor(12.)", w.grad!.ToString());
        using (no_grad()) Assert.False(func.grad((Tensor t) => w * t.pow(3))(x).requires_grad);
        var (output, pull) = func.vjp(t => w * t, x.detach());
        Tensor c = tensor(5.0, requires_grad: true);
        w.grad = null;
        pull(c * c).backward();
        Assert.Equal("tensor(25.)", w.grad!.ToString());
        Assert.Equal("tensor(30.)", c.grad!.ToString());
        w.grad = null;
        func.vmap(t => t * w)(ones(3)).sum().backward();
        Assert.Equal("tensor(3.)", w.grad!.ToString());
    }

    [Fact]
    public void What_is_cut_stays_cut()
    {
        Tensor x = tensor(2.0);
        Assert.Equal("2.0", func.grad(t => t * t.detach())(x).item().ToString());
        Assert.Equal("2.0", func.grad(t =>
        {
            Tensor cut;
            using (no_grad()) cut = t * 1;
            return cut * t;
        })(x).item().ToString());
        Assert.Equal("12.0", func.grad(t =>
        {
            Tensor cube = t.pow(3);
            return (double)cube > 1 ? cube : t;
        })(x).item().ToString());
        Assert.Equal("5.0", func.grad((Tensor t) =>
        {
            Tensor y = t * 1;
            y.mul_(5);
            return y;
        })(x).item().ToString());
    }

    [Fact]
    public void Aux_and_positions()
    {
        Tensor x = tensor(3.0), y = tensor(5.0);
        var (gradient, aux) = func.grad(t => (t * t, t * 10), has_aux: true)(x);
        Assert.Equal("tensor(6.)", gradient.ToString());
        Assert.Equal("tensor(30.)", aux.ToString());
        Assert.Equal("tensor(3.)", func.grad((a, b) => a * b, argnums: 1)(x, y).ToString());
        Assert.Equal(["tensor(5.)", "tensor(3.)"], func.grad((a, b) => a * b, [0, 1])(x, y).Select(t => t.ToString()));
        var (g, value) = func.grad_and_value(t => t * t)(x);
        Assert.Equal("tensor(6.) tensor(9.)", $"{g} {value}");
        Assert.Equal("Got argnum=2, but only 2 positional inputs", Assert.Throws<ArgumentException>(() => func.grad((a, b) => a * b, argnums: 2)(x, y)).Message);
    }

    [Fact]
    public void Refusals_have_PyTorchs_texts()
    {
        static string Of<T>(Action action) where T : Exception => Assert.Throws<T>(action).Message;
        Assert.Equal("grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with 1 dims. Maybe you wanted to use the vjp or jacrev APIs instead?",
            Of<ArgumentException>(() => func.grad(x => x * 2)(ones(3))));
        Assert.Equal("vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [2, 3] for the mapped dimension",
            Of<ArgumentException>(() => func.vmap((a, b) => a * b)(ones(2), ones(3))));
        Assert.Equal("vmap(<lambda>, in_dims=1, ...)(<inputs>): Got in_dim=1 for some input, but that input is a Tensor of dimensionality 1 so expected in_dim to satisfy -1 <= in_dim < 1.",
            Of<ArgumentException>(() => func.vmap(a => a, in_dims: 1)(ones(2))));
        Assert.StartsWith("vmap: It looks like you're calling .item() on a Tensor.", Of<InvalidOperationException>(() => func.vmap(a => a * (double)a.item())(ones(2))), StringComparison.Ordinal);
        Assert.StartsWith("vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow.",
            Of<InvalidOperationException>(() => func.vmap(a => a > 0 ? a : -a)(ones(2))), StringComparison.Ordinal);
        Assert.StartsWith("backward() called inside a functorch transform.", Of<InvalidOperationException>(() => func.grad(a =>
        {
            a.backward();
            return a;
        })(ones([]))), StringComparison.Ordinal);
        Assert.StartsWith("You are attempting to call Tensor.requires_grad_()", Of<InvalidOperationException>(() => func.grad(a => a * ones([]).requires_grad_())(ones([]))), StringComparison.Ordinal);
        Assert.StartsWith("vmap: called random operation while in randomness error mode.", Of<InvalidOperationException>(() => func.vmap(a => a + randn(1))(ones(2))), StringComparison.Ordinal);
        Assert.Equal("Only allowed values for randomness are 'error', 'different', or 'same'. Got any", Of<ArgumentException>(() => func.vmap(a => a, randomness: "any")(ones(2))));
    }

    [Fact]
    public void Random_numbers_are_the_same_or_different()
    {
        manual_seed(0);
        Tensor drawn = func.vmap(a => a + rand(2), randomness: "different")(zeros(3));
        manual_seed(0);
        Assert.Equal(rand(3, 2).ToString(), drawn.ToString());
        manual_seed(0);
        drawn = func.vmap(a => a + rand(2), randomness: "same")(zeros(3));
        manual_seed(0);
        Assert.Equal(rand(2).expand(3, 2).ToString(), drawn.ToString());
    }

    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public static bool OwnJvp { get; set; }

        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            Tensor square = x * x;
            ctx.save_for_backward(x, square);
            return square * x;
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [3 * ctx.saved_tensors[0]! * ctx.saved_tensors[0]! * grad_output];

        public override IReadOnlyList<Tensor?> jvp(autograd.AutogradContext ctx, params Tensor?[] grad_inputs) =>
            [(OwnJvp ? 100 : 3) * ctx.saved_tensors[0]!.pow(2) * grad_inputs[0]!];
    }

    [Property(MaxTest = 10)]
    public void Functions_of_the_callers_are_transformed_by_their_backward(int seed)
    {
        Tensor x = Point(seed, 3);
        Same(diag(6 * x), func.hessian(t => Cube.apply(t).sum())(x));
        Same(diag(6 * x), autograd.functional.hessian(t => Cube.apply(t).sum(), x));
        Same(3 * x.pow(2), func.vmap(func.grad(t => Cube.apply(t)))(x));
        Same(6 * x, func.vmap(func.grad(func.grad(t => Cube.apply(t))))(x));
        Same(3 * x.pow(2) * x, func.jvp(t => Cube.apply(t), x, x).Jvp);
    }

    private sealed class Doubled : autograd.SingleTensorFunction<Doubled>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            x.mul_(2);
            ctx.mark_dirty(x);
            return x;
        }

        [autograd.once_differentiable]
        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    [Fact]
    public void Functions_that_write_or_are_differentiable_once_are_so_when_transformed()
    {
        static Tensor Written(Tensor t)
        {
            Tensor y = t * 1;
            Doubled.apply(y);
            return (y * y).sum();
        }

        Assert.Equal("tensor([ 8., 16.])", func.grad(Written)(tensor([1.0, 2.0])).ToString());
        Assert.Equal("trying to differentiate twice a function that was marked with @once_differentiable",
            Assert.Throws<InvalidOperationException>(() => func.hessian(Written)(tensor([1.0, 2.0]))).Message);
    }

    [Property(MaxTest = 10)]
    public void Losses_of_classes_are_mapped_with_their_targets(int seed)
    {
        Tensor w = Point(seed, 4, 3), x = Point(seed + 1, 5, 3), t = randint(0, 4, [5]);
        Tensor Loss(Tensor w, Tensor x, Tensor t) => nn.functional.cross_entropy(w.mv(x), t);
        Tensor each = func.vmap(func.grad((Func<Tensor, Tensor, Tensor, Tensor>)Loss), in_dims: [null, 0, 0])(w, x, t);
        Same(stack([.. Enumerable.Range(0, 5).Select(i => func.grad((Tensor w) => Loss(w, x[i], t[i]))(w))]), each);
    }

    [Fact]
    public void Dual_tensors_carry_tangents()
    {
        Tensor x = tensor([1.0, 2.0, 3.0]), t = ones(3);
        using (autograd.forward_ad.dual_level())
        {
            Tensor dual = autograd.forward_ad.make_dual(x, t);
            Assert.Equal("tensor([1., 2., 3.], tangent=tensor([1., 1., 1.]))", dual.ToString());
            Tensor y = dual * dual + x;
            Assert.Equal("tensor([ 2.,  6., 12.], tangent=tensor([2., 4., 6.]))", y.ToString());
            Tensor z;
            using (no_grad()) z = y.sin() * y;
            Assert.NotNull(autograd.forward_ad.unpack_dual(z).tangent);
            var (primal, tangent) = autograd.forward_ad.unpack_dual(y);
            Assert.Equal("tensor([ 2.,  6., 12.])", primal.ToString());
            Assert.Equal("tensor([2., 4., 6.])", tangent!.ToString());
            Assert.Null(autograd.forward_ad.unpack_dual(y.detach()).tangent);
            Assert.Null(autograd.forward_ad.unpack_dual(x).tangent);
            Assert.Equal("Nested forward mode AD is not supported at the moment", Assert.Throws<InvalidOperationException>(() => autograd.forward_ad.dual_level()).Message);
            Cube.OwnJvp = true;
            Assert.Equal("tensor([100., 400., 900.])", autograd.forward_ad.unpack_dual(Cube.apply(dual)).tangent!.ToString());
            Cube.OwnJvp = false;
            Assert.Equal("Expected primal to be floating point or complex, but got: torch.int64", Assert.Throws<ArgumentException>(() => autograd.forward_ad.make_dual(arange(3), t)).Message);
        }

        Assert.Equal("Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.",
            Assert.Throws<InvalidOperationException>(() => autograd.forward_ad.make_dual(x, t)).Message);
    }

    [Fact]
    public void Tangents_are_recorded_and_the_tape_works_among_duals()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true), t = tensor([1.0, 10.0], requires_grad: true);
        using (autograd.forward_ad.dual_level())
        {
            Tensor y = autograd.forward_ad.make_dual(x, t).pow(3);
            autograd.forward_ad.unpack_dual(y).tangent!.sum().backward();
            Assert.Equal("tensor([  6., 120.])", x.grad!.ToString());
            Assert.Equal("tensor([ 3., 12.])", t.grad!.ToString());
            x.grad = null;
            y.sum().backward();
            Assert.Equal("tensor([ 3., 12.])", x.grad!.ToString());
        }
    }
}
