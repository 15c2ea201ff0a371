using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>A program to repeat: it builds its graph anew from its leaves each time. It does what <c>Workload</c> of peer.py does.</summary>
/// <param name="leaves">what is differentiated by; nothing where only the forward result is wanted</param>
/// <param name="forward">from leaves and data to the result</param>
internal sealed class Workload(Tensor[] leaves, Func<Tensor> forward)
{
    /// <summary>Seconds of building above which a graph has very many nodes.</summary>
    private const double LongestBuilding = 0.005;

    private NDArray[]? _inputs;

    /// <summary>A program that only the core has.</summary>
    /// <param name="data">what it reads</param>
    /// <param name="program">from expressions for the data to the results</param>
    public static Workload OfCore(Tensor[] data, Func<Expr[], Expr[]> program) =>
        new([], () => throw new InvalidOperationException("the facade has no such program")) { Data = data, CoreAlone = program };

    /// <summary>The same program over the core: from parameters for <see cref="Inputs"/>, in their order, to the result.</summary>
    public Func<Expr[], Expr>? Core { get; init; }

    /// <summary>A program that only the core has, of several results: from expressions for <see cref="Inputs"/>. It is what is repeated, instead of the facade's.</summary>
    public Func<Expr[], Expr[]>? CoreAlone { get; init; }

    /// <summary>What the program reads beside its leaves.</summary>
    public Tensor[] Data { get; init; } = [];

    /// <summary>What the backward pass starts with, where the result is no scalar.</summary>
    public Tensor? Cotangent { get; init; }

    /// <summary>Of the step that leaves are moved by against their gradients; none where they stay.</summary>
    public double? LearningRate { get; init; }

    /// <summary>How many of the inputs are leaves; they come first.</summary>
    public int LeafCount => leaves.Length;

    /// <summary>The leaves, the data, the cotangent: what the peer must be given to compute the same.</summary>
    public Tensor[] Inputs => [.. leaves, .. Data, .. Cotangent is null ? Array.Empty<Tensor>() : [Cotangent]];

    /// <summary>
    /// One repetition: forward, backward, the gradient read; and the step where there is one. New values of leaves are pending when it
    /// returns, as a program that looks at none leaves them: the next repetition computes them, and each computes one step.
    /// </summary>
    public void Run()
    {
        if (CoreAlone is not null)
        {
            Evaluation.Evaluate(Built());
            return;
        }

        Tensor result = forward();
        if (leaves.Length == 0)
        {
            Read(result);
            return;
        }

        foreach (Tensor leaf in leaves) leaf.grad = null;
        result.backward(Cotangent);
        Read(leaves[0].grad!);
        if (LearningRate is { } rate) Step(rate);
    }

    /// <summary>What a repetition gives: the gradients; the leaves where they are moved; or the forward result.</summary>
    public Tensor[] Results()
    {
        if (CoreAlone is not null) return [.. Evaluation.Evaluate(Built()).Select(result => tensor(result.ToArray<float>()).reshape([.. result.Shape.ToArray().Select(size => (long)size)]))];
        if (leaves.Length == 0) return [forward()];
        Run();
        return LearningRate is null ? [.. leaves.Select(leaf => leaf.grad!)] : leaves;
    }

    /// <summary>
    /// A repetition taken apart, in seconds: building the result; the backward pass; and of the latter evaluating, measured on gradients that
    /// are asked for as expressions and read. Null where that was left out: asking so records the gradients' own graph, which takes long for
    /// a graph of very many nodes. Where there are no leaves, all after building is evaluating.
    /// </summary>
    public Phases Phases()
    {
        var watch = ValueStopwatch.Start();
        if (CoreAlone is not null)
        {
            Expr[] results = Built();
            double built = watch.Seconds;
            Evaluation.Evaluate(results);
            return new(built, 0, watch.Seconds - built);
        }

        Tensor result = forward();
        double building = watch.Seconds;
        if (leaves.Length == 0)
        {
            Read(result);
            return new(building, 0, watch.Seconds - building);
        }

        foreach (Tensor leaf in leaves) leaf.grad = null;
        watch = ValueStopwatch.Start();
        result.backward(Cotangent);
        double backward = watch.Seconds;
        return new(building, backward, building < LongestBuilding ? Evaluating() : null);
    }

    /// <summary>The core's own program on the inputs.</summary>
    private Expr[] Built()
    {
        _inputs ??= [.. Inputs.Select(ArrayOf)];
        return CoreAlone!(Array.ConvertAll(_inputs, Expr.Constant));
    }

    /// <summary>A tensor's elements: float32, float64 or int64.</summary>
    public static NDArray ArrayOf(Tensor tensor)
    {
        tensor = tensor.detach();
        Shape shape = new([.. tensor.shape.Select(size => (int)size)]);
        return tensor.dtype == int64 ? NDArray.Create<long>(tensor.data<long>().ToArray(), shape)
            : tensor.dtype == float64 ? NDArray.Create<double>(tensor.data<double>().ToArray(), shape)
            : NDArray.Create<float>(tensor.data<float>().ToArray(), shape);
    }

    private double Evaluating()
    {
        var gradients = autograd.grad([forward()], leaves, Cotangent is null ? null : [Cotangent], create_graph: true);
        var watch = ValueStopwatch.Start();
        foreach (Tensor? gradient in gradients) Read(gradient!);
        return watch.Seconds;
    }

    private void Step(double rate)
    {
        using (no_grad())
        {
            for (int i = 0; i < leaves.Length; i++)
            {
                leaves[i] -= rate * leaves[i].grad!;
                leaves[i].grad = null;
            }
        }
    }

    private static void Read(Tensor tensor)
    {
        if (tensor.dtype == float64) _ = tensor.data<double>();
        else _ = tensor.data<float>();
    }
}
