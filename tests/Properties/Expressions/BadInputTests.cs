using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Expressions;

/// <summary>What does not fit is refused at the call, by a typed exception that names the operation, what is wrong and what would be right.</summary>
public class BadInputTests
{
    private static readonly Expr M = Of(2, 3), V = Of(4), I = Expr.Constant(NDArray.Vector(1, 2, 3)), P = Expr.Constant(NDArray.Vector(true, false));

    private static Expr Of(params int[] shape) => Expr.Constant(NDArray.Zeros(shape));

    private static void Refused<TException>(Func<Expr> call, params string[] texts) where TException : Exception
    {
        string message = Assert.Throws<TException>(call).Message;
        foreach (string text in texts) Assert.Contains(text, message);
    }

    [Fact]
    public void Shapes_that_do_not_broadcast()
    {
        Refused<ShapeException>(() => M + Of(2, 4), "add: shapes [2, 3] and [2, 4] do not broadcast: axis 1 is 3 and 4 (sizes must be equal or 1)");
        Refused<ShapeException>(() => M < V, "lt", "[2, 3]", "[4]");
        Refused<ShapeException>(() => Expr.Where(P, M, M), "where", "[2]", "[2, 3]");
        Refused<ShapeException>(() => M.BroadcastTo(3, 3), "broadcast", "[2, 3]", "[3, 3]", "equal or 1");
        Refused<ShapeException>(() => Expr.Apply(Op.Add.Instance, [M, V]), "add", "[2, 3]", "[4]", "BroadcastTo");
    }

    [Fact]
    public void Shapes_that_do_not_multiply()
    {
        Refused<ShapeException>(() => Expr.Dot(M, M, [1], [0]), "dot", "[2, 3]", "axes 1 and 0 are 3 and 2", "must be equal");
        Refused<ArgumentOutOfRangeException>(() => Expr.Dot(M, M, [2], [0]), "dot", "axis 2", "[0, 2)", "[2, 3]");
        Refused<ArgumentException>(() => Expr.Dot(M, M, [0, 1], [0]), "dot", "not paired");
        Refused<ArgumentException>(() => Expr.Dot(M, M, [0], [0], [0], [0]), "dot", "twice");
        Refused<DTypeException>(() => Expr.Dot(P, P, [0], [0]), "dot", "bool", "numbers");
    }

    [Fact]
    public void An_axis_out_of_range_or_named_twice()
    {
        Refused<ArgumentOutOfRangeException>(() => M.Reduce(ReduceKind.Sum, 2), "Sum", "axis 2", "[-2, 2)", "[2, 3]");
        Refused<ArgumentOutOfRangeException>(() => M.Reduce(ReduceKind.Max, -3), "Max", "axis -3", "[-2, 2)");
        Refused<ArgumentOutOfRangeException>(() => M.ArgReduce(ExtremumKind.Max, 5), "argReduce", "axis 5");
        Refused<ArgumentOutOfRangeException>(() => M.Cumulative(CumulativeKind.Sum, 2), "cumulative", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => M.Sort(2).Values, "sort", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => M.Transpose(0, 2), "transpose", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => M.SwapAxes(0, -3), "swapAxes", "axis -3");
        Refused<ArgumentOutOfRangeException>(() => M.Reverse(2), "reverse", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => Expr.Concat([M, M], 2), "concat", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => M.Slice(2, 0, 1), "slice", "axis 2");
        Refused<ArgumentOutOfRangeException>(() => Expr.Iota(M.Shape, 2), "iota", "axis 2");
        Refused<ArgumentException>(() => M.Reduce(ReduceKind.Sum, 0, -2), "Sum", "axis 0 is named twice");
        Refused<ArgumentException>(() => M.Transpose(1, 1), "transpose", "not a permutation");
        Refused<ShapeException>(() => M.Transpose(0), "transpose", "1 axes", "[2, 3]");
    }

    [Fact]
    public void Element_counts_that_do_not_fit()
    {
        Refused<ShapeException>(() => M.Reshape(4, 2), "reshape", "[2, 3] has 6 elements", "[4, 2] has 8");
        Refused<ShapeException>(() => M.Reshape(4, -1), "reshape", "6 elements", "[4, -1]");
        Refused<ShapeException>(() => M.Reshape(-1, -1), "reshape", "only one");
        Refused<ShapeException>(() => Of(0, 2).Reshape(0, -1), "reshape", "[0, -1]");
        Assert.Contains("[2, 2] has 4 elements, not 3", Assert.Throws<ShapeException>(() => NDArray.Create([1f, 2, 3], 2, 2)).Message);
    }

    [Fact]
    public void Counts_that_overflow()
    {
        Refused<ShapeException>(() => Of(1).BroadcastTo(1 << 20, 1 << 20), "1048576, 1048576", "more elements than an array can hold");
        Refused<ShapeException>(() => Expr.Literal(0f).BroadcastTo(int.MaxValue, int.MaxValue, int.MaxValue), "more elements");
        Refused<ShapeException>(() => M.Pad(Expr.Literal(0f), [0, int.MaxValue], [0, int.MaxValue]), "pad", "axis 1", "more than an axis can have");
        Refused<ShapeException>(() => M.Pad(Expr.Literal(0f), [0, 1 << 30], [1 << 10, 0]), "more elements than an array can hold");
        Expr wide = Expr.Literal(0f).BroadcastTo(1 << 30);
        Refused<ShapeException>(() => Expr.Concat([wide, wide]), "concat", "axis 0");
        Refused<ShapeException>(() => Of(1 << 16, 0).Reshape(0).BroadcastTo(-1), "negative");
        Assert.Equal(0, new Shape(int.MaxValue, int.MaxValue, 0).Count);
    }

    [Fact]
    public void Regions_that_reach_outside()
    {
        Refused<ArgumentOutOfRangeException>(() => M.Slice(1, 1, 4), "slice", "[1, 4)", "[0, 3)", "axis 1", "[2, 3]");
        Refused<ArgumentOutOfRangeException>(() => M.Slice(1, 2, 1), "slice");
        Refused<ArgumentOutOfRangeException>(() => M.Slice(1, 0, 2, 0), "stride");
        Refused<ArgumentOutOfRangeException>(() => M.Slice(new Region([0, 1], [2, 2], [1, 2])), "slice", "axis 1", "[2, 3]");
        Refused<ShapeException>(() => M.Slice(new Region([0], [1], [1])), "slice", "rank 1", "rank 2");
        Refused<ShapeException>(() => M.Update(new Region([0, 0], [1, 2], [1, 1]), V), "update", "[1, 2]", "[4]");
        Refused<DTypeException>(() => M.Update(new Region([0, 0], [1, 1], [1, 1]), Expr.Constant(NDArray.Create([1], 1, 1))), "update", "float32", "int32");
        Refused<DTypeException>(() => P.UpdateAdd(new Region([0], [2], [1]), P), "updateAdd", "bool");
        Refused<ShapeException>(() => M.Pad(Expr.Literal(0f), [-3, 0], [0, 0]), "pad", "crop", "axis 0");
        Refused<ShapeException>(() => M.Pad(V, [0, 0], [0, 0]), "pad", "[4]", "scalar");
        Refused<ArgumentOutOfRangeException>(() => M.Pad(Expr.Literal(0f), [0, 0], [0, 0], [0, -1]), "pad", "axis 1", "negative");
    }

    [Fact]
    public void Parts_that_do_not_join()
    {
        Refused<ShapeException>(() => Expr.Concat([M, Of(2, 4)], 0), "concat", "[2, 3]", "[2, 4]", "axis 0");
        Refused<ShapeException>(() => Expr.Concat([M, V], 0), "concat", "[2, 3]", "[4]");
        Refused<ArgumentException>(() => Expr.Concat([]), "concat", "nothing to join");
    }

    [Fact]
    public void Element_types_that_do_not_fit()
    {
        Refused<DTypeException>(() => Expr.Apply(Op.Add.Instance, [I, Expr.Constant(NDArray.Zeros(3))]), "add", "int32", "float32", "Cast");
        Refused<DTypeException>(() => Expr.Apply(Op.Exp.Instance, [I]), "exp", "int32", "floating");
        Refused<DTypeException>(() => Expr.Apply(Op.Add.Instance, [P, P]), "add", "bool", "numbers");
        Refused<DTypeException>(() => -P, "neg", "bool");
        Refused<DTypeException>(() => M & M, "logic", "And", "float32", "integers and truth values");
        Refused<DTypeException>(() => Expr.ShiftLeft(P, P), "logic", "ShiftLeft", "bool", "integers");
        Refused<DTypeException>(() => ~M, "not", "float32");
        Refused<DTypeException>(() => Expr.Where(M, M, M), "where", "float32", "bool");
        Refused<DTypeException>(() => P.Reduce(ReduceKind.Sum, 0), "Sum", "bool", "Cast");
        Refused<DTypeException>(() => Expr.Apply(Op.IntDiv.Floor, [M, M]), "intDiv", "float32", "integers");
        Refused<DTypeException>(() => Expr.Apply(new Op.IntPow(-1), [I]), "intPow", "int32");
        Refused<DTypeException>(() => Expr.Iota(M.Shape, 0, DType.Bool), "iota", "bool");
        Refused<DTypeException>(() => Expr.Apply(Op.Exp.Instance, [I.Named("counts")]), "'counts'");
    }

    [Fact]
    public void Reductions_of_nothing_without_a_value()
    {
        Refused<ShapeException>(() => Of(2, 0).Reduce(ReduceKind.Max, 1), "Max", "[2, 0]", "no elements");
        Refused<ShapeException>(() => Of(0).Reduce(ReduceKind.Min, 0), "Min", "[0]");
        Refused<ShapeException>(() => Of(2, 0).ArgReduce(ExtremumKind.Min, 1), "argReduce", "axis 1", "[2, 0]", "smallest");
        Assert.Equal(new Shape(0), Of(0, 0).Reduce(ReduceKind.Max, 1).Shape);
    }

    [Fact]
    public void Indices_that_do_not_fit()
    {
        Expr coordinates = Expr.Constant(NDArray.Create([0, 1], 2, 1));
        Refused<DTypeException>(() => M.Gather(V, [0]), "gather", "float32", "integers");
        Refused<ShapeException>(() => M.Gather(coordinates, [0, 1]), "gather", "[2, 1]", "one coordinate");
        Refused<ArgumentOutOfRangeException>(() => M.Gather(coordinates, [2]), "gather", "[2]", "[2, 3]");
        Refused<ShapeException>(() => M.Gather(coordinates, [1], 2), "gather", "2 batch axes");
        Refused<ShapeException>(() => Of(3, 3).Gather(coordinates, [1], 1), "gather", "batch axis 0 is 3", "2 in indices");
        Refused<ShapeException>(() => M.Scatter(ScatterKind.Add, coordinates, V, [0]), "scatter", "[4]", "takes [2, 3]");
        Refused<DTypeException>(() => M.Scatter(ScatterKind.Add, coordinates, Expr.Constant(NDArray.Zeros(new Shape(2, 3), DType.Float64)), [0]), "scatter", "float32", "float64");
        Refused<DTypeException>(() => P.Scatter(ScatterKind.Add, coordinates, P, [0]), "scatter", "bool");
    }

    [Fact]
    public void Nodes_of_wrong_make()
    {
        Refused<ArgumentException>(() => Expr.Apply(Op.Add.Instance, [M]), "add takes 2 inputs, not 1");
        Refused<ArgumentNullException>(() => Expr.Apply(Op.Add.Instance, (IReadOnlyList<Expr>)[M, null!]), "add", "input 1");
        Refused<InvalidOperationException>(() => Expr.Apply(Op.Variable.Instance, []), "variable");
        Refused<ArgumentOutOfRangeException>(() => Expr.Apply(new Op.Project(2), [Expr.Apply(new Op.Sort(0), [M])]), "sort has 2 outputs", "output 2");
        Refused<InvalidOperationException>(() => Expr.Exp(Expr.Apply(new Op.Sort(0), [M])), "sort has 2 outputs", "Output");
        Refused<ArgumentException>(() => M.Named(""));
        Refused<ArgumentNullException>(() => Expr.Variable(null!));
    }

    [Fact]
    public void An_error_speaks_of_named_inputs_by_their_names()
    {
        Expr w = Expr.Variable(NDArray.Zeros(2, 3)).Named("w1"), x = Expr.Variable(NDArray.Zeros(2, 4)), i = Expr.Iota(new(3), 0).Named("index");
        Assert.Contains("'w1' is float32 [2, 3]", Assert.Throws<ShapeException>(() => w + x).Message, StringComparison.Ordinal);
        Assert.Contains("'w1' is float32 [2, 3]", Assert.Throws<ShapeException>(() => Expr.Dot(w, x, [1], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("'index' is int64 [3]", Assert.Throws<DTypeException>(() => Expr.Apply(new Op.IntPow(-1), [i])).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'", Assert.Throws<ShapeException>(() => x + Expr.Variable(NDArray.Zeros(3))).Message, StringComparison.Ordinal);
    }
}
