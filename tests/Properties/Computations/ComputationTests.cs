using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>A compiled computation gives the bits of an evaluation, from any thread, to new arrays or the caller's.</summary>
public class ComputationTests
{
    /// <summary>A random graph with its variables made parameters, and their values.</summary>
    private static (Computation Computation, NDArray[] Arguments, NDArray[] Expected) Random(int seed, int size)
    {
        Expr[] outputs = RandomGraph.Outputs(seed, size);
        var parameters = new List<Expr>();
        var arguments = new List<NDArray>();
        var nodes = new List<Expr>();
        using NodeMap places = NodeMap.Create();
        Traversal.Collect(outputs, nodes, places, default(Inputs));
        var made = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach (Expr node in nodes)
        {
            if (node.Op is Op.Variable)
            {
                made[node] = Expr.Parameter($"x{parameters.Count}", node.DType, node.Shape);
                parameters.Add(made[node]);
                arguments.Add(node.Value!);
            }
            else
            {
                made[node] = node.IsSource ? node : Expr.Apply(node.Op, [.. node.Inputs.Select(input => made[input])]);
            }
        }

        NDArray[] expected = Graph.Evaluation.Evaluate(outputs, EvaluationOptions.Reference);
        return (Computation.Of(parameters, [.. outputs.Select(output => made[output])]), [.. arguments], expected);
    }

    private readonly struct Inputs : Traversal.IEdges
    {
        public int Count(Expr node) => node.InputCount;

        public Expr Input(Expr node, int index) => node.Input(index);
    }

    private static void AssertSameBits(NDArray[] expected, NDArray[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(expected[i].BitsEqual(actual[i]), $"output {i}: expected {expected[i]}, got {actual[i]}");
    }

    private static Array NewArray(ExprType type) => Array.CreateInstance(type.DType.ClrType(), type.Shape.Count);

    private static NDArray Wrapped(Array array, ExprType type) => NDArray.Wrap((Array)array.Clone(), type.DType, type.Shape);

    [Property(MaxTest = 200)]
    public void A_run_gives_the_bits_of_the_reference(DoNotSize<int> seed)
    {
        (Computation computation, NDArray[] arguments, NDArray[] expected) = Random(seed.Item, 12 + Math.Abs(seed.Item % 80));
        CompiledComputation compiled = computation.Compile();
        AssertSameBits(expected, compiled.Run(arguments));
        AssertSameBits(expected, compiled.Run(arguments));
        AssertSameBits(expected, computation.Compile(EvaluationOptions.Reference).Run(arguments));
        AssertSameBits(expected, computation.Compile(new() { Threads = 1 }).Run(arguments));
    }

    [Property(MaxTest = 100)]
    public void A_run_into_the_callers_arrays_gives_the_same_bits(DoNotSize<int> seed)
    {
        (Computation computation, NDArray[] arguments, NDArray[] expected) = Random(seed.Item, 50);
        foreach (EvaluationOptions options in new[] { EvaluationOptions.Default, EvaluationOptions.Reference })
        {
            CompiledComputation compiled = computation.Compile(options);
            Array[] arrays = [.. compiled.Signature.Outputs.Select(output => NewArray(output.Type))];
            compiled.Run(arguments, [.. arrays.Select(array => (OutputBuffer)array)]);
            AssertSameBits(expected, [.. arrays.Select((array, i) => Wrapped(array, compiled.Signature.Outputs[i].Type))]);
        }
    }

    [Property(MaxTest = 100)]
    public void Outputs_may_go_where_arguments_lie(DoNotSize<int> seed)
    {
        // Every argument, changed and not, goes to where another one of its type lies: chains and rings of any length.
        var random = new Random(seed.Item);
        int count = random.Next(1, 6);
        Expr[] parameters = [.. Enumerable.Range(0, count).Select(i => Expr.Parameter($"p{i}", DType.Int64, new(4)))];
        Expr[] outputs = [.. Enumerable.Range(0, count).Select(_ => parameters[random.Next(count)] is var p && random.Next(2) == 0 ? p : p + parameters[random.Next(count)])];
        CompiledComputation compiled = Computation.Of(parameters, [.. outputs.Select((output, i) => ($"y{i}", output))]).Compile();
        long[][] arrays = [.. Enumerable.Range(0, count).Select(_ => new long[] { random.Next(100), random.Next(100), random.Next(100), random.Next(100) })];
        NDArray[] expected = compiled.Run([.. arrays.Select(array => NDArray.Vector(array))]);
        int[] to = [.. Enumerable.Range(0, count)];
        random.Shuffle(to);
        compiled.Run([.. arrays.Select(array => (InputBuffer)array)], [.. to.Select(i => (OutputBuffer)arrays[i])]);
        for (int i = 0; i < count; i++) Assert.Equal(expected[i].ToArray<long>(), arrays[to[i]]);
    }

    [Fact]
    public void Eight_threads_run_one_computation_at_once()
    {
        (Computation computation, NDArray[] arguments, NDArray[] expected) = Random(7, 200);
        CompiledComputation compiled = computation.Compile();
        Expr x = Expr.Parameter("x", DType.Float64, new(300, 300));
        CompiledComputation product = Computation.Of([x], [x.MatMul(x).Sum()]).Compile();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            var value = NDArray.Full(thread + 1.0, new(300, 300));
            var sum = new double[1];
            for (int round = 0; round < 10; round++)
            {
                AssertSameBits(expected, compiled.Run(arguments));
                product.Run([value], [sum]);
                Assert.Equal(300.0 * 300 * 300 * (thread + 1) * (thread + 1), sum[0]);
            }
        });
    }

    [Fact]
    public void Nothing_is_left_on_expressions()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(64, 64)), y = Expr.Exp(x.MatMul(x)), z = y.Sum();
        CompiledComputation compiled = Computation.Of([x], [z]).Compile();
        for (int i = 0; i < 3; i++) compiled.Run(NDArray.Zeros(64, 64));
        Assert.All(new[] { x, y, z }, node => Assert.True(node.Value is null && node.Touches == 0));
    }

    [Fact]
    public void What_is_captured_is_part_of_the_computation()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(3)), unused = Expr.Parameter("unused", DType.Bool, new(2));
        Expr w = Expr.Variable(NDArray.Vector(1f, 2f, 3f));
        CompiledComputation compiled = Computation.Of([x, unused], [("sum", x * w + Expr.Cell(new SourceCell(w * 2))), ("w", w), ("x", x), ("again", x.Reshape(1, 3))]).Compile();
        NDArray argument = NDArray.Vector(10f, 20f, 30f);
        NDArray[] outputs = compiled.Run(argument, NDArray.Vector(true, false));
        Assert.Equal([12f, 44f, 96f], outputs[0].ToArray<float>());
        Assert.Same(w.Value, outputs[1]);
        Assert.Same(argument, outputs[2]);
        Assert.Equal(new Shape(1, 3), outputs[3].Shape);
        Assert.Equal("(x: float32 [3], unused: bool [2]) -> (sum: float32 [3], w: float32 [3], x: float32 [3], again: float32 [1, 3])", compiled.ToString());
    }

    [Fact]
    public void A_training_step_compiles_with_gradients_by_its_parameters()
    {
        Expr w = Expr.Parameter("w", DType.Float32, new(3)), b = Expr.Parameter("b", DType.Float32, Shape.Scalar);
        Expr x = Expr.Parameter("x", DType.Float32, new(8, 3)), y = Expr.Parameter("y", DType.Float32, new(8));
        Expr loss = (x.MatMul(w) + b - y).Square().Mean();
        GradientMap g = Gradient.Of(loss, w, b);
        CompiledComputation step = Computation.Of([w, b, x, y], [("w", w - 0.1 * g[w]), ("b", b - 0.1 * g[b]), ("loss", loss)]).Compile();

        var random = new Random(3);
        float[] weights = new float[3], bias = new float[1], error = new float[1], inputs = new float[24], targets = new float[8];
        float first = 0;
        for (int i = 0; i < 300; i++)
        {
            for (int k = 0; k < inputs.Length; k++) inputs[k] = random.NextSingle() * 2 - 1;
            for (int row = 0; row < 8; row++) targets[row] = 2 * inputs[3 * row] - inputs[3 * row + 1] + 0.5f;
            step.Run([weights, bias, inputs, targets], into: [weights, bias, error]);
            if (i == 0) first = error[0];
        }

        Assert.True(error[0] < first * 1e-4);
        foreach ((float expected, float actual) in new[] { 2f, -1, 0, 0.5f }.Zip([.. weights, .. bias])) Assert.Equal(expected, actual, 1e-2);
    }

    [Fact]
    public void A_run_into_the_callers_arrays_allocates_nothing()
    {
        const int rows = 32;
        Expr w1 = Expr.Parameter("w1", DType.Float32, new(20, 64)), w2 = Expr.Parameter("w2", DType.Float32, new(64, 10));
        Expr x = Expr.Parameter("x", DType.Float32, new(rows, 20)), classes = Expr.Parameter("classes", DType.Int64, new(rows));
        Expr logits = x.MatMul(w1).Relu().MatMul(w2);
        Expr loss = logits.CrossEntropy(classes);
        GradientMap g = Gradient.Of(loss, w1, w2);
        CompiledComputation step = Computation.Of([w1, w2, x, classes], [w1 - 0.1 * g[w1], w2 - 0.1 * g[w2], loss]).Compile(new() { Threads = 1 });
        var random = new Random(1);
        NDArray a = RandomGraph.Values(random, w1.Shape, DType.Float32), b = RandomGraph.Values(random, w2.Shape, DType.Float32);
        NDArray batch = RandomGraph.Values(random, x.Shape, DType.Float32), labels = NDArray.Create(Enumerable.Range(0, rows).Select(i => (long)i % 10).ToArray(), rows);
        float[] weights1 = a.ToArray<float>(), weights2 = b.ToArray<float>(), error = new float[1];
        float[,] next1 = new float[20, 64];
        float[] next2 = new float[640];
        ComputationCall call = step.NewCall().Bind("x", batch).Bind("classes", labels);

        Assert.Equal(0, Allocated(() => step.Run([a, b, batch, labels], [next1, next2, error])));
        Assert.Equal(0, Allocated(() => step.Run([weights1, weights2, batch, labels], [weights1, weights2, error])));
        Assert.Equal(0, Allocated(() =>
        {
            call.Bind<float>("w1", weights1).Bind<float>("w2", weights2);
            call.Run([next1, next2, error]);
        }));

        static long Allocated(Action run)
        {
            for (int i = 0; i < 3; i++) run();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 5; i++) run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Any_number_of_arguments_is_updated_in_place_without_allocation()
    {
        Expr[] parameters = [.. Enumerable.Range(0, 60).Select(i => Expr.Parameter($"p{i}", DType.Float64, new(1_000)))];
        CompiledComputation step = Computation.Of(parameters, [.. parameters.Select((p, i) => p + parameters[(i + 1) % 60])]).Compile(new() { Threads = 1 });
        double[][] arrays = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Repeat((double)i, 1_000).ToArray())];
        InputBuffer[] arguments = [.. arrays.Select(array => (InputBuffer)array)];
        OutputBuffer[] into = [.. arrays.Select(array => (OutputBuffer)array)];
        step.Run(arguments, into);
        Assert.All(Enumerable.Range(0, 59), i => Assert.Equal(2 * i + 1, arrays[i][999]));
        Assert.Equal(59, arrays[59][0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        step.Run(arguments, into);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property(MaxTest = 60)]
    public void No_step_allocates(DoNotSize<int> seed)
    {
        (Computation computation, NDArray[] arguments, _) = Random(seed.Item, 60);
        CompiledComputation compiled = computation.Compile(new() { Threads = 1 });
        OutputBuffer[] into = [.. compiled.Signature.Outputs.Select(output => (OutputBuffer)NewArray(output.Type))];
        // The least of several runs: collections take back what pools hold.
        long least = long.MaxValue;
        for (int i = 0; i < 6 && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            compiled.Run(arguments, into);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_call_keeps_what_is_bound()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(2)), y = Expr.Parameter("y", DType.Float32, new(2));
        ComputationCall call = Computation.Of([x, y], [x * 10 + y, y]).Compile().NewCall();
        float[] elements = [1, 2];
        call.Bind("x", NDArray.Vector(3f, 4f)).Bind<float>("y", elements);
        elements[0] = 100;
        NDArray[] first = call.Run();
        NDArray[] second = call.Bind<float>("y", [5, 6]).Run();
        Assert.Equal([31f, 42f], first[0].ToArray<float>());
        // A result is the caller's for ever, whatever is bound later.
        Assert.Equal([1f, 2f], first[1].ToArray<float>());
        Assert.Equal([35f, 46f], second[0].ToArray<float>());
    }

    [Fact]
    public void A_failed_or_cancelled_run_leaves_arguments_as_they_are()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(4)), i = Expr.Parameter("i", DType.Int64, new(2, 1));
        CompiledComputation compiled = Computation.Of([x, i], [x * 2, Expr.Apply(new Op.Gather([0], 0, IndexMode.Assert), [x, i]).Sum()]).Compile();
        float[] elements = [1, 2, 3, 4];
        Assert.Throws<ArgumentOutOfRangeException>(() => compiled.Run([elements, NDArray.Create(new long[] { 1, 9 }, 2, 1)], [elements, new float[1]]));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => compiled.Run([elements, NDArray.Create(new long[] { 1, 2 }, 2, 1)], [elements, new float[1]], source.Token));
        Assert.Throws<OperationCanceledException>(() => compiled.Run([NDArray.Ones(4), NDArray.Create(new long[] { 1, 2 }, 2, 1)], source.Token));
        Assert.Equal([1f, 2, 3, 4], elements);
        compiled.Run([elements, NDArray.Create(new long[] { 1, 2 }, 2, 1)], [elements, new float[1]]);
        Assert.Equal([2f, 4, 6, 8], elements);
    }

    [Fact]
    public void The_plan_of_a_computation_keeps_small_values_in_the_arena()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(16, 16));
        PlanDescription plan = Computation.Of([x], [x.MatMul(x).MatMul(x).Sum()]).Compile().Plan;
        Assert.Equal(4, plan.ResultBytes);
        Assert.Equal(2, plan.Steps.Count(step => step is ContractionDescription));
        Assert.Contains(plan.Buffers, buffer => buffer.Place == BufferPlace.Arena);
    }

    [Fact]
    public void A_profile_and_statistics_see_the_runs()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(100));
        RunProfile profile = new(), own = new();
        var statistics = new EvaluationStatistics();
        CompiledComputation compiled = Computation.Of([x], [Expr.Exp(x).Sum()]).Compile(new() { Profile = profile, Statistics = statistics });
        compiled.Run(NDArray.Ones(100));
        compiled.Run([NDArray.Ones(100)], [new float[1]]);
        compiled.Run([NDArray.Ones(100)], CancellationToken.None, own);
        Assert.Equal((2, 1), (profile.Runs, own.Runs));
        Assert.Equal(6, statistics.ExecutedNodes);
        Assert.Equal(0, statistics.PlanMisses + statistics.PlanHits);
        Assert.Equal(0, profile.PreparationSeconds);
    }
}
