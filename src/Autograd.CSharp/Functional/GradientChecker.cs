using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Holds the derivatives of one function at one point against differences, in PyTorch's order and with its texts.</summary>
/// <param name="function">the function</param>
/// <param name="inputs">the point; checked is what requires grad</param>
/// <param name="options">how</param>
internal sealed class GradientChecker(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] inputs, GradcheckOptions options)
{
    private const string Undefined =
        "Expected backward function to handle undefined output grads. Please look at \"Notes about undefined output gradients\" in \"tools/autograd/derivatives.yaml\"";

    private const string NotZero =
        "Expected all input grads to be undefined or zero when all output grads are undefined or zero. Please look at \"Notes about undefined output gradients\" in \"tools/autograd/derivatives.yaml\"";

    private const string UndefinedWarning =
        "Backwards compatibility: New undefined gradient support checking feature is enabled by default, but it may break existing callers of this function. If this is true for you, you can call this " +
        "function with \"check_undefined_grad=False\" to disable the feature";

    private readonly int[] _asked = [.. Enumerable.Range(0, inputs.Length).Where(i => inputs[i].requires_grad)];

    /// <summary>Checks; what is wrong is thrown.</summary>
    /// <exception cref="autograd.GradcheckError">a derivative is wrong</exception>
    /// <exception cref="ArgumentException">no input requires grad</exception>
    public void Run()
    {
        CheckInputs();
        IReadOnlyList<Tensor> all = function(inputs);
        Tensor[] outputs = [.. all.Where(output => output.requires_grad)];
        if (outputs.Length == 0)
        {
            foreach (Tensor[] ofInput in NumericalJacobians(all))
                foreach (Tensor jacobian in ofInput)
                    if ((bool)jacobian.ne(0).any()) throw new autograd.GradcheckError("Numerical gradient for function expected to be zero");
            return;
        }

        Tensor[][] numerical = NumericalJacobians(outputs);
        if (options.Backward)
            for (int i = 0; i < outputs.Length; i++) Compare(AnalyticalJacobian(outputs[i]), [.. numerical.Select(ofInput => ofInput[i])], i, "");
        if (options.Forward) CheckForward(outputs, numerical);
        if (!options.Backward) return;
        CheckZeroSeeds(outputs);
        if (options.Undefined) CheckUndefined();
    }

    private void CheckInputs()
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].requires_grad) continue;
            if (inputs[i].DType != DType.Float64)
                Warnings.Issue($"Input #{i} requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex. ");
            inputs[i].retain_grad();
        }

        if (_asked.Length == 0) throw new ArgumentException("gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.");
    }

    private void Compare(Tensor[] analytical, Tensor[] numerical, int output, string mode)
    {
        for (int j = 0; j < analytical.Length; j++)
            if (!IsClose(analytical[j], numerical[j], options.Rtol, options.Atol))
                throw new autograd.GradcheckError($"Jacobian {mode}mismatch for output {output} with respect to input {j},\nnumerical:{numerical[j]}\nanalytical:{analytical[j]}\n");
    }

    /// <summary>For each input that is checked and each output a row for each element of the input.</summary>
    private Tensor[][] NumericalJacobians(IReadOnlyList<Tensor> like)
    {
        var jacobians = new Tensor[_asked.Length][];
        for (int j = 0; j < jacobians.Length; j++)
        {
            Tensor input = inputs[_asked[j]];
            double[] at = input.detach().to(float64).data<double>().ToArray();
            Tensor[][] rows = [.. like.Select(_ => new Tensor[at.Length])];
            for (int d = 0; d < at.Length; d++)
            {
                Tensor[] above = Values(_asked[j], at, d, options.Eps), below = Values(_asked[j], at, d, -options.Eps);
                for (int i = 0; i < rows.Length; i++) rows[i][d] = ((above[i] - below[i]) / (2 * options.Eps)).reshape(-1);
            }

            jacobians[j] = [.. rows.Select((row, i) => Stacked(row, like[i]))];
        }

        return jacobians;
    }

    private static Tensor Stacked(Tensor[] rows, Tensor output) => rows.Length == 0 ? zeros([0, output.numel()], output.dtype) : stack(rows);

    /// <summary>What the function gives with one element moved: of the outputs that count, computed.</summary>
    private Tensor[] Values(int input, double[] at, int element, double step)
    {
        Tensor original = inputs[input];
        var moved = (double[])at.Clone();
        moved[element] += step;
        var arguments = (Tensor[])inputs.Clone();
        arguments[input] = new Tensor(NDArray.Create<double>(moved, original.Shape), false).to(original.dtype).requires_grad_();
        IReadOnlyList<Tensor> results = function(arguments);
        var values = new List<Tensor>(results.Count);
        bool any = results.Any(result => result.requires_grad);
        foreach (Tensor result in results)
            if (result.requires_grad || !any) values.Add(result.detach().to(result.DType.IsFloating() ? result.dtype : float64));
        return [.. values];
    }

    private Tensor[] AnalyticalJacobian(Tensor output)
    {
        Tensor[] first = Rows(output), second = Rows(output);
        for (int j = 0; j < first.Length; j++)
        {
            if (IsClose(first[j], second[j], 0, options.NondetTol)) continue;
            throw new autograd.GradcheckError(
                "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different values, although analytical gradient matches numerical gradient." +
                $"The tolerance for nondeterminism was {PythonText.Repr(options.NondetTol)}.");
        }

        return first;
    }

    private Tensor[] Rows(Tensor output)
    {
        Tensor result = output.clone();
        int count = result.Shape.Count;
        Tensor[] points = [.. _asked.Select(i => inputs[i])];
        Tensor[][] columns = [.. points.Select(_ => new Tensor[count])];
        for (int k = 0; k < count; k++)
        {
            Tensor?[] gradients = autograd.grad([result], points, [Unit(result, k)], retain_graph: true, allow_unused: true);
            for (int j = 0; j < points.Length; j++)
            {
                if (gradients[j] is { } gradient && options.DTypes && gradient.DType != points[j].DType) throw new autograd.GradcheckError("Gradient has dtype mismatch");
                columns[j][k] = (gradients[j] ?? zeros_like(points[j])).detach().reshape(-1);
            }
        }

        return [.. columns.Select((column, j) => count == 0 ? zeros([points[j].numel(), 0], points[j].dtype) : stack(column, 1))];
    }

    private static Tensor Unit(Tensor like, int element)
    {
        var unit = new double[like.Shape.Count];
        unit[element] = 1;
        return new Tensor(NDArray.Create<double>(unit, like.Shape), false).to(like.dtype);
    }

    private void CheckForward(Tensor[] outputs, Tensor[][] numerical)
    {
        var rows = new Tensor[_asked.Length][][];
        for (int j = 0; j < rows.Length; j++)
        {
            Tensor input = inputs[_asked[j]];
            rows[j] = [.. outputs.Select(_ => new Tensor[input.Shape.Count])];
            for (int d = 0; d < input.Shape.Count; d++)
            {
                using (autograd.forward_ad.dual_level())
                {
                    var arguments = (Tensor[])inputs.Clone();
                    arguments[_asked[j]] = autograd.forward_ad.make_dual(input, Unit(input, d));
                    Tensor[] results = [.. function(arguments).Where(result => result.requires_grad)];
                    for (int i = 0; i < results.Length; i++)
                        rows[j][i][d] = (autograd.forward_ad.unpack_dual(results[i]).tangent ?? zeros_like(outputs[i])).detach().reshape(-1);
                }
            }
        }

        for (int i = 0; i < outputs.Length; i++)
            Compare([.. rows.Select(ofInput => Stacked(ofInput[i], outputs[i]))], [.. numerical.Select(ofInput => ofInput[i])], i, "computed with forward mode ");
    }

    private void CheckZeroSeeds(Tensor[] outputs)
    {
        Tensor[] points = [.. _asked.Select(i => inputs[i])];
        foreach (Tensor? gradient in autograd.grad(outputs, points, [.. outputs.Select(output => zeros_like(output))], retain_graph: true, allow_unused: true))
            if (gradient is not null && (bool)gradient.ne(0).any()) throw new autograd.GradcheckError("backward not multiplied by grad_output");
    }

    // One output after the other without a gradient, the others with zeros.
    private void CheckUndefined()
    {
        Tensor[] points = [.. _asked.Select(i => inputs[i])];
        int count = function(inputs).Count(output => output.requires_grad);
        for (int without = 0; count > 1 && without < count; without++)
        {
            List<Tensor> outputs = [.. function(inputs).Where(output => output.requires_grad)];
            outputs.RemoveAt(without);
            Tensor?[] gradients;
            try
            {
                gradients = autograd.grad(outputs, points, [.. outputs.Select(output => zeros_like(output))], allow_unused: true);
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException)
            {
                Warnings.Issue(UndefinedWarning);
                throw new autograd.GradcheckError(Undefined);
            }

            if (!Array.Exists(gradients, gradient => gradient is not null && (bool)gradient.ne(0).any())) continue;
            Warnings.Issue(UndefinedWarning);
            throw new autograd.GradcheckError(NotZero);
        }
    }

    /// <summary>|a - b| ≤ atol + rtol |b|, element by element; NaN is close to nothing.</summary>
    private static bool IsClose(Tensor a, Tensor b, double rtol, double atol)
    {
        a = a.to(float64);
        b = b.to(float64);
        return (bool)((a == b).logical_or((a - b).abs() <= atol + rtol * b.abs())).all();
    }
}
