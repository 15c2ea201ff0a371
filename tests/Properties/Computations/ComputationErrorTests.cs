using Autograd.Graph;
using Xunit;

namespace Autograd.Properties;

/// <summary>What does not make a computation, or does not fit one, is refused by an error that says what would.</summary>
public class ComputationErrorTests
{
    private static readonly Expr s_w = Expr.Parameter("w", DType.Float32, new(2, 3)), s_x = Expr.Parameter("x", DType.Float32, new(3));

    private static CompiledComputation Compiled { get; } = Computation.Of([s_w, s_x], [("y", s_w.MatMul(s_x)), ("z", s_x * 2)]).Compile();

    private static readonly NDArray s_ones = NDArray.Ones(2, 3), s_three = NDArray.Ones(3);

    private static void Throws<T>(string message, Action action) where T : Exception => Assert.StartsWith(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void Parameters_are_checked()
    {
        Expr v = Expr.Variable(s_three);
        Throws<ComputationException>("computation: parameter 1 (variable : float32 [3]) is none; Expr.Parameter(name, type, shape) makes one", () => Computation.Of([s_w, v], [s_w + v]));
        Throws<ComputationException>("computation: two parameters are named 'x'", () => Computation.Of([s_x, s_x], [s_x]));
        Throws<ComputationException>("computation: two parameters are named 'x'", () => Computation.Of([s_x, Expr.Parameter("x", DType.Bool, new(1))], [s_x]));
        Throws<ComputationException>("computation: output 0 depends on parameter 'w' (float32 [2, 3]), which is not listed (there are x: float32 [3])", () => Computation.Of([s_x], [s_w.MatMul(s_x)]));
        Throws<ComputationException>("computation: output 'sum' depends on parameter 'w' (float32 [2, 3]), which is not listed (there are none)", () => Computation.Of([], [("sum", s_w.Sum())]));
        Throws<ComputationException>("computation: output 1 depends on another parameter 'x' (int64 [3]) than the one listed (float32 [3]); each call of Expr.Parameter makes one of its own", () => Computation.Of([s_x], [s_x + 1, Expr.Parameter("x", DType.Int64, new(3)) + 1]));
        Throws<ComputationException>("computation: output 0 depends on parameter 'w'", () => Computation.Of([s_x], [Expr.Cell(new SourceCell(s_w * 2))]));
        Assert.Throws<ArgumentNullException>(() => Computation.Of([null!], [s_x]));
        Assert.Throws<ArgumentNullException>(() => Computation.Of([s_x], [(Expr)null!]));
    }

    [Fact]
    public void Outputs_are_checked()
    {
        Throws<ComputationException>("computation: two outputs are named 'y'", () => Computation.Of([s_x], [("y", s_x + 1), ("y", s_x + 2)]));
        Throws<ComputationException>("computation: two outputs are named 'y'", () => Computation.Of([s_x], [(s_x + 1).Named("y"), (s_x + 2).Named("y")]));
        Assert.Throws<InvalidOperationException>(() => Computation.Of([s_x], [s_x.Sort().Values.Inputs[0]]));
    }

    [Fact]
    public void Names_are_looked_up()
    {
        Assert.Equal(1, Compiled.Signature.IndexOfParameter("x"));
        Assert.Equal(1, Compiled.Signature.IndexOfOutput("z"));
        Throws<ComputationException>("computation: there is no parameter 'v' (there are w: float32 [2, 3], x: float32 [3])", () => Compiled.NewCall().Bind("v", s_three));
        Throws<ComputationException>("computation: there is no output 'x' (there are y: float32 [2], z: float32 [3])", () => Compiled.Signature.IndexOfOutput("x"));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Throws<ComputationException>("run: 1 arguments for 2 parameters (w: float32 [2, 3], x: float32 [3])", () => Compiled.Run(s_ones));
        Throws<ShapeException>("run: parameter 'w' is float32 [2, 3], the argument is float32 [3]", () => Compiled.Run(s_three, s_three));
        Throws<DTypeException>("run: parameter 'x' is float32 [3], the argument is float64 [3] (Cast converts)", () => Compiled.Run(s_ones, NDArray.Ones(new Shape(3), DType.Float64)));
        Throws<ArgumentNullException>("run: the argument for parameter 'x' is null", () => Compiled.Run(s_ones, null!));
        Throws<ShapeException>("run: parameter 'w' is float32 [2, 3] of 6 elements, not an array of 5", () => Compiled.Run([new float[5], s_three], [new float[2], new float[3]]));
        Throws<ShapeException>("run: parameter 'w' is float32 [2, 3] of 6 elements, not an array of [3, 2]", () => Compiled.Run([new float[3, 2], s_three], [new float[2], new float[3]]));
        Throws<DTypeException>("run: parameter 'x' is float32 [3], not an array of int32", () => Compiled.Run([s_ones, new int[3]], [new float[2], new float[3]]));
        Throws<ComputationException>("run: parameter 'x' is float32 [3], and no array is given", () => Compiled.Run([s_ones, default(InputBuffer)], [new float[2], new float[3]]));
        Throws<NotSupportedException>("arrays hold ", () => Compiled.Run([s_ones, new uint[3]], [new float[2], new float[3]]));
        Throws<ArgumentOutOfRangeException>("elements [2, 5) are not inside of an array of 4", () => InputBuffer.Of(new float[4], 2, 3));
    }

    [Fact]
    public void Bound_arguments_are_checked()
    {
        Throws<ComputationException>("run: parameter x: float32 [3] is not bound to a value", () => Compiled.NewCall().Bind("w", s_ones).Run());
        Throws<ShapeException>("run: parameter 'w' is float32 [2, 3], the argument is float32 [3]", () => Compiled.NewCall().Bind("w", s_three));
        Throws<ShapeException>("bind: parameter 'w' is float32 [2, 3] of 6 elements, not 5", () => Compiled.NewCall().Bind<float>("w", new float[5]));
        Throws<DTypeException>("bind: parameter 'w' is float32 [2, 3], not elements of float64", () => Compiled.NewCall().Bind<double>("w", new double[6]));
    }

    [Fact]
    public void Arrays_for_outputs_are_checked()
    {
        float[] whole = new float[5];
        Throws<ComputationException>("run: 1 arrays for 2 outputs (y: float32 [2], z: float32 [3])", () => Compiled.Run([s_ones, s_three], [new float[2]]));
        Throws<ShapeException>("run: output 'z' is float32 [3] of 3 elements, not an array of 2", () => Compiled.Run([s_ones, s_three], [new float[2], new float[2]]));
        Throws<DTypeException>("run: output 'y' is float32 [2], not an array of float64", () => Compiled.Run([s_ones, s_three], [new double[2], new float[3]]));
        Throws<ComputationException>("run: output 'y' and output 'z' would be written to the same elements of one array", () => Compiled.Run([s_ones, s_three], [OutputBuffer.Of(whole, 1, 2), OutputBuffer.Of(whole, 2, 3)]));
        Compiled.Run([s_ones, s_three], [OutputBuffer.Of(whole, 0, 2), OutputBuffer.Of(whole, 2, 3)]);
        Assert.Equal([3f, 3, 2, 2, 2], whole);
    }
}
