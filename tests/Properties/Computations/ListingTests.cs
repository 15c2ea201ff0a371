using System.Globalization;
using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Computations;

/// <summary>Listings and statistics tell what is there, and evaluate nothing.</summary>
public sealed class ListingTests
{
    [Fact]
    public void A_listing_names_every_node_its_inputs_attributes_and_type()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(2, 3)), w = Expr.Constant(NDArray.Create([0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 3, 4)), v = Expr.Variable(NDArray.Scalar(0.5f));
        (Expr values, Expr permutation) = (x.MatMul(w) * 0.1).Named("scores").Softmax().Sort(descending: true);
        Computation computation = Computation.Of([x], [("values", values * v), ("places", permutation)]);
        string expected = """
            (x: float32 [2, 3]) -> (values: float32 [2, 4], places: int64 [2, 4])
            %0 = parameter x : float32 [2, 3]
            %1 = constant float32 [3, 4] { 0, 1, 2, 3, 4, 5, 6, 7, ... }
            %2 = dot(%0, %1) {leftContract: [1], rightContract: [0], leftBatch: [], rightBatch: []} : float32 [2, 4]
            %3 = literal 0.1 : float32 [2, 4]
            %4 'scores' = mul(%2, %3) : float32 [2, 4]
            %5 = reduce(%4) {kind: max, axes: [1]} : float32 [2]
            %6 = reshape(%5) {to: [2, 1]} : float32 [2, 1]
            %7 = broadcast(%6) {to: [2, 4]} : float32 [2, 4]
            %8 = sub(%4, %7) : float32 [2, 4]
            %9 = exp(%8) : float32 [2, 4]
            %10 = reduce(%9) {kind: sum, axes: [1]} : float32 [2]
            %11 = reshape(%10) {to: [2, 1]} : float32 [2, 1]
            %12 = broadcast(%11) {to: [2, 4]} : float32 [2, 4]
            %13 = div(%9, %12) : float32 [2, 4]
            %14 = rule softmax(%13, %4) {axes: [1]} : float32 [2, 4]
            %15 = sort(%14) {axis: 1, descending: true} : (float32 [2, 4], int64 [2, 4])
            %16 = project(%15) {index: 0} : float32 [2, 4]
            %17 = variable float32 [] { 0.5 }
            %18 = broadcast(%17) {to: [2, 4]} : float32 [2, 4]
            %19 = mul(%16, %18) : float32 [2, 4]
            %20 = project(%15) {index: 1} : int64 [2, 4]
            return values = %19
            return places = %20

            """;
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        string listing = computation.Listing();
        CultureInfo.CurrentCulture = before;
        Assert.Equal(expected.ReplaceLineEndings("\n"), listing);
        Assert.All(DrawnComputation.Nodes(computation.Outputs.AsSpan()), node => Assert.True(node.Op is Op.Variable or Op.Constant || node.Value is null));
    }

    [Fact]
    public void A_name_cannot_break_a_line()
    {
        Expr x = Expr.Parameter("a\nb", DType.Float32, Shape.Scalar);
        Assert.Equal(["(a\\u000ab: float32 []) -> (float32 [])", "%0 = parameter a\\u000ab : float32 []", "%1 'c\\u2028d' = exp(%0) : float32 []", "return %1"],
            Computation.Of([x], [("out", Expr.Exp(x).Named("c\u2028d"))]).Prune().Listing().Replace("out: ", "", StringComparison.Ordinal).Replace("out = ", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Statistics_count_what_is_written()
    {
        Computation computation = Computation.Trace(new("a", DType.Float32, 10, 20), new("b", DType.Float32, 20, 30), (a, b) => Expr.Exp(a.MatMul(b)).Sum());
        ComputationStatistics statistics = computation.Statistics;
        Assert.Equal((5, 4L, 4), (statistics.Nodes, statistics.Edges, statistics.Depth));
        Assert.Equal(2 * 10 * 20 * 30 + 40 * 300 + 300, statistics.Operations);
        Assert.Equal(4 * (200 + 600 + 300 + 300 + 300 + 300 + 1), statistics.BytesMoved);
        Assert.Equal(4 * (300 + 300), statistics.PeakBytes);
        Assert.Equal("5 nodes (parameter 2, dot 1, exp 1, reduce 1), depth 4; 24.3 kop, 8.00 kB moved; captured 0 B, peak 2.40 kB", statistics.ToString());
        Assert.Equal(24, Computation.Of([], [Expr.Constant(NDArray.Ones(6)) * 2]).Statistics.CapturedBytes);
        // Another name of a value takes nothing, and keeps it.
        Computation named = Computation.Trace(new NamedType("x", DType.Float64, 100), x => Expr.Identity(Expr.Exp(x)) is var y ? Expr.Sin(y) + Expr.Identity(y) : x);
        Assert.Equal(3 * 800, named.Statistics.PeakBytes);
    }
}
