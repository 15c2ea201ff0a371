using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Docs;

// Of the facade's page: functions of the caller's, functions of functions, dual tensors.
public sealed partial class Examples
{
    #region customFunction
    private sealed class Exp : autograd.SingleTensorFunction<Exp>
    {
        public override Tensor forward(autograd.AutogradContext ctx, params object?[] vars)
        {
            var result = ((Tensor)vars[0]!).exp();
            ctx.save_for_backward(result);
            return result;
        }

        public override List<Tensor?> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.saved_tensors[0]!];
    }
    #endregion

    [Fact]
    public void A_function_of_the_callers()
    {
        #region customApplied
        var x = tensor([0.0, 1.0], dtype: float64, requires_grad: true);
        var y = Exp.apply(x);
        print(y);                                               // tensor([1.0000, 2.7183], dtype=torch.float64, grad_fn=<ExpBackward>)
        print(autograd.gradcheck(t => Exp.apply(t), x));        // True
        #endregion
        Assert.Equal("tensor([1.0000, 2.7183], dtype=torch.float64, grad_fn=<ExpBackward>)", y.ToString());
    }

    [Fact]
    public void Functional_derivatives()
    {
        #region functionalDerivatives
        var x = tensor([1.0, 2.0]);
        print(autograd.functional.hessian(t => t.pow(3).sum(), x));                     // [[6, 0], [0, 12]]
        print(autograd.functional.vjp(t => t.pow(2), x, tensor([1.0, 10.0])));          // (tensor([1., 4.]), tensor([ 2., 40.]))
        #endregion
        Assert.Equal("tensor([[ 6.,  0.],\n        [ 0., 12.]])", autograd.functional.hessian(t => t.pow(3).sum(), x).ToString());
    }

    [Fact]
    public void Functions_of_functions_of_tensors()
    {
        #region functionsOfTensors
        Func<Tensor, Tensor, Tensor> loss = (w, x) => (w.dot(x) - 1).pow(2);
        Tensor w = tensor([1.0, 2.0]), batch = tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]);
        var each = func.vmap(func.grad(loss), in_dims: [null, 0])(w, batch);            // the gradient of every example
        var curvature = func.jacfwd(func.jacrev((Tensor t) => t.exp().sum()))(w);       // exp(w) on the diagonal
        #endregion
        Assert.Equal("tensor([[0., 0.],\n        [0., 2.],\n        [4., 4.]])", each.ToString());
        Assert.Equal("tensor([[2.7183, 0.0000],\n        [0.0000, 7.3891]])", curvature.ToString());
    }

    [Fact]
    public void Tensors_with_tangents()
    {
        #region dualTensors
        using (autograd.forward_ad.dual_level())
        {
            var x = autograd.forward_ad.make_dual(tensor([1.0, 2.0]), tensor([1.0, 1.0]));
            print(x * x);                                               // tensor([1., 4.], tangent=tensor([2., 4.]))
            var (primal, tangent) = autograd.forward_ad.unpack_dual(x.exp());
        }
        #endregion
    }
}
