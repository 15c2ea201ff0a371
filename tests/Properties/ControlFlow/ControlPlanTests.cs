using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.ControlFlow;

/// <summary>How plans run bodies. Counts of what is kept are those of the process, so no other test runs beside these.</summary>
[Collection("Memory")]
public sealed class ControlPlanTests
{
    private static Expr Recurrence(Expr x, int trips, double rate, ScanOptions? options = null) => Control.Repeat(trips, x, (c, _) => Expr.Sin(c) * rate + 0.125, options);

    [Fact]
    public void A_loop_built_anew_finds_its_plan_whatever_its_numbers_are()
    {
        var statistics = new EvaluationStatistics();
        for (int step = 0; step < 5; step++)
        {
            Expr x = Expr.Variable(NDArray.Scalar(0.1 * step)), target = Expr.Variable(NDArray.Scalar(0.3));
            Expr rule(Expr c) => Expr.WithRule("own", Expr.Tanh(c) * target, [c, target], (y, a, g) => [g * a[1], g * a[0]]);
            Expr loss = Control.Repeat(7, x, (c, _) => rule(Recurrence(c, 3, 0.6 + step * 0.01)));
            Graph.Evaluation.Evaluate([loss, Gradient.Of(loss, x)[x]], EvaluationOptions.Default with { Statistics = statistics });
        }

        Assert.Equal((4, 1), (statistics.PlanHits, statistics.PlanMisses));
    }

    [Fact]
    public void A_derivative_finds_its_plan_whether_the_value_was_evaluated_before_or_not()
    {
        var statistics = new EvaluationStatistics();
        for (int step = 0; step < 6; step++)
        {
            Expr x = Expr.Variable(NDArray.Scalar(0.1 * step)), loss = Recurrence(x, 9, 0.6);
            if (step % 2 == 0) loss.Evaluate();
            Gradient.Of(loss, x)[x].Evaluate(EvaluationOptions.Default with { Statistics = statistics });
        }

        // The value is an array to the one, and part of the loop to the other.
        Assert.True(statistics.PlanMisses <= 2 && statistics.PlanHits >= 4, $"{statistics.PlanMisses} misses");
    }

    [Fact]
    public void Bodies_are_equal_by_what_they_compute()
    {
        Expr x = Expr.Variable(NDArray.Scalar(1.0));
        Op Of(Func<Expr, Expr> f) => Control.Repeat(3, x, (c, _) => f(c)).Op;
        Assert.Equal(Of(c => c * 0.5 + x), Of(c => c * 0.25 + x));
        Assert.Equal(Of(c => c * x), Of(c => Expr.Identity(c).Named("state") * Expr.StopGradient(x)));
        Assert.NotEqual(Of(c => c * 1 + x), Of(c => c * 0.5 + x));
        Assert.NotEqual(Of(c => c * x), Of(c => x * c));
        Assert.Equal(Of(c => c * x).GetHashCode(), Of(c => c * x).GetHashCode());
        Assert.Contains("scan", Control.Repeat(3, x, (c, _) => c * x).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_derivative_beside_the_value_runs_the_loop_once()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.2)), loss = Recurrence(x, 50, 0.7);
        PlanDescription plan = Graph.Evaluation.Explain([loss, Gradient.Of(loss, x)[x]]);
        Assert.Equal(2, plan.Steps.Count(step => step is ControlDescription));
        NDArray[] values = Graph.Evaluation.Evaluate([loss, Gradient.Of(loss, x)[x]]);
        Assert.True(values[0].BitsEqual(loss.Evaluate(EvaluationOptions.Reference)));
        Assert.True(values[1].BitsEqual(Gradient.Of(loss, x)[x].Evaluate(EvaluationOptions.Reference)));
    }

    [Fact]
    public void A_plan_shows_what_its_bodies_do()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.2)), y = Recurrence(x, 50, 0.7);
        var step = Assert.IsType<ControlDescription>(Assert.Single(y.Explain().Steps));
        Assert.Equal(("scan", 50), (step.Name, step.Trips));
        Assert.Equal(50 * step.Bodies[0].Operations, step.Operations);
        string text = y.Explain().ToString();
        Assert.Contains("scan: 50 trips, 1 carries", text, StringComparison.Ordinal);
        Assert.Contains("sin", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_change_no_bit_and_take_less_memory()
    {
        const int trips = 400;
        Expr x = Expr.Variable(NDArray.Full(0.3, new Shape(1000))), w = Expr.Variable(NDArray.Scalar(0.9));
        Expr[] Of(ScanOptions? options)
        {
            Expr y = Control.Repeat(trips, x, (c, _) => Expr.Tanh(Expr.Sin(c * w) + c), options);
            GradientMap g = Gradient.Of(Check.Total(y), x, w);
            return [g[x], g[w]];
        }

        Expr[] plain = Of(null);
        long most = Graph.Evaluation.Explain(plain).HighWaterBytes;
        foreach (ScanOptions options in new[] { ScanOptions.Checkpointed, new ScanOptions { CheckpointEvery = 7 }, new ScanOptions { CheckpointEvery = 1 } })
        {
            Expr[] kept = Of(options);
            long bytes = Graph.Evaluation.Explain(kept).HighWaterBytes;
            Assert.True(bytes < (options.CheckpointEvery == 0 ? most / 5 : most * 2 / 3), $"{bytes} of {most} bytes with {options}");
            Check.Close(plain[0].Evaluate().ToArray<double>(), kept[0].Evaluate());
            Check.Close(plain[1].Evaluate().ToArray<double>(), kept[1].Evaluate());
            Assert.True(kept[0].Evaluate().BitsEqual(plain[0].Evaluate()));
        }
    }

    [Fact]
    public void A_hundred_thousand_trips_take_linear_memory_and_no_stack()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.2));
        Expr[] Of(int trips)
        {
            Expr y = Recurrence(x, trips, 0.7);
            return [y, Gradient.Of(y, x)[x]];
        }

        long shorter = Graph.Evaluation.Explain(Of(10_000)).HighWaterBytes, longer = Graph.Evaluation.Explain(Of(100_000)).HighWaterBytes;
        Assert.InRange(longer, shorter, 10 * shorter + 4096);
        double value = 0.2, derivative = 1;
        for (int i = 0; i < 100_000; i++) (derivative, value) = (derivative * Math.Cos(value) * 0.7, Math.Sin(value) * 0.7 + 0.125);
        Assert.Equal(value, Graph.Evaluation.Evaluate(Of(100_000))[0].ToScalar<double>(), 1e-12);
    }

    [Fact]
    public void Trips_allocate_nothing()
    {
        Expr x = Expr.Variable(NDArray.Scalar(0.2));
        long Allocated(int trips)
        {
            using CancellationTokenSource source = new();
            CompiledComputation compiled = Computation.Of([], [Recurrence(x, trips, 0.7)]).Compile(new() { Threads = 1 });
            for (int i = 0; i < 3; i++) compiled.Run([]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            compiled.Run([]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(Allocated(10), Allocated(1000));
    }

    [Fact]
    public void A_loop_can_be_cancelled_between_trips()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Expr x = Expr.Variable(NDArray.Scalar(1.0));
        Expr endless = Control.While(x, c => c > 0.0, c => c * 1.0 + 0.0);
        Assert.ThrowsAny<OperationCanceledException>(() => endless.Evaluate(cancellationToken: source.Token));
        using var again = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Expr nested = Control.Repeat(3, x, (c, _) => Control.While(c, v => v > 0.0, v => v + 0.0));
        Assert.ThrowsAny<OperationCanceledException>(() => nested.Evaluate(cancellationToken: again.Token));
        using var third = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Assert.ThrowsAny<OperationCanceledException>(() => endless.Evaluate(EvaluationOptions.Reference, third.Token));
    }

    [Fact]
    public void An_error_names_the_trip()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0, 3.0));
        Expr y = Control.Repeat(5, Expr.Literal(0.0), (c, i) => c + x.Gather(i.Reshape(1, 1), [0]).Reshape());
        foreach (EvaluationOptions options in new[] { EvaluationOptions.Default, EvaluationOptions.Reference })
            Assert.Contains("index 3 is not in [0, 3)", Assert.Throws<ArgumentOutOfRangeException>(() => y.Evaluate(options)).Message, StringComparison.Ordinal);
        Assert.Contains("(in trip 3 of a scan)", Assert.Throws<ArgumentOutOfRangeException>(() => y.Evaluate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_depend_on_a_trip_is_computed_once_and_outside()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), w = Expr.Variable(NDArray.Vector(3.0, 4.0));
        Expr y = Control.Repeat(5, x, (c, _) => c * Expr.Exp(w));
        Assert.Equal(2, y.Inputs.Count);
        Assert.IsType<Op.Exp>(y.Inputs[1].Op);
        Assert.Equal(1, ((Op.Scan)y.Op).Body.NodeCount);
    }

    [Fact]
    public void Numbers_of_threads_change_no_bit()
    {
        Expr x = Expr.Variable(NDArray.Full(0.01, new Shape(128, 128))), w = Expr.Variable(NDArray.Full(0.02, new Shape(128, 128)));
        Expr y = Control.Repeat(3, x, (c, _) => Expr.Tanh(Expr.Dot(c, w, [1], [0]) + x)), g = Gradient.Of(Check.Total(y), w)[w];
        NDArray one = g.Evaluate(new() { Threads = 1 });
        Assert.True(one.BitsEqual(Expr.Identity(Gradient.Of(Check.Total(y), w)[w]).Evaluate(new() { Threads = 4 })));
    }
}
