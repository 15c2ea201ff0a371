using Autograd.CSharp;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;
using F = Autograd.CSharp.torch.autograd.functional;

namespace Autograd.Properties.Facade;

/// <summary>autograd.functional and gradcheck, against the core's transforms and PyTorch's texts.</summary>
[Collection(Alone.Name)]
public class FunctionalTests
{
    /// <summary>A point of few elements from any seed.</summary>
    internal static Tensor Point(int seed, params long[] size)
    {
        manual_seed(Math.Abs((long)seed));
        return randn(size, dtype: float64);
    }

    internal static void Same(Tensor expected, Tensor actual, double tolerance = 1e-9)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.Equal(expected.dtype, actual.dtype);
        double[] a = expected.detach().to(float64).data<double>().ToArray(), b = actual.detach().to(float64).data<double>().ToArray();
        for (int i = 0; i < a.Length; i++) Assert.True(Math.Abs(a[i] - b[i]) <= tolerance * (1 + Math.Abs(a[i])), $"element {i}: expected {a[i]}, got {b[i]}");
    }

    internal static Tensor Rosenbrock(Tensor x) => (100 * (x[1..] - x[..^1].pow(2)).pow(2) + (1 - x[..^1]).pow(2)).sum();

    private static Expr Rosenbrock(Expr x)
    {
        int n = x.Shape[0];
        Expr next = x.Slice(0, 1, n), last = x.Slice(0, 0, n - 1);
        return (100 * (next - last.Square()).Square() + (1 - last).Square()).Sum();
    }

    [Property(MaxTest = 20)]
    public void The_Hessian_is_that_of_the_core_however_it_is_asked_for(int seed)
    {
        Tensor x = Point(seed, 4);
        Tensor expected = new(Expr.Constant(Transform.Hessian(Rosenbrock)(Expr.Constant(x.Evaluate())).Evaluate()));
        Same(expected, F.hessian(Rosenbrock, x));
        Same(expected, F.hessian(Rosenbrock, x, strict: true));
        Same(expected, F.hessian(Rosenbrock, x, vectorize: true, outer_jacobian_strategy: "forward-mode"));
        Same(expected, func.hessian(Rosenbrock)(x));
        Same(expected, func.jacrev(func.grad(Rosenbrock))(x));
        Tensor v = Point(seed + 1, 4);
        Same(expected.mv(v), F.hvp(Rosenbrock, x, v).Item2);
        Same(expected.mv(v), F.vhp(Rosenbrock, x, v).Item2);
        Same(Rosenbrock(x), F.hvp(Rosenbrock, x, v).Item1);
        Same(expected.mv(v), func.jvp(func.grad(Rosenbrock), x, v).Jvp);
    }

    [Property(MaxTest = 20)]
    public void Products_are_products_with_the_Jacobian(int seed)
    {
        Tensor a = Point(seed, 2, 3), b = Point(seed + 1, 3);
        static Tensor Function(Tensor a, Tensor b) => a.mv(b).sin() * b.sum();
        (Tensor ja, Tensor jb) = F.jacobian(Function, (a, b));
        foreach (var options in new[] { (true, false), (false, true) })
        {
            (Tensor sa, Tensor sb) = F.jacobian(Function, (a, b), strict: options.Item1, vectorize: options.Item2);
            Same(ja, sa);
            Same(jb, sb);
        }

        (Tensor fa, _) = F.jacobian(Function, (a, b), vectorize: true, strategy: "forward-mode");
        Same(ja, fa);
        Tensor v = Point(seed + 2, 2), va = Point(seed + 3, 2, 3), vb = Point(seed + 4, 3);
        var (output, (ga, gb)) = F.vjp(Function, (a, b), v);
        Same(Function(a, b), output);
        Same(v.matmul(ja.reshape(2, 6)).reshape(2, 3), ga);
        Same(v.matmul(jb), gb);
        Same(ja.reshape(2, 6).mv(va.reshape(6)) + jb.mv(vb), F.jvp(Function, (a, b), (va, vb)).Item2);
    }

    [Fact]
    public void What_create_graph_records_is_differentiated_again()
    {
        Tensor x = tensor([1.0, 2.0], dtype: float64, requires_grad: true), w = tensor(3.0, dtype: float64, requires_grad: true);
        Tensor jacobian = F.jacobian(x => w * x.pow(3), x, create_graph: true);
        jacobian.sum().backward();
        Assert.Equal("tensor([18., 36.], dtype=torch.float64)", x.grad!.ToString());
        Assert.Equal("tensor(15., dtype=torch.float64)", w.grad!.ToString());
        Tensor hessian = F.hessian(x => (w * x.pow(3)).sum(), x, create_graph: true);
        w.grad = null;
        hessian.sum().backward();
        Assert.Equal("tensor(18., dtype=torch.float64)", w.grad!.ToString());
        Assert.False(F.jacobian(x => w * x.pow(3), x).requires_grad);
        Assert.False(F.hessian(x => (w * x.pow(3)).sum(), x).requires_grad);
        Tensor inner = F.jacobian(x => autograd.grad((w * x.pow(3)).sum(), x, create_graph: true)[0], x);
        Assert.Equal("tensor([[18.,  0.],\n        [ 0., 36.]], dtype=torch.float64)", inner.ToString());
    }

    [Fact]
    public void Strictness_has_PyTorchs_texts()
    {
        Tensor x = ones(2), y = ones(2);
        static void Says<T>(string text, Action action) where T : Exception => Assert.Equal(text, Assert.Throws<T>(action).Message);
        Says<InvalidOperationException>("Output 0 of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.",
            () => F.jacobian(x => ones(2), x, strict: true));
        Says<InvalidOperationException>("Output 0 of the user-provided function is independent of input 1. This is not allowed in strict mode.", () => F.jacobian((a, b) => a * 2, (x, y), strict: true));
        Says<InvalidOperationException>("The jacobian of the user-provided function is independent of input 0. This is not allowed in strict mode when create_graph=True.",
            () => F.jacobian(x => x * 2, x, strict: true, create_graph: true));
        Says<ArgumentException>("The Tensor returned by the function given to hessian should contain a single element", () => F.hessian(x => x * x, x));
        Says<ArgumentException>("v has invalid size: should be torch.Size([2]) but got torch.Size([3]).", () => F.vjp(x => x * x, x, ones(3)));
        Says<ArgumentException>("The vector v can only be None if the user-provided function returns a single Tensor with a single element.", () => F.vjp(x => x * x, x));
        Says<ArgumentException>("The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.", () => F.jvp(x => x * x, x));
        Says<InvalidOperationException>("The output of the user-provided function is independent of input 1. This is not allowed in strict mode.", () => F.vjp((a, b) => a.sum(), (x, y), strict: true));
        Assert.StartsWith("While computing the hessian, found that the jacobian", Assert.Throws<InvalidOperationException>(() => F.vhp(x => x.sum(), x, x, strict: true)).Message, StringComparison.Ordinal);
    }

    private sealed class Wrong : autograd.SingleTensorFunction<Wrong>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            ctx.save_for_backward((Tensor)vars[0]!);
            return ((Tensor)vars[0]!).pow(2);
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [3 * ctx.saved_tensors[0]! * grad_output];
    }

    [Fact]
    public void Gradcheck_agrees_with_what_is_right_and_names_what_is_wrong()
    {
        Tensor x = tensor([1.0, 2.0], dtype: float64, requires_grad: true);
        Assert.True(autograd.gradcheck(x => x.sin() * x, x, check_forward_ad: true));
        Assert.True(autograd.gradgradcheck(x => x.sin() * x, x, check_fwd_over_rev: true));
        Assert.True(autograd.gradcheck((a, b) => a.mm(b), (Point(1, 2, 3).requires_grad_(), Point(2, 3, 2).requires_grad_())));
        Assert.False(autograd.gradcheck(x => Wrong.apply(x), x, raise_exception: false));
        Assert.Equal(
            "Jacobian mismatch for output 0 with respect to input 0,\nnumerical:tensor([[2.0000, 0.0000],\n        [0.0000, 4.0000]], dtype=torch.float64)\nanalytical:tensor([[3., 0.],\n        [0., 6.]], dtype=torch.float64)\n",
            Assert.Throws<autograd.GradcheckError>(() => autograd.gradcheck(x => Wrong.apply(x), x)).Message);
        Assert.Equal("gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.",
            Assert.Throws<ArgumentException>(() => autograd.gradcheck(x => x * x, ones(2, dtype: float64))).Message);
    }
}
