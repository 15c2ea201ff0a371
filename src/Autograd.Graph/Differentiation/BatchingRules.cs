namespace Autograd.Graph;

/// <summary>
/// What every primitive becomes when its function is mapped over examples, by family. The examples lie along a first axis of each mapped
/// input and of the result; an input alike for all of them stays as it is wherever the operation allows.
/// </summary>
internal static partial class BatchingRules
{
    /// <summary>
    /// The node for all examples at once. Not asked for a node that no mapped input reaches, nor for <see cref="Op.WithRule"/> and <see cref="Op.Cell"/>,
    /// which the walk itself makes.
    /// </summary>
    public static Expr Batch(in BatchedInputs x) => x.Node.Op switch
    {
        Op.Elementwise op => Batch(op, x),
        Op.Structural op => Batch(op, x),
        Op.Reduce op => Batch(op, x),
        Op.ArgReduce op => Batch(op, x),
        Op.Cumulative op => Batch(op, x),
        Op.Dot op => Batch(op, x),
        Op.Gather op => Batch(op, x),
        Op.Scatter op => Batch(op, x),
        Op.Sort op => Batch(op, x),
        Op.RngBits op => Expr.Apply(op, x.Full(0), x.Full(1)), // the axes of the keys come first as it is
        Op.Identity or Op.StopGradient => Expr.Apply(x.Node.Op, x[0]!),
        Op.Barrier op => Batch(op, x),
        Op.Project op => x[0]!.Output(op.Index),
        _ => throw Missing(x.Node.Op),
    };

    /// <summary>The error of an op without a line in a table.</summary>
    public static NotSupportedException Missing(Op op) => new($"{op.Name} has no batching rule");

    /// <summary>The same operation; inputs are of one shape, so one that is alike for all examples is stretched, which is free.</summary>
    private static Expr Batch(Op.Elementwise op, in BatchedInputs x)
    {
        if (x.Count == 1) return Expr.Apply(op, x[0]!);
        int mapped = 0;
        while (x[mapped] is null) mapped++;
        Shape shape = x[mapped]!.Shape;
        if (x.Count == 2) return Expr.Apply(op, x.Either(0).BroadcastTo(shape), x.Either(1).BroadcastTo(shape));
        var inputs = new Expr[x.Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = x.Either(i).BroadcastTo(shape);
        return Expr.Apply(op, (ReadOnlySpan<Expr>)inputs);
    }

    /// <summary>The first input waits for the others, mapped or not.</summary>
    private static Expr Batch(Op.Barrier op, in BatchedInputs x)
    {
        var inputs = new Expr[x.Count];
        inputs[0] = x.Full(0);
        for (int i = 1; i < inputs.Length; i++) inputs[i] = x.Either(i);
        return Expr.Apply(op, (ReadOnlySpan<Expr>)inputs);
    }

    /// <summary>Axes as they are counted behind the axis of examples.</summary>
    private static IntList Shifted(IntList axes)
    {
        var shifted = new int[axes.Count];
        for (int i = 0; i < shifted.Length; i++) shifted[i] = axes[i] + 1;
        return IntList.Wrap(shifted);
    }

    /// <summary>Numbers of which the first is that of the axis of examples.</summary>
    private static IntList Behind(int first, IntList others) => [first, .. others.Span];
}
