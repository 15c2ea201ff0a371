using static Autograd.Graph.Op;

namespace Autograd.Graph;

// The examples are one more batch axis of array and indices; only an array that is alike for all examples stays whole.
internal static partial class BatchingRules
{
    private static Expr Batch(Gather op, in BatchedInputs x)
    {
        if (x[0] is { } array) return Expr.Apply(new Gather(Shifted(op.Axes), op.BatchRank + 1, op.Mode), array, x.Full(1));

        // One array for all: their indices are further places, which stand behind the batch axes that array and indices share.
        return Expr.Apply(op, x.Node.Input(0), x[1]!.MoveAxis(0, op.BatchRank)).MoveAxis(op.BatchRank, 0);
    }

    private static Expr Batch(Scatter op, in BatchedInputs x) =>
        Expr.Apply(op with { Axes = Shifted(op.Axes), BatchRank = op.BatchRank + 1 }, (ReadOnlySpan<Expr>)x.AllFull());
}
