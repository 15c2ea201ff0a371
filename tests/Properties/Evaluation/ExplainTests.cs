using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties;

/// <summary>A plan says what it does.</summary>
public class ExplainTests
{
    private static readonly MachinePeaks Peaks = new(BytesPerSecond: 10e9, OperationsPerSecond: 100e9);

    [Fact]
    public void A_contraction_is_described_by_its_sizes_and_layouts()
    {
        Expr x = Expr.Variable(NDArray.Ones(128, 784)), w = Expr.Variable(NDArray.Ones(10, 784));
        PlanDescription plan = x.MatMul(w.Transpose(1, 0)).Explain();
        var dot = Assert.IsType<ContractionDescription>(Assert.Single(plan.Steps));
        Assert.Equal((1, 128, 10, 784), (dot.Batch, dot.M, dot.N, dot.K));
        Assert.Equal((OperandLayout.RowMajor, OperandLayout.ColumnMajor), (dot.Left, dot.Right));
        Assert.Equal(2L * 128 * 10 * 784, dot.Operations);
        Assert.Equal(4L * (128 * 784 + 10 * 784), dot.BytesRead);
        Assert.Equal(4L * 128 * 10, dot.BytesWritten);
        Assert.Equal(StepBound.Memory, dot.ExpectedBound(Peaks));
        Assert.Equal((dot.BytesRead + dot.BytesWritten) / 10e9, dot.ExpectedSeconds(Peaks));
        Assert.Equal(StepBound.Arithmetic, dot.ExpectedBound(Peaks with { OperationsPerSecond = 1e9 }));
    }

    [Fact]
    public void A_loop_is_described_by_its_instructions()
    {
        Expr x = Expr.Variable(NDArray.Ones(1000));
        PlanDescription plan = (Expr.Tanh(x * 1.5) * Expr.Sigmoid(x)).Explain();
        var loop = Assert.IsType<LoopDescription>(Assert.Single(plan.Steps));
        Assert.Equal(1000, loop.Count);
        Assert.Equal(4, loop.Nodes);
        foreach (string name in new[] { "mul", "tanh", "sigmoid" }) Assert.Contains(loop.Instructions, line => line.Contains($"= {name} ", StringComparison.Ordinal));
        Assert.InRange(loop.BytesRead, 4000, 4008);
        Assert.Equal(4000, loop.BytesWritten);
        Assert.Contains("tanh", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_repeated_is_read_once()
    {
        Expr row = Expr.Variable(NDArray.Ones(100));
        StepDescription loop = Assert.Single((Expr.Variable(NDArray.Ones(50, 100)) + row).Explain().Steps);
        Assert.Equal(4L * (5000 + 100), loop.BytesRead);
    }

    [Property(MaxTest = 60)]
    public void Steps_name_buffers_of_the_plan_and_move_no_more_than_these_hold(DoNotSize<int> seed)
    {
        PlanDescription plan = Graph.Evaluation.Explain(RandomGraph.Outputs(seed.Item, 60));
        Assert.Equal(Enumerable.Range(0, plan.Buffers.Length), plan.Buffers.Select(buffer => buffer.Index));
        foreach (StepDescription step in plan.Steps)
        {
            Assert.InRange(step.BytesRead, 0, step.Reads.Sum(buffer => plan.Buffers[buffer].ByteCount));
            Assert.InRange(step.BytesWritten, 0, step.Writes.Sum(buffer => plan.Buffers[buffer].ByteCount));
            Assert.All(step.Writes, buffer => Assert.True(plan.Buffers[buffer].Place is BufferPlace.Arena or BufferPlace.Result));
            Assert.True(step.Nodes > 0 && step.Operations >= 0);
        }

        // Every buffer that a step writes is written before it is read.
        var written = new HashSet<int>();
        foreach (StepDescription step in plan.Steps)
        {
            Assert.All(step.Reads, buffer => Assert.True(plan.Buffers[buffer].Place is BufferPlace.Argument or BufferPlace.Number || written.Contains(buffer) || step.Writes.Contains(buffer)));
            written.UnionWith(step.Writes);
        }

        Assert.Contains($"{plan.Steps.Length} steps", plan.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_computed_by_explaining()
    {
        Expr y = Expr.Variable(NDArray.Ones(3)) + 1;
        y.Explain();
        Assert.Null(y.Value);
        y.Evaluate();
        Assert.Empty(y.Explain().Steps);
    }

    [Fact]
    public void A_parameter_without_a_value_cannot_be_explained() =>
        Assert.Throws<UnboundParameterException>(() => (Expr.Parameter("p", DType.Float32, new(2)) + 1).Explain());
}
