using Autograd.Graph;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>What a node costs in a chain of so many: building, differentiating, evaluating for the first time (which plans) and a second graph of the same structure.</summary>
/// <param name="Nodes">multiplications in the chain</param>
internal sealed record Growth(int Nodes, Cost Building, Cost Differentiating, Cost First, Cost Second)
{
    /// <summary>The lengths measured.</summary>
    public static IReadOnlyList<int> Lengths { get; } = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>The best of some attempts at a length.</summary>
    public static Growth Of(int nodes, int attempts)
    {
        Growth best = Attempt(nodes);
        for (int i = 1; i < attempts; i++)
        {
            // Another length each time: a structure is planned once.
            Growth next = Attempt(nodes + i);
            best = new(nodes, best.Building.Better(next.Building), best.Differentiating.Better(next.Differentiating), best.First.Better(next.First), best.Second.Better(next.Second));
        }

        return best;
    }

    private static Growth Attempt(int nodes)
    {
        GC.Collect();
        Expr[] outputs = Chain(nodes, 1.5f, out Cost building, out Cost differentiating);
        Cost first = Cost.Of(nodes, () => Evaluation.Evaluate(outputs));
        outputs = Chain(nodes, 2.5f, out Cost buildingAgain, out Cost differentiatingAgain);
        Cost second = Cost.Of(nodes, () => Evaluation.Evaluate(outputs));
        return new(nodes, building.Better(buildingAgain), differentiating.Better(differentiatingAgain), first, second);
    }

    /// <summary>A scalar multiplied again and again, and its gradient.</summary>
    private static Expr[] Chain(int nodes, float start, out Cost building, out Cost differentiating)
    {
        Expr x = Expr.Variable(NDArray.Scalar(start)), y = x, gradient = x;
        building = Cost.Of(nodes, () =>
        {
            for (int i = 0; i < nodes; i++) y *= 1.0000001;
        });
        differentiating = Cost.Of(nodes, () => gradient = Gradient.Of(y, x)[x]);
        return [y, gradient];
    }
}
