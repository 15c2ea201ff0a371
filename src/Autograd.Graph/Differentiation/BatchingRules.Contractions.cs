using static Autograd.Graph.Op;

namespace Autograd.Graph;

// One contraction stays one: where both inputs are mapped the examples are a batch axis, where one is they are a free axis of it.
internal static partial class BatchingRules
{
    private static Expr Batch(Dot op, in BatchedInputs x)
    {
        if (x[0] is { } a && x[1] is { } b)
            return Expr.Apply(new Dot(Shifted(op.LeftContract), Shifted(op.RightContract), Behind(0, Shifted(op.LeftBatch)), Behind(0, Shifted(op.RightBatch))), a, b);

        Expr left = x.Node.Input(0), right = x.Node.Input(1);
        int batch = op.LeftBatch.Count, leftFree = left.Rank - op.LeftContract.Count - batch, rightFree = right.Rank - op.RightContract.Count - batch;
        if (x[0] is { } first)
            return Expr.Apply(new Dot(Shifted(op.LeftContract), op.RightContract, Shifted(op.LeftBatch), op.RightBatch), first, right).MoveAxis(batch, 0);

        // A matrix times a vector of each example: with the vectors first, as the rows of one matrix, the result's axes lie in order.
        if (rightFree == 0)
            return Expr.Apply(new Dot(Shifted(op.RightContract), op.LeftContract, Shifted(op.RightBatch), op.LeftBatch), x[1]!, left).MoveAxis(batch, 0);
        return Expr.Apply(new Dot(op.LeftContract, Shifted(op.RightContract), op.LeftBatch, Shifted(op.RightBatch)), left, x[1]!).MoveAxis(batch + leftFree, 0);
    }
}
