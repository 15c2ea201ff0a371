using Autograd.Graph;
using Xunit;

namespace Autograd.Properties;

/// <summary>An evaluation that finds no plan says why. What is kept is for the whole process, so no other test runs beside these.</summary>
[Collection("Memory")]
public class PlanCacheTests
{
    private readonly EvaluationStatistics _statistics = new();

    private EvaluationOptions Counted => EvaluationOptions.Default with { Statistics = _statistics };

    /// <summary>A structure that no other test has, for each n.</summary>
    private static Expr Graph(int n, int size = 7, DType dtype = DType.Float64, double factor = 0.37, int power = 5)
    {
        Expr x = Expr.Variable(NDArray.Ones(new Shape(size), dtype));
        for (int i = 0; i < n; i++) x = Expr.Atan2(Expr.Log1p(Expr.Cosh(x)) * factor, x);
        return Expr.Apply(new Op.IntPow(power), [x * x]).Sum();
    }

    private PlanMiss? Evaluate(Expr x)
    {
        long hits = _statistics.PlanHits;
        x.Evaluate(Counted);
        return _statistics.PlanHits > hits ? null : _statistics.LastPlanMiss;
    }

    [Fact]
    public void A_structure_is_missed_once()
    {
        Assert.Equal(PlanMissReason.NewStructure, Evaluate(Graph(2))!.Reason);
        Assert.Null(Evaluate(Graph(2)));
        Assert.Null(Evaluate(Graph(2, factor: -3.25)));
        Assert.Equal((2, 1), (_statistics.PlanHits, _statistics.PlanMisses));
        Assert.Equal(1, _statistics.PlanMissesBecause(PlanMissReason.NewStructure));
    }

    [Fact]
    public void Other_shapes_types_numbers_and_attributes_are_told_apart()
    {
        Evaluate(Graph(3));
        PlanMiss shapes = Evaluate(Graph(3, size: 8))!;
        Assert.Equal(PlanMissReason.OtherShapes, shapes.Reason);
        Assert.Contains("float64 [8], planned for float64 [7]", shapes.Detail, StringComparison.Ordinal);
        Evaluate(Graph(4));
        Assert.Equal(PlanMissReason.OtherTypes, Evaluate(Graph(4, dtype: DType.Float32))!.Reason);
        Evaluate(Graph(5));
        PlanMiss numbers = Evaluate(Graph(5, factor: 1))!;
        Assert.Equal(PlanMissReason.OtherNumbers, numbers.Reason);
        Assert.Contains("1 is 1, planned for a number that is finite", numbers.Detail, StringComparison.Ordinal);
        Evaluate(Graph(6));
        Assert.Equal(PlanMissReason.OtherAttributes, Evaluate(Graph(6, power: 4))!.Reason);
        foreach (PlanMissReason reason in new[] { PlanMissReason.OtherShapes, PlanMissReason.OtherTypes, PlanMissReason.OtherNumbers, PlanMissReason.OtherAttributes })
            Assert.Equal(1, _statistics.PlanMissesBecause(reason));
    }

    [Fact]
    public void What_was_trimmed_is_missed_as_evicted()
    {
        Evaluate(Graph(7));
        Assert.True(Autograd.Graph.Evaluation.Caches.Plans > 0);
        long evictions = Autograd.Graph.Evaluation.Caches.PlanEvictions;
        Autograd.Graph.Evaluation.Trim();
        EvaluationCaches caches = Autograd.Graph.Evaluation.Caches;
        Assert.Equal((0, 0L, 0, 0L), (caches.Plans, caches.PlanBytes, caches.Arenas, caches.ArenaBytes));
        Assert.True(caches.PlanEvictions > evictions);
        Assert.Equal(PlanMissReason.Evicted, Evaluate(Graph(7))!.Reason);
        Assert.Null(Evaluate(Graph(7)));
    }

    [Fact]
    public void What_is_too_heavy_is_missed_each_time_and_evicts_nothing()
    {
        Evaluate(Graph(8));
        int plans = Autograd.Graph.Evaluation.Caches.Plans;
        for (int round = 0; round < 2; round++)
        {
            Expr y = Expr.Variable(NDArray.Scalar(1.0));
            for (int i = 0; i < 400_000; i++) y = y * 0.5;
            PlanMissReason reason = Evaluate(y)!.Reason;
            Assert.Equal(round == 0 ? PlanMissReason.NewStructure : PlanMissReason.TooHeavy, reason);
        }

        Assert.Equal(plans, Autograd.Graph.Evaluation.Caches.Plans);
        Assert.Null(Evaluate(Graph(8)));
    }

    [Fact]
    public void The_process_counts_what_all_evaluations_find_and_miss()
    {
        EvaluationCaches before = Autograd.Graph.Evaluation.Caches;
        Evaluate(Graph(9));
        Evaluate(Graph(9));
        EvaluationCaches after = Autograd.Graph.Evaluation.Caches;
        Assert.Equal(before.PlanHits + 1, after.PlanHits);
        Assert.Equal(before.PlanMisses.Values.Sum() + 1, after.PlanMisses.Values.Sum());
        Assert.Equal(_statistics.LastPlanMiss, after.LastMiss);
        Assert.Contains($"{after.Plans} plans", after.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_arena_waits_for_the_next_run_until_it_is_trimmed()
    {
        Autograd.Graph.Evaluation.Trim();
        Expr x = Expr.Variable(NDArray.Ones(300_000));
        // The running sum is a value of its own, too large for the arena that a thread keeps.
        (x.Cumulative(CumulativeKind.Sum, 0) * 2).Sum().Evaluate();
        Assert.InRange(Autograd.Graph.Evaluation.Caches.ArenaBytes, 1_200_000, 2_400_000);
        (x.Cumulative(CumulativeKind.Sum, 0) * 3).Sum().Evaluate();
        Assert.Equal(1, Autograd.Graph.Evaluation.Caches.Arenas);
        Autograd.Graph.Evaluation.Trim();
        Assert.Equal(0, Autograd.Graph.Evaluation.Caches.ArenaBytes);
    }
}
