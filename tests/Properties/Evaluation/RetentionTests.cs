using Autograd.Accuracy;
using Autograd.Graph;
using Xunit;

namespace Autograd.Properties;

/// <summary>What an evaluation remembers, told by counting the ops that are computed.</summary>
public class RetentionTests
{
    private static readonly Random s_random = new(1);

    private readonly EvaluationStatistics _statistics = new();

    private EvaluationOptions Counted => EvaluationOptions.Default with { Statistics = _statistics };

    private static Expr Vector(int count) => Expr.Variable(RandomGraph.Values(s_random, new(count), DType.Float32));

    private static Expr Matrix(int rows, int columns) => Expr.Variable(RandomGraph.Values(s_random, new(rows, columns), DType.Float32));

    private long Executed(Action action)
    {
        long before = _statistics.ExecutedNodes;
        action();
        return _statistics.ExecutedNodes - before;
    }

    [Fact]
    public void What_was_asked_for_is_remembered()
    {
        Expr y = Expr.Exp(Vector(10_000)) * 2;
        Assert.True(Executed(() => y.Evaluate(Counted)) > 0);
        Assert.Equal(0, Executed(() => y.Evaluate(Counted)));
        Assert.Equal(1, Executed(() => (y + 1).Evaluate(Counted)));
    }

    [Fact]
    public void A_loop_that_reads_a_value_at_every_step_takes_linear_time()
    {
        const int steps = 2_000;
        Expr y = Vector(8_000);
        for (int i = 0; i < steps; i++)
        {
            y = y * 1.0001;
            (y * y).Sum().Evaluate(Counted);
        }

        Assert.InRange(_statistics.ExecutedNodes, steps, steps * (RetentionPolicy.RunLength + 4L));
    }

    [Fact]
    public void Handles_read_backwards_take_linear_time()
    {
        const int steps = 1_000;
        var handles = new Expr[steps];
        Expr y = Vector(8_000);
        for (int i = 0; i < steps; i++) handles[i] = y = Expr.Sin(y);
        for (int i = steps - 1; i >= 0; i--) handles[i].Evaluate(Counted);
        Assert.InRange(_statistics.ExecutedNodes, steps, steps * (RetentionPolicy.RunLength + 3L));
    }

    [Fact]
    public void Nothing_expensive_is_computed_more_than_twice()
    {
        Expr a = Matrix(80, 80);
        var products = new Expr[20];
        for (int i = 0; i < products.Length; i++) products[i] = i == 0 ? a : products[i - 1].MatMul(a);
        // Each reading is of another expression above the same products.
        long executed = Executed(() =>
        {
            for (int k = 0; k < 10; k++) (products[^1] * (k + 2.5)).Evaluate(Counted);
        });
        Assert.InRange(executed, 19 + 10, 2 * 19 + 10);
    }

    [Fact]
    public void Ten_gradients_of_one_graph_compute_its_expensive_nodes_at_most_twice()
    {
        Expr x = Matrix(80, 80), h = x;
        const int layers = 6;
        for (int i = 0; i < layers; i++) h = Expr.Tanh(h.MatMul(x));
        Expr loss = h.Sum();
        long first = Executed(() => Gradient.Of(loss)[x].Evaluate(Counted));
        long later = Executed(() =>
        {
            for (int k = 0; k < 9; k++) Gradient.Of(loss)[x].Evaluate(Counted);
        });
        Assert.True(later <= 9 * first, $"the first gradient computed {first} ops, the nine that followed {later}");
        // Forward products are kept from the second pass on: the last passes compute backward products only.
        long last = Executed(() => Gradient.Of(loss)[x].Evaluate(Counted));
        Assert.True(last <= first - layers, $"the first gradient computed {first} ops, the last {last}");
    }

    [Fact]
    public void A_sort_is_computed_once_and_once_more_for_each_output_whoever_takes_them()
    {
        Expr x = Vector(10_000);
        (Expr values, Expr places) = x.Sort();
        long executed = Executed(() =>
        {
            for (int k = 0; k < 10; k++)
            {
                (values.Inputs[0].Output(0) * (k + 2.5)).Evaluate(Counted);
                Gradient.Of((values * Expr.Constant(NDArray.Ones(10_000))).Sum())[x].Evaluate(Counted);
                (values.Inputs[0].Output(1) * (k + 2)).Evaluate(Counted);
            }
        });
        Assert.Same(values, values.Inputs[0].Output(0));
        Assert.NotNull(values.Value);
        Assert.NotNull(places.Value);
        Assert.InRange(executed, 20, 3 + 10 * 8);
        Assert.Equal(1, Executed(() => (values * 0.25).Evaluate(Counted)));
        Assert.Equal(1, Executed(() => (places * 3).Evaluate(Counted)));
    }

    [Fact]
    public void Nothing_cheap_is_computed_more_than_34_times_however_many_read_it()
    {
        const int readers = 200;
        Expr y = Expr.Exp(Vector(8_000)) + 1;
        for (int k = 0; k < readers; k++) (y * (k + 2.5)).Evaluate(Counted);
        Assert.InRange(_statistics.ExecutedNodes, readers, readers + 2 * (RetentionPolicy.RunLength + 2));
    }

    [Fact]
    public void Movements_are_not_kept_for_many_readers_nor_broadcasts_in_long_runs()
    {
        Expr transposed = Matrix(80, 90).Transpose(1, 0);
        for (int k = 0; k < 50; k++) (transposed * (k + 2.5)).Evaluate(Counted);
        Assert.Null(transposed.Value);

        Expr y = Vector(8_000);
        for (int i = 1; i < RetentionPolicy.RunLength; i++) y = Expr.Sin(y);
        Expr wide = y.BroadcastTo(new Shape(4, 8_000)), next = Expr.Sin(wide);
        for (int k = 0; k < 2; k++) (next * (k + 2.5)).Evaluate(Counted);
        Assert.Null(wide.Value);
        Assert.NotNull(next.Value);
    }

    [Fact]
    public void Small_values_that_were_materialised_anyway_are_kept()
    {
        Expr doubled = Vector(1_000).Mean() * 2;
        Expr centred = doubled + Vector(10_000);
        centred.Evaluate(Counted);
        Assert.Equal(0, Executed(() => doubled.Evaluate(Counted)));
    }

    [Fact]
    public void A_last_use_keeps_nothing_on_second_touch()
    {
        Expr product = Matrix(100, 100).MatMul(Matrix(100, 100));
        EvaluationOptions last = Counted with { IsLastUse = true };
        for (int k = 0; k < 3; k++) Assert.Equal(2, Executed(() => (product * (k + 2.5)).Evaluate(last)));
    }

    [Fact]
    public void A_last_use_keeps_small_values_on_the_way_to_its_first_output_alone()
    {
        Expr first = Vector(1_000).Mean() * 2, second = Vector(1_000).Mean() * 2;
        EvaluationOptions last = Counted with { IsLastUse = true };
        Graph.Evaluation.Evaluate([first + Vector(10_000), second + Vector(10_000)], last);
        Assert.Equal(0, Executed(() => first.Evaluate(Counted)));
        Assert.NotEqual(0, Executed(() => second.Evaluate(Counted)));
    }

    [Fact]
    public void A_repeated_structure_plans_once_whatever_its_values()
    {
        for (int k = 0; k < 5; k++)
        {
            Expr x = Vector(33);
            (Expr.Tanh(x * (k + 2.25)) - Vector(33)).Sum().Evaluate(Counted);
        }

        Assert.Equal(1, _statistics.PlanMisses);
        Assert.Equal(4, _statistics.PlanHits);
    }

    [Fact]
    public void A_failed_evaluation_remembers_nothing_and_can_be_repeated()
    {
        Expr x = Vector(5);
        Expr outside = x.Gather(Expr.Constant(NDArray.Create<long>([7], 1, 1)), [0]);
        Expr both = outside + Expr.Exp(x).Sum();
        for (int k = 0; k < 2; k++)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => both.Evaluate(Counted));
            Assert.Contains("7", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _statistics.ExecutedNodes);
    }

    [Fact]
    public void A_cell_gives_its_value_without_its_history()
    {
        WeakReference history = Pending(out Expr cell);
        Assert.True(history.IsAlive);
        cell.Evaluate(Counted);
        GC.Collect();
        Assert.False(history.IsAlive);
        Assert.Equal(1, Executed(() => (cell + 1).Evaluate(Counted)));

        static WeakReference Pending(out Expr cell)
        {
            Expr middle = Expr.Exp(Vector(10));
            cell = Expr.Cell(new SourceCell(middle * 2));
            return new WeakReference(middle);
        }
    }

    [Fact]
    public void Reading_a_cell_whose_expression_is_known_lets_go_of_it()
    {
        WeakReference history = Known(out SourceCell cell);
        Assert.NotNull(cell.Value);
        GC.Collect();
        Assert.False(history.IsAlive);

        static WeakReference Known(out SourceCell cell)
        {
            Expr pending = Expr.Exp(Vector(10));
            cell = new(pending);
            pending.Evaluate();
            return new(pending);
        }
    }

    [Fact]
    public async Task The_value_of_a_cell_never_vanishes_while_another_thread_settles_it()
    {
        for (int i = 0; i < 500; i++)
        {
            Expr pending = Expr.Constant(NDArray.Scalar(1f)) + i;
            var cell = new SourceCell(pending);
            pending.Evaluate();
            using var start = new Barrier(2);
            Task settling = Task.Run(() =>
            {
                start.SignalAndWait();
                cell.Settle();
            });
            start.SignalAndWait();
            for (int k = 0; k < 20; k++) Assert.NotNull(cell.Value);
            await settling;
        }
    }
}
