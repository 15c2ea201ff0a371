using Autograd.Graph;

namespace Autograd.Properties.Differentiation;

/// <summary>Samples of control flow.</summary>
internal static partial class PrimitiveSamples
{
    private static PrimitiveSample Chosen(Sampler s)
    {
        Shape shape = s.Shape();
        Expr condition = Expr.Constant(NDArray.Scalar(s.Bool()));
        return new(x => Control.Cond(condition, a => Expr.Sin(a * x[1]), a => Expr.Exp(a), x[0]), s.Uniform(shape), s.Uniform(shape));
    }

    private static PrimitiveSample RunOverItems(Sampler s)
    {
        Shape shape = s.Shape(maxRank: 2);
        ScanOptions options = new() { Reversed = s.Bool(), CheckpointEvery = s.Bool() ? s.Int(0, 2) : null };
        return new(
            x => Control.Scan(x[0], x[1], (carry, item) => (Expr.Sin(carry * x[2]) + item, carry * item), options) is var (last, stack) ? Check.Total(last * last) + Check.Total(Expr.Sin(stack)) : x[0],
            s.Uniform(shape), s.Uniform(new Shape([s.Int(0, 3), .. shape.Sizes])), s.Uniform(shape));
    }

    private static PrimitiveSample Looped(Sampler s)
    {
        Shape shape = s.Shape(maxRank: 1, minSize: 1);
        int trips = s.Int(0, 3);
        return new(
            x => Control.While((x[0], Expr.Literal(0L)), v => v.Item2 < trips, v => (Expr.Sin(v.Item1 * x[1]) + 0.5, v.Item2 + 1), Structure.Tuple(Structure.Leaf, Structure.Leaf), maxTrips: 3).Item1,
            s.Uniform(shape), s.Uniform(shape));
    }
}
