using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>
/// The cells that detached tensors wait in. A cell holds the history of its value until that is computed; a program that keeps
/// detached tensors without looking at them would keep every history. So cells let go of what was computed by other ways, and when
/// those of a thread hold too much all but the newest are computed.
/// </summary>
internal static class PendingCells
{
    /// <summary>How much work may be pending: so many nodes, or arrays of 64 MiB, or a mixture.</summary>
    public const int MostWeight = 2000;

    /// <summary>
    /// How many nodes may be pending in a tensor that is updated in place: whoever reads it meanwhile computes them again, at every step
    /// of a loop that updates a parameter by a running mean which nobody looks at.
    /// </summary>
    public const int MostUpdates = 32;

    /// <summary>
    /// How many nodes may be pending in a value that was found to weigh less than its operands together. Values that use others several times are
    /// measured at nearly every operation, which costs some 20 ns a node.
    /// </summary>
    public const int MostMeasured = 250;

    /// <summary>How many bytes of arrays weigh as much as a node.</summary>
    public const int BytesPerNode = (64 << 20) / MostWeight;

    [ThreadStatic]
    private static List<(WeakReference<SourceCell> Cell, int Weight)>? t_cells;

    [ThreadStatic]
    private static int t_weight;

    /// <summary>A cell of a pending value as an expression.</summary>
    /// <param name="value">the value</param>
    /// <param name="weight">how much the value keeps alive</param>
    public static Expr Wrap(Expr value, int weight)
    {
        if (value.Value is { } known) return Expr.Constant(known);
        // What is traced may stand for many values, and is nothing to compute.
        if (Trace.IsActive) return Expr.StopGradient(value);
        var cell = new SourceCell(value);
        t_cells ??= [];
        if (t_weight + weight > MostWeight) Settle(MostWeight / 2);
        t_cells.Add((new(cell), Math.Max(weight, 1)));
        t_weight += Math.Max(weight, 1);
        return Expr.Cell(cell);
    }

    /// <summary>Lets go of histories whose value was computed.</summary>
    public static void Settle() => Settle(int.MaxValue);

    private static void Settle(int most)
    {
        if (t_cells is not { Count: > 0 } cells) return;
        List<Expr>? pending = null;
        int kept = 0, weight = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            if (!cells[i].Cell.TryGetTarget(out SourceCell? cell)) continue;
            cell.Settle();
            if (cell.Value is not null) continue;
            cells[kept++] = cells[i];
            weight += cells[i].Weight;
        }

        cells.RemoveRange(kept, cells.Count - kept);
        t_weight = weight;
        if (weight <= most) return;
        foreach ((WeakReference<SourceCell> reference, _) in cells)
            if (reference.TryGetTarget(out SourceCell? cell)) (pending ??= []).Add(Expr.Cell(cell));
        cells.Clear();
        t_weight = 0;
        if (pending is not null) Evaluation.Evaluate(pending, FacadeOptions.Current);
    }
}
