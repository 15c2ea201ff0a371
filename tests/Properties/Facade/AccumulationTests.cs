using Autograd.CSharp;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>The facade adds state to the core, nothing else: what arrives in grad is the core's gradient map.</summary>
public class AccumulationTests
{
    private const int Leaves = 3, Steps = 12;

    [Property(MaxTest = 200)]
    public void Accumulated_grad_equals_the_gradient_map(int seed)
    {
        Shape shape = new Sampler(seed).Shape(minSize: 1);
        Expr[] variables = [.. Values(seed, shape).Select(Expr.Variable)];
        Tensor[] leaves = [.. Values(seed, shape).Select(v => new Tensor(v, requiresGrad: true))];
        Expr loss = Program(seed, variables, (a, b) => a + b, (a, b) => a * b, (a, b) => a - b, Expr.Sin, Expr.Tanh, x => x * 2.0).Sum();
        Tensor facade = Program(seed, leaves, (a, b) => a + b, (a, b) => a * b, (a, b) => a - b, x => x.sin(), x => x.tanh(), x => x * 2.0).sum();
        GradientMap map = Gradient.Of(loss, variables);
        facade.backward(retain_graph: true);
        facade.backward();
        for (int i = 0; i < Leaves; i++)
        {
            if (!map.TryGetValue(variables[i], out Expr? gradient)) Assert.Null(leaves[i].grad);
            else AssertNear((gradient * 2.0).Evaluate(), leaves[i].grad!.Evaluate());
        }
    }

    [Property(MaxTest = 100)]
    public void Gradients_of_parts_add_up_to_the_gradient_of_the_sum(int seed)
    {
        Shape shape = new Sampler(seed).Shape(minSize: 1);
        Tensor[] together = [.. Values(seed, shape).Select(v => new Tensor(v, requiresGrad: true))], apart = [.. Values(seed, shape).Select(v => new Tensor(v, requiresGrad: true))];
        (Loss(seed, together) + Loss(seed + 1, together)).backward();
        Loss(seed, apart).backward();
        Loss(seed + 1, apart).backward();
        for (int i = 0; i < Leaves; i++)
        {
            if (together[i].grad is null) Assert.Null(apart[i].grad);
            else AssertNear(together[i].grad!.Evaluate(), apart[i].grad!.Evaluate());
        }
    }

    [Fact]
    public void A_backward_that_raises_changes_no_grad()
    {
        Tensor a = ones(2, requires_grad: true), b = ones(2, requires_grad: true);
        Tensor hooked = a * 2;
        hooked.register_hook(_ => throw new InvalidOperationException("from a hook"));
        Tensor loss = (hooked + b * 3).sum();
        Assert.Equal("from a hook", Assert.Throws<InvalidOperationException>(() => loss.backward()).Message);
        Assert.Null(a.grad);
        Assert.Null(b.grad);
    }

    [Fact]
    public void A_second_backward_that_raises_changes_no_grad()
    {
        Tensor a = ones(2, requires_grad: true), b = ones(2, requires_grad: true);
        Tensor loss = (a * a + b).sum();
        loss.backward();
        Assert.Throws<InvalidOperationException>(() => loss.backward());
        Assert.Equal([2f, 2f], a.grad!.data<float>().ToArray());
        Assert.Equal([1f, 1f], b.grad!.data<float>().ToArray());
    }

    [Fact]
    public void The_grad_object_stays_the_same()
    {
        Tensor x = ones(2, requires_grad: true);
        (x * 2).sum().backward();
        Tensor grad = x.grad!;
        (x * 3).sum().backward();
        Assert.Same(grad, x.grad);
        Assert.Equal([5f, 5f], grad.data<float>().ToArray());
    }

    [Fact]
    public void An_in_place_update_spoils_no_gradient()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true);
        Tensor squares = x * x;
        using (no_grad()) x.add_(10);
        squares.sum().backward();
        Assert.Equal([2f, 4f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_branch_not_taken_has_gradient_zero()
    {
        Tensor x = tensor([0.0, 1.0, 4.0], requires_grad: true);
        where(x > 0, x.log() + x.sqrt(), 0).sum().backward();
        Assert.Equal([0f, 1.5f, 0.5f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_branch_not_taken_has_gradient_zero_when_gradients_are_recorded()
    {
        Tensor x = tensor([0.0, 1.0, 4.0], requires_grad: true);
        Tensor first = autograd.grad(where(x > 0, x.log(), 0).sum(), x, create_graph: true)[0];
        Assert.Equal([0f, 1f, 0.25f], first.data<float>().ToArray());
        Assert.Equal([0f, -1f, -0.0625f], autograd.grad(first.sum(), x)[0].data<float>().ToArray());
    }

    [Property(MaxTest = 60)]
    public void Recorded_gradients_differentiate_as_the_core_does(int seed)
    {
        Shape shape = new Sampler(seed).Shape(minSize: 1);
        Expr[] variables = [.. Values(seed, shape).Select(Expr.Variable)];
        Tensor[] leaves = [.. Values(seed, shape).Select(v => new Tensor(v, requiresGrad: true))];
        GradientMap map = Gradient.Of(Program(seed, variables, (a, b) => a + b, (a, b) => a * b, (a, b) => a - b, Expr.Sin, Expr.Tanh, x => x * 2.0).Sum(), variables);
        Tensor?[] first = autograd.grad([Loss(seed, leaves)], leaves, create_graph: true, allow_unused: true);
        for (int i = 0; i < Leaves; i++)
        {
            if (!map.TryGetValue(variables[i], out Expr? gradient)) continue;
            AssertNear(gradient.Evaluate(), first[i]!.Evaluate());
            GradientMap second = Gradient.Of(gradient.Sum(), variables);
            Tensor?[] again = first[i]!.requires_grad ? autograd.grad([first[i]!.sum()], leaves, retain_graph: true, allow_unused: true) : new Tensor?[Leaves];
            for (int k = 0; k < Leaves; k++)
                AssertNear(second.GetOrZero(variables[k]).Evaluate(), again[k]?.Evaluate() ?? NDArray.Zeros(shape, DType.Float64));
        }
    }

    private static NDArray[] Values(int seed, Shape shape)
    {
        var sampler = new Sampler(seed);
        return [.. Enumerable.Range(0, Leaves).Select(_ => sampler.Uniform(shape))];
    }

    private static Tensor Loss(int seed, Tensor[] leaves) =>
        Program(seed, leaves, (a, b) => a + b, (a, b) => a * b, (a, b) => a - b, x => x.sin(), x => x.tanh(), x => x * 2.0).sum();

    /// <summary>The same random computation in either layer: operations on operands drawn among all that was computed so far.</summary>
    private static T Program<T>(int seed, T[] leaves, Func<T, T, T> add, Func<T, T, T> multiply, Func<T, T, T> subtract, Func<T, T> sine, Func<T, T> tanh, Func<T, T> twice)
    {
        var sampler = new Sampler(seed);
        var values = new List<T>(leaves);
        for (int step = 0; step < Steps; step++)
        {
            T a = values[sampler.Int(0, values.Count - 1)], b = values[sampler.Int(0, values.Count - 1)];
            values.Add(sampler.Int(0, 5) switch
            {
                0 => add(a, b),
                1 => multiply(a, b),
                2 => subtract(a, b),
                3 => sine(a),
                4 => tanh(a),
                _ => twice(a),
            });
        }

        return values[^1];
    }

    private static void AssertNear(NDArray expected, NDArray actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.DType, actual.DType);
        for (int i = 0; i < expected.Count; i++)
        {
            double e = expected.At(i).ToDouble(), a = actual.At(i).ToDouble();
            Assert.True(Math.Abs(e - a) <= 1e-9 * Math.Max(1, Math.Abs(e)), $"element {i}: expected {e}, actual {a}");
        }
    }

    [Fact]
    public void Recording_the_gradient_of_a_long_chain_takes_linear_time()
    {
        // Each local step looks at its own expressions only; looking at all that came before would take minutes here.
        var x = tensor(1.0, requires_grad: true);
        var y = x;
        for (int i = 0; i < 100_000; i++) y = y * -1.0;
        Tensor gradient = autograd.grad([y], [x], create_graph: true)[0]!;
        Assert.False(gradient.requires_grad);
        Assert.Equal(1, (double)gradient.item());
    }
}
