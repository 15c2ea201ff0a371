using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// The products of <c>autograd.functional</c>, and its strict Jacobian, by passes over the tape: what is independent of what is a question to the tape, and
/// the texts say which pass found it.
/// </summary>
internal static class StrictProducts
{
    /// <summary>A strict Jacobian, row by row.</summary>
    public static Tensor[][] Jacobian(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] inputs, bool createGraph)
    {
        using (enable_grad())
        {
            Tensor[] points = Points(inputs, createGraph);
            Tensor[] outputs = [.. function(points)];
            CheckOutputs(outputs);
            var jacobians = new Tensor[outputs.Length][];
            for (int i = 0; i < outputs.Length; i++) jacobians[i] = StrictRows(outputs[i], i, points, createGraph);
            return jacobians;
        }
    }

    private static Tensor[] StrictRows(Tensor output, int number, Tensor[] points, bool createGraph)
    {
        int count = output.Shape.Count;
        Tensor[][] rows = Array.ConvertAll(points, _ => new Tensor[count]);
        Tensor flat = output.reshape(-1);
        for (int j = 0; j < count; j++)
        {
            Tensor?[] gradients = autograd.grad([flat[j]], points, retain_graph: true, create_graph: createGraph, allow_unused: true);
            for (int i = 0; i < points.Length; i++)
            {
                if (gradients[i] is not { } gradient) throw new InvalidOperationException($"Output {number} of the user-provided function is independent of input {i}. This is not allowed in strict mode.");
                if (createGraph && !gradient.requires_grad)
                    throw new InvalidOperationException($"The jacobian of the user-provided function is independent of input {number}. This is not allowed in strict mode when create_graph=True.");
                rows[i][j] = gradient;
            }
        }

        var jacobians = new Tensor[points.Length];
        for (int i = 0; i < jacobians.Length; i++)
        {
            long[] size = [.. output.shape, .. points[i].shape];
            jacobians[i] = count == 0 ? zeros(size, points[i].dtype) : stack(rows[i]).view(size);
        }

        return jacobians;
    }

    /// <summary>A strict Hessian: the Jacobian of the Jacobian.</summary>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> function, Tensor[] inputs, bool createGraph) => Jacobian(
        points =>
        {
            Tensor[] gradient = Jacobian(
                x =>
                {
                    Tensor result = function(x);
                    CheckSingle(result, "hessian");
                    return [result.reshape([])];
                },
                points,
                createGraph: true)[0];
            CheckJacobian(gradient);
            return gradient;
        },
        inputs,
        createGraph);

    /// <summary>The outputs, and the product of a vector with the Jacobian.</summary>
    public static (Tensor[] Outputs, Tensor[] Product) Vjp(Func<Tensor[], IReadOnlyList<Tensor>> function, bool isSingle, Tensor[] inputs, Tensor[]? v, bool createGraph, bool strict)
    {
        Tensor[] points, outputs;
        using (enable_grad())
        {
            points = Points(inputs, createGraph);
            outputs = [.. function(points)];
            if (strict) CheckOutputs(outputs);
            if (v is not null) v = Vectors(v, outputs, isSingle, createGraph);
            else if (outputs.Length != 1 || outputs[0].Shape.Count != 1)
                throw new ArgumentException("The vector v can only be None if the user-provided function returns a single Tensor with a single element.");
        }

        using (set_grad_enabled(createGraph || is_grad_enabled()))
            return Finished(outputs, Filled(Grad(outputs, points, v, createGraph), points, strict, createGraph, Stage.Back), createGraph);
    }

    /// <summary>The outputs, and the product of the Jacobian with a vector: a backward pass through a backward pass.</summary>
    public static (Tensor[] Outputs, Tensor[] Product) Jvp(Func<Tensor[], IReadOnlyList<Tensor>> function, bool isSingle, Tensor[] inputs, Tensor[]? v, bool createGraph, bool strict)
    {
        Tensor[] outputs, seeds;
        Tensor?[] pulled;
        using (enable_grad())
        {
            Tensor[] points = Points(inputs, createGraph);
            v = v is not null ? Vectors(v, points, isSingle, createGraph) : OnlyOne(points, "The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.");
            outputs = [.. function(points)];
            if (strict) CheckOutputs(outputs);
            seeds = Array.ConvertAll(outputs, output => zeros_like(output, requires_grad: true));
            pulled = Grad(outputs, points, seeds, createGraph: true);
            if (strict) CheckGradients(pulled);
        }

        using (set_grad_enabled(createGraph || is_grad_enabled()))
            return Finished(outputs, Filled(Grad(pulled, seeds, v, createGraph), outputs, strict, createGraph, Stage.BackTrick), createGraph);
    }

    /// <summary>The output, and the product of a vector with the Hessian.</summary>
    public static (Tensor Output, Tensor[] Product) Vhp(Func<Tensor[], Tensor> function, bool isSingle, Tensor[] inputs, Tensor[]? v, bool createGraph, bool strict)
    {
        (Tensor output, Tensor[] points, Tensor?[] gradient, v) = FirstDerivative("vhp", function, isSingle, inputs, v, createGraph, strict);
        using (set_grad_enabled(createGraph || is_grad_enabled()))
        {
            var (outputs, product) = Finished([output], Filled(Grad(gradient, points, v, createGraph), points, strict, createGraph, Stage.DoubleBack), createGraph);
            return (outputs[0], product);
        }
    }

    /// <summary>The output, and the product of the Hessian with a vector: one pass more than <see cref="Vhp"/>, whose result is the same.</summary>
    public static (Tensor Output, Tensor[] Product) Hvp(Func<Tensor[], Tensor> function, bool isSingle, Tensor[] inputs, Tensor[]? v, bool createGraph, bool strict)
    {
        (Tensor output, Tensor[] points, Tensor?[] gradient, v) = FirstDerivative("hvp", function, isSingle, inputs, v, createGraph, strict);
        Tensor[] seeds;
        Tensor?[] second;
        using (enable_grad())
        {
            seeds = Array.ConvertAll(points, point => zeros_like(point, requires_grad: true));
            second = Grad(gradient, points, seeds, createGraph: true);
        }

        using (set_grad_enabled(createGraph || is_grad_enabled()))
        {
            var (outputs, product) = Finished([output], Filled(Grad(second, seeds, v, createGraph), points, strict, createGraph, Stage.DoubleBackTrick), createGraph);
            return (outputs[0], product);
        }
    }

    private static (Tensor Output, Tensor[] Points, Tensor?[] Gradient, Tensor[]? V) FirstDerivative(
        string name, Func<Tensor[], Tensor> function, bool isSingle, Tensor[] inputs, Tensor[]? v, bool createGraph, bool strict)
    {
        using (enable_grad())
        {
            Tensor[] points = Points(inputs, createGraph);
            v = v is not null ? Vectors(v, points, isSingle, createGraph) : OnlyOne(points, "The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.");
            Tensor output = function(points);
            if (strict) CheckOutputs([output]);
            CheckSingle(output, name);
            Tensor?[] gradient = Grad([output], points, null, createGraph: true);
            if (strict) CheckJacobian(gradient);
            return (output, points, gradient, v);
        }
    }

    /// <exception cref="ArgumentException">a function gave more than one element, or none</exception>
    public static void CheckSingle(Tensor result, string name)
    {
        if (result is null) throw new ArgumentException($"The function given to {name} should return a single Tensor");
        if (result.Shape.Count != 1) throw new ArgumentException($"The Tensor returned by the function given to {name} should contain a single element");
    }

    /// <summary>The point where the function is called: views of the inputs where the result is to be recorded, else leaves of their own.</summary>
    private static Tensor[] Points(Tensor[] inputs, bool createGraph) =>
        Array.ConvertAll(inputs, input => createGraph && input.requires_grad ? input.view_as(input) : input.detach().requires_grad_());

    private static Tensor[]? OnlyOne(Tensor[] points, string text) => points.Length == 1 && points[0].Shape.Count == 1 ? null : throw new ArgumentException(text);

    private static Tensor[] Vectors(Tensor[] v, Tensor[] like, bool isSingle, bool createGraph)
    {
        if (v.Length != like.Length)
            throw new ArgumentException(isSingle ? "The given v should contain a single Tensor." : $"v is a tuple of invalid length: should be {like.Length} but got {v.Length}.");
        for (int i = 0; i < v.Length; i++)
            if (!v[i].Shape.Equals(like[i].Shape)) throw new ArgumentException($"{(isSingle ? "" : $"Entry {i} in ")}v has invalid size: should be {like[i].size()} but got {v[i].size()}.");
        return Array.ConvertAll(v, vector => createGraph && vector.requires_grad ? vector.view_as(vector) : vector.detach());
    }

    /// <summary>As <c>autograd.grad</c>, of the outputs alone that have a graph.</summary>
    private static Tensor?[] Grad(Tensor?[] outputs, Tensor[] inputs, Tensor?[]? seeds, bool createGraph)
    {
        var tracked = new List<Tensor>();
        var given = new List<Tensor?>();
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] is not { requires_grad: true } output) continue;
            tracked.Add(output);
            given.Add(seeds?[i]);
        }

        return tracked.Count == 0 ? new Tensor?[inputs.Length] : autograd.grad(tracked, inputs, given, create_graph: createGraph, allow_unused: true);
    }

    private enum Stage
    {
        Back,
        BackTrick,
        DoubleBack,
        DoubleBackTrick,
    }

    private static Tensor[] Filled(Tensor?[] gradients, Tensor[] like, bool strict, bool createGraph, Stage stage)
    {
        var filled = new Tensor[gradients.Length];
        for (int i = 0; i < filled.Length; i++)
        {
            if (strict && gradients[i] is null) throw new InvalidOperationException(Independent(i, stage));
            if (strict && createGraph && gradients[i] is { requires_grad: false })
                throw new InvalidOperationException($"The {(stage is Stage.Back or Stage.BackTrick ? "jacobian" : "hessian")} of the user-provided function is independent of input {i}. This is not allowed in strict mode when create_graph=True.");
            filled[i] = gradients[i] ?? zeros_like(like[i]);
        }

        return filled;
    }

    private static string Independent(int i, Stage stage) => stage switch
    {
        Stage.Back => $"The output of the user-provided function is independent of input {i}. This is not allowed in strict mode.",
        Stage.BackTrick => $"The gradient with respect to the input is independent of entry {i} in the grad_outputs when using the double backward trick to compute forward mode gradients. This is not allowed in strict mode.",
        Stage.DoubleBack => $"The jacobian of the user-provided function is independent of input {i}. This is not allowed in strict mode.",
        _ => $"The hessian of the user-provided function is independent of entry {i} in the grad_jacobian. This is not allowed in strict mode as it prevents from using the double backward trick to replace forward mode AD.",
    };

    private static (Tensor[] Outputs, Tensor[] Product) Finished(Tensor[] outputs, Tensor[] product, bool createGraph) =>
        createGraph ? (outputs, product) : (Array.ConvertAll(outputs, output => output.detach()), Array.ConvertAll(product, gradient => gradient.detach()));

    private static void CheckOutputs(Tensor[] outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
            if (!outputs[i].requires_grad)
                throw new InvalidOperationException($"Output {i} of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.");
    }

    private static void CheckGradients(Tensor?[] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is null) throw new InvalidOperationException(Independent(i, Stage.Back));
            if (!gradients[i]!.requires_grad) throw new InvalidOperationException($"The gradient with respect to input {i} is independent of the inputs of the user-provided function. This is not allowed in strict mode.");
        }
    }

    private static void CheckJacobian(Tensor?[] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is null) throw new InvalidOperationException(Independent(i, Stage.Back));
            if (!gradients[i]!.requires_grad)
                throw new InvalidOperationException($"While computing the hessian, found that the jacobian of the user-provided function with respect to input {i} is independent of the input. This is not allowed in strict mode. You should ensure that your function is twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for example).");
        }
    }
}
