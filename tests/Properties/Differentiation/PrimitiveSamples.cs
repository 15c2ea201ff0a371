using Autograd.Graph;

namespace Autograd.Properties.Differentiation;

/// <summary>A function made of one primitive, and a point away from its kinks.</summary>
internal sealed record PrimitiveSample(Func<Expr[], Expr> Function, params NDArray[] At);

/// <summary>For every primitive, by its record, functions made of it with random shapes, attributes and values.</summary>
internal static partial class PrimitiveSamples
{
    /// <summary>Primitives with derivatives.</summary>
    public static IReadOnlyDictionary<Type, Func<Sampler, PrimitiveSample>> Differentiable { get; } = new Dictionary<Type, Func<Sampler, PrimitiveSample>>
    {
        [typeof(Op.Neg)] = Unary(x => -x),
        [typeof(Op.Abs)] = s => Unary(Expr.Abs, s.AwayFromZero(s.Shape())),
        [typeof(Op.Exp)] = Unary(Expr.Exp),
        [typeof(Op.Expm1)] = Unary(Expr.Expm1),
        [typeof(Op.Exp2)] = Unary(Expr.Exp2),
        [typeof(Op.Log)] = Unary(Expr.Log, 0.5, 3),
        [typeof(Op.Log1p)] = Unary(Expr.Log1p, -0.5, 3),
        [typeof(Op.Log2)] = Unary(Expr.Log2, 0.5, 3),
        [typeof(Op.Log10)] = Unary(Expr.Log10, 0.5, 3),
        [typeof(Op.Sin)] = Unary(Expr.Sin),
        [typeof(Op.Cos)] = Unary(Expr.Cos),
        [typeof(Op.Tan)] = Unary(Expr.Tan, -1, 1),
        [typeof(Op.Asin)] = Unary(Expr.Asin, -0.8, 0.8),
        [typeof(Op.Acos)] = Unary(Expr.Acos, -0.8, 0.8),
        [typeof(Op.Atan)] = Unary(Expr.Atan),
        [typeof(Op.Sinh)] = Unary(Expr.Sinh),
        [typeof(Op.Cosh)] = Unary(Expr.Cosh),
        [typeof(Op.Tanh)] = Unary(Expr.Tanh),
        [typeof(Op.Sigmoid)] = Unary(Expr.Sigmoid),
        [typeof(Op.Softplus)] = Unary(Expr.Softplus),
        [typeof(Op.Sqrt)] = Unary(Expr.Sqrt, 0.5, 3),
        [typeof(Op.Rsqrt)] = Unary(Expr.Rsqrt, 0.5, 3),
        [typeof(Op.Erf)] = Unary(Expr.Erf),
        [typeof(Op.Erfc)] = Unary(Expr.Erfc),
        [typeof(Op.NormalCdf)] = Unary(Expr.NormalCdf),
        [typeof(Op.GeluSlope)] = Unary(Expr.GeluSlope),
        [typeof(Op.IntPow)] = s =>
        {
            int n = s.Int(-3, 5);
            return Unary(x => Expr.Pow(x, n), s.AwayFromZero(s.Shape()));
        },
        [typeof(Op.Cast)] = s => Unary(x => Expr.Sin(Expr.Sin(x).Cast(DType.Float64)), s.Uniform(s.Shape())),

        [typeof(Op.Add)] = Binary(Expr.Add),
        [typeof(Op.Sub)] = Binary(Expr.Subtract),
        [typeof(Op.Mul)] = Binary(Expr.Multiply),
        [typeof(Op.Div)] = s => Binary(Expr.Divide, s, shape => s.Uniform(shape), s.AwayFromZero),
        [typeof(Op.Pow)] = s => Binary(Expr.Pow, s, shape => s.Uniform(shape, 0.5, 2), shape => s.Uniform(shape)),
        [typeof(Op.Atan2)] = s => Binary(Expr.Atan2, s, s.AwayFromZero, s.AwayFromZero),
        [typeof(Op.Extremum)] = s =>
        {
            var grid = new List<int>();
            return Binary(s.Bool() ? Expr.Maximum : Expr.Minimum, s, shape => s.Separated(shape, grid), shape => s.Separated(shape, grid));
        },
        [typeof(Op.Rem)] = s => Remainder(s),
        [typeof(Op.Select)] = s =>
        {
            Shape shape = s.Shape();
            Expr condition = s.Condition(shape);
            return new(x => Expr.Where(condition, x[0] * x[1], Expr.Sin(x[1])), s.Uniform(shape), s.Uniform(shape));
        },

        [typeof(Op.Identity)] = Unary(x => Expr.Identity(x) * x),
        [typeof(Op.Barrier)] = s =>
        {
            Shape shape = s.Shape();
            return new(x => Expr.Sin(Expr.Barrier(Expr.Exp(x[0]), x[0] * x[1], x[1])) * Expr.Exp(x[0]), s.Uniform(shape), s.Uniform(shape));
        },
        [typeof(Op.WithRule)] = s => Unary(x => Expr.WithRule("cube", x * x * x, [x], static (y, a, g) => [g * (3 * a[0] * a[0])]), s.Uniform(s.Shape())),
        [typeof(Op.Cond)] = Chosen,
        [typeof(Op.Scan)] = RunOverItems,
        [typeof(Op.While)] = Looped,
        [typeof(Op.Project)] = Sorted,
        [typeof(Op.Sort)] = Sorted,

        [typeof(Op.Reshape)] = s =>
        {
            Shape shape = s.Shape();
            int at = s.Int(0, shape.Rank);
            Shape to = s.Bool() ? new(shape.Count) : new([.. shape.Sizes[..at], 1, .. shape.Sizes[at..]]);
            return Curved(x => x.Reshape(to), s.Uniform(shape));
        },
        [typeof(Op.Transpose)] = s =>
        {
            Shape shape = s.Shape();
            int[] permutation = s.Permutation(shape.Rank);
            return Curved(x => x.Transpose(permutation), s.Uniform(shape));
        },
        [typeof(Op.Broadcast)] = s =>
        {
            Shape to = s.Shape();
            int[] sizes = to.Sizes[s.Int(0, to.Rank)..].ToArray();
            for (int axis = 0; axis < sizes.Length; axis++)
                if (s.Bool()) sizes[axis] = 1;
            return Curved(x => x.BroadcastTo(to), s.Uniform(new Shape(sizes)));
        },
        [typeof(Op.Slice)] = s =>
        {
            Shape shape = s.Shape();
            Region one = s.Region(shape), other = s.Region(shape);
            return Curved(x => Expr.Concat([Flattened(x.Slice(one)), Flattened(x.Slice(other))]), s.Uniform(shape));
        },
        [typeof(Op.Pad)] = Padded,
        [typeof(Op.Concat)] = s =>
        {
            Shape shape = s.Shape(minRank: 1);
            int axis = s.Int(0, shape.Rank - 1), size = s.Int(0, 2);
            var other = shape.Sizes.ToArray();
            other[axis] = size;
            return new(x => Expr.Sin(Expr.Concat([x[0], x[1], x[0]], axis)), s.Uniform(shape), s.Uniform(new Shape(other)));
        },
        [typeof(Op.Reverse)] = s =>
        {
            Shape shape = s.Shape();
            int[] axes = s.Permutation(shape.Rank)[..s.Int(0, shape.Rank)];
            return Curved(x => axes.Length == 0 ? x : x.Reverse(axes), s.Uniform(shape));
        },
        [typeof(Op.Update)] = s =>
        {
            Shape shape = s.Shape();
            Region region = s.Region(shape);
            return new(x => Expr.Sin(Expr.Exp(x[0]).Update(region, x[1])), s.Uniform(shape), s.Uniform(new Shape(region.Sizes.Span)));
        },
        [typeof(Op.UpdateAdd)] = s =>
        {
            Shape shape = s.Shape();
            Region region = s.Region(shape);
            return new(x => Expr.Sin(Expr.Exp(x[0]).UpdateAdd(region, x[1])), s.Uniform(shape), s.Uniform(new Shape(region.Sizes.Span)));
        },

        [typeof(Op.Reduce)] = Reduced,
        [typeof(Op.Cumulative)] = Scanned,
        [typeof(Op.Dot)] = Contracted,
        [typeof(Op.Gather)] = Gathered,
        [typeof(Op.Scatter)] = Scattered,
    };

    /// <summary>Primitives through which no derivative passes, applied to a floating x where they take one.</summary>
    public static IReadOnlyDictionary<Type, Func<Expr, Expr>> Flat { get; } = new Dictionary<Type, Func<Expr, Expr>>
    {
        [typeof(Op.Sign)] = Expr.Sign,
        [typeof(Op.Round)] = Expr.Floor,
        [typeof(Op.StopGradient)] = Expr.StopGradient,
        [typeof(Op.Compare)] = x => x < 1,
        [typeof(Op.Logic)] = x => (x < 1) & (x > 0),
        [typeof(Op.Not)] = x => !(x < 1),
        [typeof(Op.IntDiv)] = x => Expr.FloorDivide(x.Cast(DType.Int64), Expr.Literal(2L)),
        [typeof(Op.ArgReduce)] = x => x.ArgReduce(ExtremumKind.Max, 0),
        [typeof(Op.RngBits)] = x => Expr.RngBits(x.Cast(DType.Int64), x.Cast(DType.Int64), new Shape(2, 3)),
        [typeof(Op.Variable)] = x => Expr.Variable(NDArray.Ones(x.Shape, DType.Float64)),
        [typeof(Op.Parameter)] = x => Expr.Parameter("p", x.DType, x.Shape),
        [typeof(Op.Constant)] = x => Expr.Constant(NDArray.Ones(x.Shape, DType.Float64)),
        [typeof(Op.Literal)] = x => Expr.Literal(1.0, shape: x.Shape),
        [typeof(Op.Iota)] = x => Expr.Iota(x.Shape, 0, DType.Float64),
        [typeof(Op.Cell)] = x => Expr.Cell(new SourceCell(Expr.Sin(x))),
    };

    private static Func<Sampler, PrimitiveSample> Unary(Func<Expr, Expr> f, double low = -1.2, double high = 1.2) => s => Unary(f, s.Uniform(s.Shape(), low, high));

    private static PrimitiveSample Unary(Func<Expr, Expr> f, NDArray x) => new(v => f(v[0]), x);

    /// <summary>A linear f between functions that are not, so that its second derivatives show.</summary>
    private static PrimitiveSample Curved(Func<Expr, Expr> f, NDArray x) => new(v => Expr.Sin(f(Expr.Exp(v[0]))), x);

    private static Expr Flattened(Expr x) => x.Reshape(new Shape(x.Shape.Count));

    private static Func<Sampler, PrimitiveSample> Binary(Func<Expr, Expr, Expr> f) => s => Binary(f, s, shape => s.Uniform(shape), shape => s.Uniform(shape));

    /// <summary>Two operands of one shape or, broadcasting, with sizes of 1 and fewer axes.</summary>
    private static PrimitiveSample Binary(Func<Expr, Expr, Expr> f, Sampler s, Func<Shape, NDArray> first, Func<Shape, NDArray> second)
    {
        Shape shape = s.Shape();
        int[] sizes = shape.Sizes[s.Int(0, shape.Rank)..].ToArray();
        if (sizes.Length > 0 && s.Bool()) sizes[0] = 1;
        Shape other = s.Bool() ? shape : new Shape(sizes);
        return new(x => f(x[0], x[1]), first(shape), second(other));
    }
}
