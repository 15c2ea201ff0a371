using Autograd.Graph;

namespace Autograd.Properties.Differentiation;

/// <summary>Examples of a function's float64 arguments, some of which may be alike for all: what VMap gives must be what stacking gives.</summary>
internal sealed class StackedExamples
{
    private readonly NDArray[][] _examples;
    private readonly int?[] _axes;
    private readonly Sampler _sampler;

    /// <param name="at">the first example; the others lie near it</param>
    /// <param name="sampler">draws the others, which arguments are mapped, and along which axes</param>
    /// <param name="count">how many examples there are</param>
    public StackedExamples(NDArray[] at, Sampler sampler, int count)
    {
        _sampler = sampler;
        _axes = new int?[at.Length];
        int first = sampler.Int(0, at.Length - 1);
        for (int k = 0; k < at.Length; k++) _axes[k] = k == first || sampler.Bool() ? sampler.Int(-at[k].Rank - 1, at[k].Rank) : null;
        _examples = [.. Enumerable.Range(0, count).Select(_ => at.Select((a, k) => _axes[k] is null ? a : Near(a)).ToArray())];
        All = [.. at.Select((a, k) => _axes[k] is { } axis ? Stack(_examples.Select(example => Expr.Constant(example[k])), a.Shape, axis).Evaluate() : a)];
    }

    /// <summary>The arguments of all examples.</summary>
    public NDArray[] All { get; }

    /// <summary>f mapped over the examples.</summary>
    public Func<Expr[], Expr> Mapped(Func<Expr[], Expr> f, int outAxis = 0) => Transform.VMap(f, Structure.Leaves, Structure.Leaf, _axes, [outAxis]);

    /// <summary>
    /// The values of f agree, its gradients at each example, and the gradients of f mapped; for a higher order the same of its derivative along
    /// a direction.
    /// </summary>
    public void Agree(Func<Expr[], Expr> f, int order)
    {
        Expr[] all = Array.ConvertAll(All, Expr.Variable);
        Expr[][] examples = Array.ConvertAll(_examples, example => Array.ConvertAll(example, Expr.Variable));
        Expr one = f(Array.ConvertAll(all.Length == 0 ? [] : First(), Expr.Variable));
        int outAxis = _sampler.Int(-one.Rank - 1, one.Rank);
        Expr mapped = Mapped(f, outAxis)(all);
        Close(Stack(examples.Select(f), one.Shape, outAxis, one.DType), mapped, "values");
        if (order == 0 || !one.DType.IsFloating()) return;

        NDArray seed = _sampler.Uniform(one.Shape, -1, 1);
        Expr?[] ofMapped = Gradient.Pullback([mapped], all, [Stack(examples.Select(_ => (Expr)Expr.Constant(seed)), one.Shape, outAxis)]);
        for (int k = 0; k < all.Length; k++)
        {
            Expr GradientBy(Expr[] x) => Gradient.Pullback([f(x)], x, [Expr.Constant(seed)])[k] ?? Expr.ZerosLike(x[k]);
            Shape shape = examples.Length == 0 ? First()[k].Shape : examples[0][k].Shape;
            Expr stacked = Stack(examples.Select(GradientBy), shape, 0);
            Close(stacked, Mapped(GradientBy)(all), $"gradients of each example by argument {k}");
            Close(_axes[k] is { } axis ? stacked.MoveAxis(0, axis) : stacked.Reduce(ReduceKind.Sum, 0), ofMapped[k] ?? Expr.ZerosLike(all[k]), $"the gradient of all by argument {k}");
        }

        NDArray[] along = Array.ConvertAll(First(), a => _sampler.Uniform(a.Shape, -1, 1));
        Agree(x => Along(Gradient.Pullback([f(x)], x, [Expr.Constant(seed)])), order - 1);

        Expr Along(Expr?[] gradients)
        {
            Expr sum = Expr.Literal(0.0);
            for (int k = 0; k < gradients.Length; k++)
                if (gradients[k] is { } gradient) sum += Check.Total(gradient * Expr.Constant(along[k]));
            return sum;
        }
    }

    private NDArray[] First() => _examples.Length > 0 ? _examples[0] : [.. All.Select((a, k) => _axes[k] is { } axis ? NDArray.Zeros(Without(a.Shape, axis), DType.Float64) : a)];

    private static Shape Without(Shape shape, int axis)
    {
        var sizes = shape.Sizes.ToArray().ToList();
        sizes.RemoveAt(axis < 0 ? axis + shape.Rank : axis);
        return new([.. sizes]);
    }

    private NDArray Near(NDArray a)
    {
        double[] values = a.ToArray<double>();
        for (int i = 0; i < values.Length; i++) values[i] += _sampler.Real(-0.02, 0.02);
        return NDArray.Create<double>(values, a.Shape);
    }

    private static Expr Stack(IEnumerable<Expr> examples, Shape shape, int axis, DType dtype = DType.Float64)
    {
        Expr[] all = [.. examples];
        return all.Length == 0 ? Expr.Literal(0, dtype, new([0, .. shape.Sizes])).MoveAxis(0, axis) : Joining.Stack(all, axis);
    }

    private static void Close(Expr expected, Expr actual, string what)
    {
        NDArray e = expected.Evaluate(), a = actual.Evaluate();
        Assert.True(e.DType == a.DType && e.Shape == a.Shape, $"{what}: {e.DType} {e.Shape} stacked, {a.DType} {a.Shape} mapped");
        double[] left = expected.Cast(DType.Float64).Evaluate().ToArray<double>(), right = actual.Cast(DType.Float64).Evaluate().ToArray<double>();
        for (int i = 0; i < left.Length; i++) Check.Close(left[i], right[i], $"{what}, stacked and mapped, element {i},");
    }
}
