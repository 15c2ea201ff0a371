using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>A workload's program over the core: compiled once, run from copies of its inputs into arrays that are kept. Leaves that are moved are moved in place.</summary>
internal sealed class CoreProgram
{
    private readonly CompiledComputation _compiled;
    private readonly InputBuffer[] _arguments;
    private readonly OutputBuffer[] _into;
    private readonly Array[] _results;

    /// <summary>Compiles the program and copies the inputs as they are now.</summary>
    public CoreProgram(Workload workload, int threads)
    {
        Array[] inputs = [.. workload.Inputs.Select(Elements)];
        Expr[] parameters = [.. workload.Inputs.Select(Parameter)], outputs = Outputs(workload, parameters);
        _compiled = Computation.Of(parameters, outputs).Compile(new EvaluationOptions { Threads = threads });
        _arguments = [.. inputs.Select(input => (InputBuffer)input)];
        _results = [.. outputs.Select((output, i) => workload.LearningRate is not null ? inputs[i] : output.DType == DType.Float64 ? new double[output.Shape.Count] : new float[output.Shape.Count])];
        _into = [.. _results.Select(result => (OutputBuffer)result)];
        ArgumentBytes = parameters.Sum(parameter => (long)parameter.DType.Size() * parameter.Shape.Count);
    }

    /// <summary>What a run holds of inputs.</summary>
    public long ArgumentBytes { get; }

    /// <summary>How it runs.</summary>
    public PlanDescription Plan => _compiled.Plan;

    /// <summary>One repetition.</summary>
    public void Run() => _compiled.Run(_arguments, _into);

    /// <summary>One repetition whose steps are timed.</summary>
    public void Run(RunProfile profile) => _compiled.Run(_arguments, _into, profile: profile);

    /// <summary>Runs once and compares with the facade's results of the same inputs.</summary>
    /// <returns>the largest difference of a result, relative to its largest element; infinite where one is not finite or sizes differ</returns>
    public double DifferenceFrom(ReadOnlySpan<Tensor> expected)
    {
        Run();
        double most = expected.Length == _results.Length ? 0 : double.PositiveInfinity;
        for (int i = 0; i < expected.Length && most < double.PositiveInfinity; i++)
            most = Math.Max(most, Difference(Doubles(_results[i]), expected[i].detach().to(float64).data<double>().ToArray()));
        return most;
    }

    /// <summary>The gradients by the leaves; where these are moved, the leaves after it; without leaves, the forward result.</summary>
    private static Expr[] Outputs(Workload workload, Expr[] parameters)
    {
        if (workload.CoreAlone is { } program) return program(parameters);
        Expr result = workload.Core!(parameters);
        Expr[] leaves = parameters[..workload.LeafCount];
        if (leaves.Length == 0) return [result];
        GradientMap gradient = Gradient.Of(result, leaves, workload.Cotangent is null ? null : parameters[^1]);
        return [.. leaves.Select(leaf => workload.LearningRate is { } rate ? leaf - rate * gradient[leaf] : gradient[leaf])];
    }

    private static Expr Parameter(Tensor input, int i) =>
        Expr.Parameter($"input{i}", input.dtype == int64 ? DType.Int64 : input.dtype == float64 ? DType.Float64 : DType.Float32, new([.. input.shape.Select(size => (int)size)]));

    private static Array Elements(Tensor input) => input.dtype == int64 ? input.detach().data<long>().ToArray()
        : input.dtype == float64 ? input.detach().data<double>().ToArray()
        : input.detach().data<float>().ToArray();

    private static double[] Doubles(Array elements) => elements as double[] ?? Array.ConvertAll((float[])elements, element => (double)element);

    private static double Difference(ReadOnlySpan<double> own, ReadOnlySpan<double> expected)
    {
        if (own.Length != expected.Length) return double.PositiveInfinity;
        double most = 0, largest = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (!double.IsFinite(own[i]) || !double.IsFinite(expected[i])) return double.PositiveInfinity;
            most = Math.Max(most, Math.Abs((double)own[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs((double)expected[i]));
        }

        return most == 0 ? 0 : most / largest;
    }
}
