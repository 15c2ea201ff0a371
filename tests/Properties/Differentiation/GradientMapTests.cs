using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation;

/// <summary>The map of gradients: what it knows, and that maps form a vector space.</summary>
public class GradientMapTests
{
    private static readonly Expr A = Expr.Variable(NDArray.Vector(1.0, 2)).Named("a"), B = Expr.Variable(NDArray.Scalar(3.0)).Named("b"), C = Expr.Variable(NDArray.Vector(4.0)).Named("c");

    /// <summary>A map asked for some of three nodes, with gradients for some of those.</summary>
    private static GradientMap Map(Sampler s)
    {
        Expr[] wrt = [.. s.Permutation(3)[..s.Int(0, 3)].Select(i => new[] { A, B, C }[i])];
        return new(wrt, [.. wrt.Select(v => s.Bool() ? Expr.Constant(s.Uniform(v.Shape)) : null)]);
    }

    private static void Same(GradientMap expected, GradientMap actual)
    {
        Assert.Equal(expected.Wrt.ToHashSet(), actual.Wrt.ToHashSet());
        foreach (Expr node in expected.Wrt)
        {
            Assert.Equal(expected.TryGetValue(node, out Expr? e), actual.TryGetValue(node, out Expr? a));
            if (e is not null) Check.Close(e.Evaluate(EvaluationOptions.Reference).ToArray<double>(), a!.Evaluate(EvaluationOptions.Reference));
        }
    }

    [Property]
    public void Addition_is_commutative_and_associative_with_zero(int seed)
    {
        var s = new Sampler(seed);
        GradientMap u = Map(s), v = Map(s), w = Map(s);
        Same(u + v, v + u);
        Same(u + v + w, u + (v + w));
        Same(u, u + GradientMap.Zero);
        Same(u, GradientMap.Zero + u);
    }

    [Property]
    public void Scaling_is_linear(int seed)
    {
        var s = new Sampler(seed);
        GradientMap u = Map(s), v = Map(s);
        double p = s.Real(-2, 2), q = s.Real(-2, 2);
        Same(p * (u + v), p * u + v * p);
        Same((p + q) * u, p * u + q * u);
        Same(p * q * u, p * (q * u));
        Same(u, 1 * u);
        Same(-u, -1 * u);
        Same(u + -1 * v, u - v);
        Same(0.5 * u, u / 2);
        Same(p * u, Expr.Literal(p) * u);
        Same(p * u, u * Expr.Literal(p, shape: new(1, 1)));
        Same(p * u, u.Map(g => p * g));
    }

    [Property]
    public void A_sum_asked_for_what_either_was_asked_for(int seed)
    {
        var s = new Sampler(seed);
        GradientMap u = Map(s), v = Map(s), sum = u + v;
        Assert.Equal(u.Wrt.Union(v.Wrt), sum.Wrt);
        foreach (Expr node in sum.Wrt)
        {
            bool inU = u.Wrt.Contains(node) && u.TryGetValue(node, out _), inV = v.Wrt.Contains(node) && v.TryGetValue(node, out _);
            Assert.Equal(inU || inV, sum.TryGetValue(node, out Expr? gradient));
            if (inU && !inV) Assert.Same(u[node], gradient);
        }
    }

    [Fact]
    public void It_enumerates_what_is_present_in_the_order_asked()
    {
        GradientMap map = Gradient.Of(Check.Total(A * B), C, B, A);
        Assert.Equal([C, B, A], map.Wrt);
        Assert.Equal([B, A], map.Select(entry => entry.Key));
        Assert.Equal(2, map.Count);
        Assert.All(map, entry => Assert.Same(map[entry.Key], entry.Value));
    }

    [Fact]
    public void Absent_is_not_zero()
    {
        GradientMap map = Gradient.Of(Check.Total(A * 0), A, B);
        Assert.True(map.TryGetValue(A, out Expr? zero));
        Assert.Equal([0.0, 0], zero.Evaluate(EvaluationOptions.Reference).ToArray<double>());
        Assert.False(map.TryGetValue(B, out Expr? absent));
        Assert.Null(absent);
        Assert.Equal(0.0, map.GetOrZero(B).Evaluate(EvaluationOptions.Reference).ToScalar<double>());
        Assert.Equal(B.Type, map.GetOrZero(B).Type);
        string message = Assert.Throws<GradientException>(() => map[B]).Message;
        Assert.Contains("does not depend on b", message);
        Assert.Contains("GetOrZero", message);
        Assert.False(Gradient.Of(Check.Total(Expr.Floor(A)), A).TryGetValue(A, out _));
    }

    [Fact]
    public void What_was_not_asked_for_is_an_error_in_every_accessor()
    {
        GradientMap map = Gradient.Of(Check.Total(A * B), A);
        foreach (Action access in new Action[] { () => _ = map[B], () => map.TryGetValue(B, out _), () => map.GetOrZero(B) })
        {
            string message = Assert.Throws<GradientException>(access).Message;
            Assert.Contains("b = variable : float64 []", message);
            Assert.Contains("name it in wrt", message);
        }
    }

    [Fact]
    public void A_map_of_many_finds_each()
    {
        Expr[] leaves = [.. Enumerable.Range(0, 100).Select(i => Expr.Variable(NDArray.Scalar((double)i)))];
        Expr sum = leaves[0] * leaves[0];
        foreach (Expr leaf in leaves[1..]) sum += leaf * leaf;
        GradientMap map = Gradient.Of(sum);
        Assert.Equal(leaves.ToHashSet(), map.Wrt.ToHashSet());
        Assert.All(leaves, leaf => Assert.Equal(2 * leaf.Value!.ToScalar<double>(), map[leaf].Evaluate(EvaluationOptions.Reference).ToScalar<double>()));
        Assert.Throws<GradientException>(() => map[A]);
    }

    [Fact]
    public void Its_text_computes_nothing()
    {
        Expr unbound = Expr.Parameter("p", DType.Float64, new(2));
        GradientMap map = Gradient.Of(Check.Total(A * unbound), A, B);
        Assert.Equal("1 of 2 gradients { a float64 [2], b float64 [] (absent) }", map.ToString());
        Assert.Null(map[A].Value);
    }

    [Fact]
    public void It_scales_by_one_element_only()
    {
        GradientMap map = Gradient.Of(Check.Total(A), A);
        Assert.Contains("[2]", Assert.Throws<ShapeException>(() => map * A).Message);
    }

    [Fact]
    public void Maps_of_micro_batches_fold_to_the_map_of_the_batch()
    {
        Expr[] batches = [.. Enumerable.Range(0, 4).Select(i => Expr.Constant(NDArray.Vector(i + 1.0, 2 * i)))];
        GradientMap folded = GradientMap.Zero, whole = Gradient.Of(Check.Total(A * (batches[0] + batches[1] + batches[2] + batches[3])) / 4, A);
        foreach (Expr batch in batches) folded += Gradient.Of(Check.Total(A * batch), A) / batches.Length;
        Same(whole, folded);
    }
}
