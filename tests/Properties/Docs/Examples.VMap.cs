using Autograd.Graph;

namespace Autograd.Docs;

// The examples of docs/functional.md on mapping over examples.
public sealed partial class Examples
{
    [Fact]
    public void A_function_of_one_example_takes_many()
    {
        #region vmapped
        Expr w = Expr.Constant(NDArray.Create<double>([1, 2, 3, 4], 2, 2));
        Expr Score(Expr x) => w.MatVec(x).Max();                    // of one vector

        Expr batch = Expr.Constant(NDArray.Create<double>([1, 0, 0, 1, 1, 1], 3, 2));
        Expr scores = Transform.VMap(Score)(batch);                 // 3, 4, 7: of each row
        Expr ofColumns = Transform.VMap(Score, inAxis: 1)(batch.Transpose());
        #endregion
        Assert.Equal([3, 4, 7], scores.Evaluate().ToArray<double>());
        Assert.Equal([3, 4, 7], ofColumns.Evaluate().ToArray<double>());
    }

    [Fact]
    public void Gradients_of_each_example()
    {
        #region per_example
        Expr w = Expr.Variable(NDArray.Vector(1.0, -1.0));
        Expr xs = Expr.Constant(NDArray.Create<double>([1, 0, 0, 1, 3, 4], 3, 2)), ys = Expr.Constant(NDArray.Vector(0.0, 0.0, 4.0));
        Structure<(Expr, Expr)> example = Structure.Tuple(Structure.Leaf, Structure.Leaf);

        Expr GradientOf((Expr X, Expr Y) one) => Transform.Grad(w => (one.X.Inner(w) - one.Y).Square())(w);
        Expr gradients = Transform.VMap(GradientOf, example, Structure.Leaf)((xs, ys));     // [2, 0], [0, -2], [-30, -40]

        Expr Clipped(Expr g) => g / g.Norm().ClampMin(1);
        Expr total = Transform.VMap(Clipped)(gradients).Sum(0);                             // no example counts more than 1
        #endregion
        Assert.Equal([2, 0, 0, -2, -30, -40], gradients.Evaluate().ToArray<double>());
        Assert.Equal([1 - 0.6, -1 - 0.8], total.Evaluate().ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Maps_within_maps()
    {
        #region pairwise
        Expr points = Expr.Constant(NDArray.Create<double>([0, 0, 3, 4, 0, 1], 3, 2));
        Func<(Expr A, Expr B), Expr> distance = p => (p.A - p.B).Norm();
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);

        // The inner map goes over the second, the outer over the first.
        var toEach = Transform.VMap(distance, pair, Structure.Leaf, [null, 0]);
        Expr distances = Transform.VMap(toEach, pair, Structure.Leaf, [0, null])((points, points));
        #endregion
        Assert.Equal([0, 5, 1, 5, 0, Math.Sqrt(18), 1, Math.Sqrt(18), 0], distances.Evaluate().ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
