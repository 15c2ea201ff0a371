using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Jacobians and Hessians whole, by the core's transforms: the function is called once, and one pass gives all rows.</summary>
internal static class TracedJacobian
{
    private const string NotFloating = "only Tensors of floating point dtype can require gradients";

    /// <summary>For each output of a function and each input the Jacobian.</summary>
    public static Tensor[][] Of(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] inputs, bool createGraph, bool forward)
    {
        using var call = new TracedCall(TraceKind.Functional, createGraph);
        Expr[] Traced(Expr[] leaves) => call.Values(function(Points(call, inputs, leaves)));
        Func<Expr[], Jacobian<Expr[], Expr[]>> jacobian = forward
            ? Transform.JacobianForward<Expr[], Expr[]>(Traced, Structure.Leaves, Structure.Leaves)
            : Transform.JacobianReverse<Expr[], Expr[]>(Traced, Structure.Leaves, Structure.Leaves);
        return Tensors(call, TracedCall.Run(() => jacobian(Values(inputs))));
    }

    /// <summary>For each two inputs of a function with one number as its result the second derivative.</summary>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> function, Tensor[] inputs, bool createGraph)
    {
        using var call = new TracedCall(TraceKind.Functional, createGraph);
        Expr Traced(Expr[] leaves)
        {
            Tensor result = function(Points(call, inputs, leaves));
            StrictProducts.CheckSingle(result, "hessian");
            return call.Values([result])[0];
        }

        return Tensors(call, TracedCall.Run(() => Transform.Hessian<Expr[]>(Traced, Structure.Leaves)(Values(inputs))));
    }

    private static Expr[] Values(Tensor[] inputs)
    {
        var values = new Expr[inputs.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!inputs[i].DType.IsFloating()) throw new ArgumentException(NotFloating);
            values[i] = inputs[i].Value;
        }

        return values;
    }

    private static Tensor[] Points(TracedCall call, Tensor[] inputs, Expr[] leaves)
    {
        var points = new Tensor[inputs.Length];
        for (int i = 0; i < points.Length; i++) points[i] = call.Point(inputs[i], leaves[i]);
        return points;
    }

    private static Tensor[][] Tensors(TracedCall call, Jacobian<Expr[], Expr[]> jacobian)
    {
        call.Dispose();
        var tensors = new Tensor[jacobian.OutputCount][];
        for (int k = 0; k < tensors.Length; k++)
        {
            tensors[k] = new Tensor[jacobian.InputCount];
            for (int j = 0; j < tensors[k].Length; j++) tensors[k][j] = call.Result(jacobian[k, j]);
        }

        return tensors;
    }
}
