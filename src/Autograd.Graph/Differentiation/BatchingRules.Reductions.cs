using static Autograd.Graph.Op;

namespace Autograd.Graph;

// Reductions, scans and order go along axes that lie one place further on.
internal static partial class BatchingRules
{
    private static Expr Batch(Reduce op, in BatchedInputs x) =>
        Expr.Apply(op.Axes.Count == 0 ? op : Reduce.Of(op.Kind, op.Axes[0] + 1, op.Axes.Count), x[0]!);

    private static Expr Batch(ArgReduce op, in BatchedInputs x) => Expr.Apply(op with { Axis = op.Axis + 1 }, x[0]!);

    private static Expr Batch(Cumulative op, in BatchedInputs x) => Expr.Apply(op with { Axis = op.Axis + 1 }, (ReadOnlySpan<Expr>)x.AllFull());

    private static Expr Batch(Sort op, in BatchedInputs x) => Expr.Apply(op with { Axis = op.Axis + 1 }, x[0]!);
}
