using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;
using Buffer = Autograd.Graph.Buffer;

namespace Autograd.Properties;

/// <summary>Runs of plans: cancellation, profiles, memory.</summary>
public class RunTests
{
    [Fact]
    public void A_cancelled_evaluation_remembers_nothing()
    {
        Expr x = Expr.Variable(NDArray.Ones(64, 64)), y = x.MatMul(x), z = y.MatMul(y).Sum();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => z.Evaluate(cancellationToken: source.Token));
        Assert.Throws<OperationCanceledException>(() => Graph.Evaluation.Evaluate([y, z], EvaluationOptions.Reference, source.Token));
        Assert.All(new[] { y, z }, node => Assert.Null(node.Value));
        Assert.Equal(64f * 64 * 64 * 64 * 64, z.Evaluate().ToScalar<float>());
    }

    [Fact]
    public void A_run_is_cancelled_between_its_steps()
    {
        using var source = new CancellationTokenSource();
        var profile = new RunProfile();
        int after = 0;
        var plan = new Plan([new Acting(source.Cancel), new Acting(() => after++)], [], [], [], [], 0, 0);
        RunMemory memory = plan.Rent([], threads: 1);
        Assert.Throws<OperationCanceledException>(() => plan.Run(memory, source.Token, profile));
        Assert.Equal((0, 0), (after, profile.Runs));
        plan.Run(memory, CancellationToken.None, profile);
        Assert.Equal((1, 1), (after, profile.Runs));
        memory.Return();
    }

    private sealed class Acting(Action action) : Step
    {
        public override int NodeCount => 1;

        public override void Run(RunMemory memory) => action();

        public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, Op.Identity.Instance, [], []);
    }

    [Fact]
    public void What_the_arena_has_no_room_for_has_arrays_of_its_own_while_steps_need_it()
    {
        var free = new List<bool>();
        Buffer[] buffers = [new(BufferKind.Transient, -1, 0, DType.Int64, new(5)), new(BufferKind.Transient, -1, 0, DType.Int64, new(3))];
        var plan = new Plan([new Looking(free), new Looking(free), new Looking(free)], buffers, [], [], [new(0, 0, 1), new(1, 1, 2)], 0, 0);
        RunMemory memory = plan.Rent([], threads: 1);
        plan.Run(memory, CancellationToken.None, null);
        memory.Return();
        Assert.Equal([false, true, false, false, true, false], free);
        Assert.Equal(64, plan.Describe().HighWaterBytes);
    }

    /// <summary>Notes which of two buffers have no array.</summary>
    private sealed class Looking(List<bool> free) : Step
    {
        public override int NodeCount => 1;

        public override void Run(RunMemory memory)
        {
            free.Add(memory.ArrayOf(0) is null);
            free.Add(memory.ArrayOf(1) is null);
        }

        public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, Op.Identity.Instance, [], []);
    }

    [Property(MaxTest = 30)]
    public void A_watched_run_gives_the_same_bits(DoNotSize<int> seed)
    {
        using var source = new CancellationTokenSource();
        Expr[] outputs = RandomGraph.Outputs(seed.Item, 60);
        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        NDArray[] actual = Graph.Evaluation.Evaluate(outputs, new() { Profile = new() }, source.Token);
        for (int i = 0; i < outputs.Length; i++) Assert.True(expected[i].BitsEqual(actual[i]));
    }

    [Fact]
    public void A_profile_shares_the_time_among_the_steps()
    {
        var profile = new RunProfile();
        for (int i = 0; i < 3; i++)
        {
            Expr x = Expr.Variable(NDArray.Ones(128, 128));
            Expr.Tanh(x.MatMul(x) * 0.01).Sum(0).Evaluate(new() { Profile = profile });
        }

        Assert.Equal(3, profile.Runs);
        Assert.Equal(1, profile.Steps.Sum(step => step.Share), 1e-9);
        Assert.All(profile.Steps, step => Assert.True(step.Runs == 3 && step.Seconds > 0 && step.BytesPerSecond > 0));
        Assert.Equal(profile.Steps.Select(step => step.Seconds).OrderDescending(), profile.Steps.Select(step => step.Seconds));
        Assert.Contains(profile.Steps, step => step.Step is ContractionDescription && step.OperationsPerSecond > 0);
        Assert.True(profile.PreparationSeconds > 0);
        Assert.StartsWith("3 runs; steps ", profile.ToString(), StringComparison.Ordinal);
        Assert.Contains("dot: m 128, n 128, k 128", profile.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Buffers_in_the_arena_begin_on_cache_lines()
    {
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(0, Address(new Arena(1000 + i))));
        Expr x = Expr.Variable(NDArray.Ones(100_000));
        PlanDescription plan = (x.Cumulative(CumulativeKind.Sum, 0) * x).Cumulative(CumulativeKind.Sum, 0).Sum().Explain();
        Assert.Contains(plan.Buffers, buffer => buffer.Place == BufferPlace.Arena);
        Assert.All(plan.Buffers, buffer => Assert.Equal(0, buffer.Offset % Arena.Alignment * (buffer.Place == BufferPlace.Arena ? 1 : 0)));

        static unsafe long Address(Arena arena) => (nint)arena.Start % Arena.Alignment;
    }

    [Fact]
    public void Values_whose_lives_do_not_meet_share_their_bytes()
    {
        Expr x = Expr.Variable(NDArray.Ones(100_000)), y = x;
        for (int i = 0; i < 20; i++) y = y.Cumulative(CumulativeKind.Product, 0);
        PlanDescription plan = y.Explain();
        Assert.InRange(plan.ArenaBytes, 800_000, 820_000);
        Assert.Equal(400_000, plan.ResultBytes);
        Assert.Equal(plan.ArenaBytes + plan.ResultBytes, plan.HighWaterBytes);
    }

    [Fact]
    public void A_gradient_of_elementwise_operations_takes_little_more_than_its_result()
    {
        Expr x = Expr.Variable(NDArray.Zeros(10_000_000));
        Expr y = Expr.Tanh(x * 1.5f + 0.3f) * Expr.Sigmoid(x) + Expr.Exp(-x * x);
        Assert.InRange(Gradient.Of(y.Sum())[x].Explain().HighWaterBytes, 40_000_000, 40_000_000 + (1 << 20));
    }

    [Fact]
    public void A_training_step_takes_at_most_half_more_than_parameters_gradients_activations_and_batch()
    {
        const int batch = 128;
        int[] sizes = [784, 512, 256, 10];
        Expr x = Expr.Constant(NDArray.Zeros(batch, sizes[0])), classes = Expr.Constant(NDArray.Zeros(new Shape(batch), DType.Int64)), h = x;
        var parameters = new List<Expr>();
        long activations = 0;
        for (int i = 0; i < 3; i++)
        {
            parameters.Add(Expr.Variable(NDArray.Zeros(sizes[i + 1], sizes[i])));
            parameters.Add(Expr.Variable(NDArray.Zeros(sizes[i + 1])));
            h = h.MatMul(parameters[^2].Transpose(1, 0)) + parameters[^1];
            if (i < 2) h = h.Relu();
            activations += 4L * h.Shape.Count;
        }

        Expr loss = h.CrossEntropy(classes);
        GradientMap g = Gradient.Of(loss);
        long held = parameters.Sum(parameter => parameter.Value!.ByteCount), given = held + x.Value!.ByteCount + classes.Value!.ByteCount;
        PlanDescription plan = Graph.Evaluation.Explain([loss, .. parameters.Select(parameter => g[parameter])]);
        Assert.InRange(given + plan.HighWaterBytes, 0, (given + held + activations) * 3 / 2);
    }
}
