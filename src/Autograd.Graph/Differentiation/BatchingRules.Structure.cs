using static Autograd.Graph.Op;

namespace Autograd.Graph;

// Structural operations move the axes behind that of the examples.
internal static partial class BatchingRules
{
    private static Expr Batch(Structural op, in BatchedInputs x) => op switch
    {
        Reshape r => x[0]!.Reshape(Operands.Insert(r.To, 0, x.Size)),
        Transpose t => Expr.Apply(new Transpose(Behind(0, Shifted(t.Permutation))), x[0]!),
        Broadcast b => Stretched(x[0]!, b.To, x.Size),
        Slice s => Expr.Apply(new Slice(OfEach(s.Region, x.Size)), x[0]!),
        Pad p => Padded(p, x),
        Concat c => Expr.Apply(new Concat(c.Axis + 1), (ReadOnlySpan<Expr>)x.AllFull()),
        Reverse r => Expr.Apply(new Reverse(Shifted(r.Axes)), x[0]!),
        Update u => Expr.Apply(new Update(OfEach(u.Region, x.Size)), x.Full(0), x.Full(1)),
        UpdateAdd u => Expr.Apply(new UpdateAdd(OfEach(u.Region, x.Size)), x.Full(0), x.Full(1)),
        _ => throw Missing(op),
    };

    /// <summary>Sizes align at the last axis: axes that a broadcast adds come between the examples and the axes there are.</summary>
    private static Expr Stretched(Expr x, Shape to, int size)
    {
        int added = to.Rank + 1 - x.Rank;
        if (added > 0)
        {
            var sizes = new int[to.Rank + 1];
            Array.Fill(sizes, 1);
            sizes[0] = size;
            x.Shape.Sizes[1..].CopyTo(sizes.AsSpan(1 + added));
            x = x.Reshape(Shape.Wrap(sizes));
        }

        return x.BroadcastTo(Operands.Insert(to, 0, size));
    }

    /// <summary>The same part of each example.</summary>
    private static Region OfEach(Region region, int size) => new(Behind(0, region.Starts), Behind(size, region.Sizes), Behind(1, region.Strides));

    private static Expr Padded(Pad op, in BatchedInputs x)
    {
        var batched = new Pad(Behind(0, op.Low), Behind(0, op.High), Behind(0, op.Interior));
        if (x[1] is not { } value) return Expr.Apply(batched, x[0]!, x.Node.Input(1));

        // A value for each example: the elements are padded with anything, and where they do not lie the values are chosen.
        Expr within = Expr.Apply(op, Expr.Literal(true, shape: x.Node.Input(0).Shape), Expr.Literal(false));
        Expr elements = Expr.Apply(batched, x.Full(0), Expr.Literal(0, value.DType)), values = Stretched(value, x.Node.Shape, x.Size);
        return Expr.Apply(Select.Instance, [BatchedInputs.Repeated(within, x.Size), elements, values]);
    }
}
