using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>Coming apart and being rebuilt are inverse, and what differs is said to differ where it does.</summary>
public sealed class StructureTests
{
    private static Expr Number(double value) => Expr.Literal(value);

    private static double[] Values<T>(Structure<T> structure, T value) => Array.ConvertAll(structure.Flatten(value), leaf => leaf.LiteralValue.ToDouble());

    [Property]
    public void What_comes_apart_is_rebuilt(int seed)
    {
        var s = new Sampler(seed);
        Expr Leaf() => Number(s.Real(-1, 1));
        Structure<(Expr, Expr[], IReadOnlyDictionary<string, (Expr, IReadOnlyList<Expr>)>)> structure =
            Structure.Tuple(Structure.Leaf, Structure.Leaves, Structure.Dictionary<string, (Expr, IReadOnlyList<Expr>)>(Structure.Tuple(Structure.Leaf, Structure.List(Structure.Leaf))));
        Dictionary<string, (Expr, IReadOnlyList<Expr>)> byKey = [];
        for (int i = s.Int(0, 3); i > 0; i--) byKey.Add($"k{s.Int(0, 99)}{i}", (Leaf(), [.. Enumerable.Range(0, s.Int(0, 2)).Select(_ => Leaf())]));
        (Expr, Expr[], IReadOnlyDictionary<string, (Expr, IReadOnlyList<Expr>)>) value = (Leaf(), [.. Enumerable.Range(0, s.Int(0, 3)).Select(_ => Leaf())], byKey);
        Expr[] leaves = structure.Flatten(value);
        Assert.Equal(leaves, structure.Flatten(structure.Rebuild(value, leaves)));
        Assert.Equal(leaves.Length, structure.Paths(value).Length);
        Assert.Equal(leaves.Length, structure.Paths(value).Distinct().Count());
        Assert.Null(structure.Difference(value, structure.Map(value, leaf => leaf + 0)));
        Assert.Equal(Values(structure, value), Values(structure, structure.Zip(value, structure.Map(value, _ => Number(1)), (a, _) => a)));
    }

    [Fact]
    public void Tuples_of_two_to_seven_keep_their_order()
    {
        Structure<Expr> e = Structure.Leaf;
        Expr[] x = [.. Enumerable.Range(0, 7).Select(i => Number(i))];
        Assert.Equal(x[..2], Structure.Tuple(e, e).Flatten((x[0], x[1])));
        Assert.Equal(x[..3], Structure.Tuple(e, e, e).Flatten((x[0], x[1], x[2])));
        Assert.Equal(x[..4], Structure.Tuple(e, e, e, e).Flatten((x[0], x[1], x[2], x[3])));
        Assert.Equal(x[..5], Structure.Tuple(e, e, e, e, e).Flatten((x[0], x[1], x[2], x[3], x[4])));
        Assert.Equal(x[..6], Structure.Tuple(e, e, e, e, e, e).Flatten((x[0], x[1], x[2], x[3], x[4], x[5])));
        var seven = Structure.Tuple(e, e, e, e, e, e, e);
        (Expr, Expr, Expr, Expr, Expr, Expr, Expr) value = (x[0], x[1], x[2], x[3], x[4], x[5], x[6]);
        Assert.Equal(x, seven.Flatten(value));
        Assert.Equal(value, seven.Rebuild(value, x));
        Assert.Equal([".Item1", ".Item2", ".Item3", ".Item4", ".Item5", ".Item6", ".Item7"], seven.Paths(value));
    }

    [Fact]
    public void Records_of_records_come_apart_by_name()
    {
        var model = new Model(new(Number(1), Number(2)), new(Number(3), Number(4)), Expr.Literal(5L));
        Assert.Equal([".first.weight", ".first.bias", ".second.weight", ".second.bias", ".steps"], Model.Layout.Paths(model));
        Assert.Equal([1.0, 2, 3, 4, 5], Values(Structure.For<Model>(), model));
        Assert.Equal("(.first.weight: float64 [], .first.bias: float64 [], .second.weight: float64 [], .second.bias: float64 [], .steps: int64 [])", Model.Layout.Describe(model));
    }

    [Fact]
    public void Dictionaries_go_by_key_not_by_the_order_of_insertion()
    {
        Structure<IReadOnlyDictionary<string, Expr>> structure = Structure.Dictionary<string, Expr>(Structure.Leaf);
        Dictionary<string, Expr> one = new() { ["b"] = Number(2), ["B"] = Number(1), ["a"] = Number(3) }, other = new() { ["a"] = Number(30), ["b"] = Number(20), ["B"] = Number(10) };
        Assert.Equal([1.0, 3, 2], Values(structure, one));
        Assert.Equal([11.0, 33, 22], Array.ConvertAll(structure.Flatten(structure.Zip(one, other, (a, b) => a + b)), leaf => leaf.Evaluate().ToScalar<double>()));
    }

    [Fact]
    public void Absent_leaves_stay_absent_and_leave_the_other_as_it_is()
    {
        Expr x = Expr.Variable(NDArray.Scalar(2.0)), n = Expr.Literal(3L);
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        (Expr, Expr) gradient = Transform.Grad<(Expr, Expr)>(p => p.Item1 * p.Item1 * p.Item2, pair)((x, n));
        Assert.True(gradient.Item2.IsAbsent);
        Assert.True(pair.Map(gradient, g => g * 2).Item2.IsAbsent);
        (Expr moved, Expr count) = pair.Zip((x, n), gradient, (p, g) => p - 0.5 * g);
        Assert.Same(n, count);
        Assert.Equal(-4.0, moved.Evaluate().ToScalar<double>());
    }

    [Theory]
    [InlineData("[1]: 2 elements and 1")]
    public void Lists_of_other_lengths_differ_where_they_do(string where)
    {
        Structure<Expr[][]> structure = Structure.Array(Structure.Leaves);
        Expr x = Number(1);
        Assert.Equal($"at '{where[..3]}'{where[3..]}", structure.Difference([[x], [x, x]], [[x], [x]]));
        Assert.Equal("structure: the two values differ at the top: 1 elements and 2", Assert.Throws<StructureException>(() => structure.Zip([[x]], [[x], []], (a, _) => a)).Message);
    }

    [Fact]
    public void Other_keys_and_other_types_differ_where_they_do()
    {
        Structure<(Expr, IReadOnlyDictionary<string, Expr>)> structure = Structure.Tuple(Structure.Leaf, Structure.Dictionary<string, Expr>(Structure.Leaf).Named("rates"));
        Expr x = Number(1), y = Expr.Literal(1f, shape: new Shape(2));
        Dictionary<string, Expr> a = new() { ["lr"] = x }, b = new() { ["decay"] = x }, none = [];
        Assert.Equal("at '.rates': the first has no key 'decay'", structure.Difference((x, a), (x, b)));
        Assert.Equal("at '.rates': the second has no key 'lr'", structure.Difference((x, a), (x, none)));
        Assert.Equal("at '.rates[lr]': float64 [] and float32 [2]", structure.Difference((x, a), (x, new Dictionary<string, Expr> { ["lr"] = y })));
        Assert.Equal("structure: 1 leaves for (.Item1: float64 [], .rates[lr]: float64 []), which has 2", Assert.Throws<StructureException>(() => structure.Rebuild((x, a), x)).Message);
        Assert.Contains("the leaf at '.rates[lr]' is null", Assert.Throws<ArgumentNullException>(() => structure.Flatten((x, new Dictionary<string, Expr> { ["lr"] = null! }))).Message);
    }
}
