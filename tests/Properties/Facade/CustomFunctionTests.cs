using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Functions of the caller's: their gradients, what they keep, and what PyTorch says when they are wrong.</summary>
[Collection(Alone.Name)]
public class CustomFunctionTests
{
    private sealed class Exp : autograd.SingleTensorFunction<Exp>
    {
        public override string Name => "Exp";

        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            Assert.False(is_grad_enabled());
            Tensor result = ((Tensor)vars[0]!).exp();
            ctx.save_for_backward(result);
            return result;
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.saved_tensors[0]!];
    }

    /// <summary>x² of its operand, x y of two, with what the test says of it.</summary>
    private sealed class Product : autograd.MultiTensorFunction<Product>
    {
        public static bool Materializes { get; set; } = true;

        public static Func<IReadOnlyList<Tensor?>, List<Tensor?>>? Gives { get; set; }

        public static List<Tensor?> Arrived { get; } = [];

        public static IReadOnlyList<bool> Needs { get; private set; } = [];

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var (x, y) = ((Tensor)vars[0]!, (Tensor)vars[1]!);
            ctx.save_for_backward(x, y);
            ctx["factor"] = vars[2];
            ctx.set_materialize_grads(Materializes);
            Needs = ctx.needs_input_grad;
            Tensor sign = (x * y).sign();
            ctx.mark_non_differentiable(sign);
            return [x * y * (double)vars[2]!, x + y, sign];
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Arrived.Clear();
            Arrived.AddRange(grad_outputs);
            if (Gives is { } gives) return gives(grad_outputs);
            var (x, y) = (ctx.saved_tensors[0]!, ctx.saved_tensors[1]!);
            double factor = (double)ctx["factor"]!;
            Tensor? product = grad_outputs[0], sum = grad_outputs[1];
            Tensor? Of(Tensor other) => product is null ? sum : sum is null ? product * other * factor : product * other * factor + sum;
            return [Of(y), Of(x), null];
        }
    }

    private sealed class Once : autograd.SingleTensorFunction<Once>
    {
        public override Tensor forward(params object?[] vars) => ((Tensor)vars[0]!).pow(2);

        public override void setup_context(autograd.AutogradContext ctx, object?[] inputs, Tensor output) => ctx.save_for_backward((Tensor)inputs[0]!);

        [autograd.once_differentiable]
        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Assert.False(is_grad_enabled());
            return [2 * ctx.saved_tensors[0]! * grad_output];
        }
    }

    private sealed class Doubled : autograd.SingleTensorFunction<Doubled>
    {
        public static bool Returns { get; set; } = true;

        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var x = (Tensor)vars[0]!;
            x.mul_(2);
            ctx.mark_dirty(x);
            return Returns ? x : x.clone();
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    private sealed class Empty : autograd.SingleTensorFunction<Empty>;

    private sealed class OnlyForward : autograd.SingleTensorFunction<OnlyForward>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars) => ((Tensor)vars[0]!) * 1;
    }

    [Property]
    public void A_function_has_the_derivatives_of_its_backward_of_every_order(double value)
    {
        if (!double.IsFinite(value)) return;
        value = Math.IEEERemainder(value, 3);
        Tensor x = tensor(value, requires_grad: true), y = Exp.apply(x * 2);
        Tensor first = autograd.grad(y, x, create_graph: true)[0], second = autograd.grad(first, x, create_graph: true)[0], third = autograd.grad(second, x)[0];
        double e = Math.Exp(2 * value);
        foreach ((Tensor derivative, double factor) in new[] { (first, 2.0), (second, 4), (third, 8) }) Assert.Equal(factor * e, (double)derivative, 1e-4 * factor * e);
    }

    [Fact]
    public void A_function_is_a_node_of_its_name_and_keeps_what_it_saved()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true), y = Exp.apply(x);
        Assert.Equal("tensor([2.7183, 7.3891], grad_fn=<ExpBackward>)", y.ToString());
        Assert.IsType<AccumulateGrad>(y.grad_fn!.next_functions[0].node);
        y.sum().backward();
        Assert.Equal("tensor([2.7183, 7.3891])", x.grad!.ToString());
        Assert.Equal(Node.SecondTime, Assert.Throws<InvalidOperationException>(() => y.sum().backward()).Message);
        using (no_grad()) Assert.False(Exp.apply(x).requires_grad);
        Assert.False(Exp.apply(ones(2)).requires_grad);
    }

    [Fact]
    public void What_was_saved_stays_when_it_is_written_to()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true), y = Exp.apply(x * 1);
        using (no_grad()) x.add_(1);
        Tensor z = y * 1;
        y.mul_(3);
        (y + z).sum().backward();
        Assert.Equal("tensor([10.8731, 29.5562])", x.grad!.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_results_some_without_derivative(bool materializes)
    {
        Product.Materializes = materializes;
        Tensor x = tensor([2.0, -3.0], requires_grad: true), y = tensor([5.0, 7.0], requires_grad: true);
        List<Tensor> results = Product.apply(x, y, 10.0);
        Assert.Equal([true, true, false], Product.Needs);
        Assert.Equal([true, true, false], results.Select(result => result.requires_grad));
        results[0].sum().backward();
        Assert.Equal(materializes ? "tensor([0., 0.])" : "None", print_(Product.Arrived[1]));
        Assert.Equal("tensor([50., 70.])", x.grad!.ToString());
        Assert.Equal("tensor([ 20., -30.])", y.grad!.ToString());
        results = Product.apply(x, y.detach(), 10.0);
        Assert.Equal([true, false, false], Product.Needs);
        Product.Materializes = true;
    }

    private static string print_(Tensor? tensor) => tensor?.ToString() ?? "None";

    [Fact]
    public void Wrong_gradients_have_PyTorchs_texts()
    {
        Tensor x = tensor([2.0, 3.0], requires_grad: true), y = tensor([[5.0], [7.0]], requires_grad: true);
        void Says(string text, params Tensor?[] gives)
        {
            Product.Gives = _ => [.. gives];
            try
            {
                Assert.Equal(text, Assert.Throws<ArgumentException>(() => Product.apply(x, y, 10.0)[0].sum().backward()).Message);
            }
            finally
            {
                Product.Gives = null;
            }
        }

        Says("function ProductBackward returned an incorrect number of gradients (expected 3, got 1)", ones(2));
        Says("Function ProductBackward returned an invalid gradient at index 0 - got [3] but expected shape compatible with [2]", ones(3), null, null);
        Says("function ProductBackward returned a gradient different than None at position 3, but the corresponding forward input was not a Variable", null, null, ones(1));
        Product.Gives = _ => [ones(4, 2, dtype: float64), null, null, null];
        Product.apply(x, y, 10.0)[0].sum().backward();
        Product.Gives = null;
        Assert.Equal("tensor([4., 4.])", x.grad!.ToString());
        Assert.Null(y.grad);
    }

    [Fact]
    public void A_backward_differentiable_once_says_so()
    {
        Tensor x = tensor(3.0, requires_grad: true);
        Tensor gradient = autograd.grad(Once.apply(x), x, create_graph: true)[0];
        Assert.Equal("tensor(6.)", gradient.ToString());
        Assert.False(gradient.requires_grad);
        gradient = autograd.grad(Once.apply(x) * x, x, create_graph: true)[0];
        Assert.Equal("trying to differentiate twice a function that was marked with @once_differentiable", Assert.Throws<InvalidOperationException>(() => gradient.backward()).Message);
    }

    [Fact]
    public void A_function_may_write_to_its_operand()
    {
        Tensor x = tensor([1.0, 2.0], requires_grad: true), y = x * 1, z = Doubled.apply(y);
        Assert.Same(y, z);
        Assert.Equal("tensor([2., 4.], grad_fn=<DoubledBackward>)", y.ToString());
        (y * y).sum().backward();
        Assert.Equal("tensor([ 8., 16.])", x.grad!.ToString());
        Assert.Equal("a leaf Variable that requires grad has been used in an in-place operation.", Assert.Throws<InvalidOperationException>(() => Doubled.apply(x)).Message);
        Doubled.Returns = false;
        Assert.StartsWith("Some elements marked as dirty during the forward method were not returned as output.", Assert.Throws<ArgumentException>(() => Doubled.apply(x * 1)).Message, StringComparison.Ordinal);
        Doubled.Returns = true;
    }

    [Fact]
    public void What_is_not_implemented_is_named()
    {
        Assert.Equal("You must implement the forward function for custom autograd.Function.", Assert.Throws<NotSupportedException>(() => Empty.apply(ones(1))).Message);
        Assert.StartsWith("You must implement either the backward or vjp method", Assert.Throws<NotSupportedException>(() => OnlyForward.apply(ones(1, requires_grad: true)).backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_take_what_a_function_saves()
    {
        int packed = 0;
        Tensor x = tensor([1.0, 2.0], requires_grad: true), y;
        using (autograd.graph.saved_tensors_hooks(t => { packed++; return t; }, t => t)) y = Exp.apply(x);
        y.sum().backward();
        Assert.Equal(1, packed);
        Assert.Equal("tensor([2.7183, 7.3891])", x.grad!.ToString());
    }
}
