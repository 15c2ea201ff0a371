using System.Buffers;
using System.Text;
using Autograd.Graph;
using Autograd.Properties.Computations;
using Autograd.Properties.Differentiation;
using Autograd.Properties.Operations;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Interchange;

/// <summary>What is read has the structure of what was written, and evaluates to the same bits.</summary>
public sealed partial class ComputationJsonTests
{
    private static Computation Again(Computation computation, RuleRegistry? rules = null)
    {
        string json = computation.ToJson(rules);
        Computation read = ComputationJson.Read(json, rules);
        Assert.Equal(json, read.ToJson(rules));
        Assert.Equal(computation.Listing(), read.Listing());
        Assert.Equal(computation.ToString(), read.ToString());
        // A cell equals only itself.
        if (DrawnComputation.Nodes(computation.Outputs.AsSpan()).Exists(node => node.Op is Op.Cell)) return read;
        Assert.True(computation.StructurallyEquals(read), json);
        Assert.Equal(computation.StructuralHash(), read.StructuralHash());
        return read;
    }

    [Property(MaxTest = 100)]
    public void A_computation_read_again_gives_the_same_bits(DoNotSize<int> seed)
    {
        DrawnComputation drawn = DrawnComputation.Of(seed.Item, 12 + Math.Abs(seed.Item % 60));
        DrawnComputation.SameBits(drawn.Expected, Again(drawn.Computation).Compile().Run(drawn.Arguments));
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(Arbitraries)])]
    public void Arrays_and_numbers_are_kept_bit_for_bit(NDArray array)
    {
        var outputs = new List<Expr> { Expr.Constant(array), Expr.Variable(array) };
        for (int i = 0; i < Math.Min(array.Count, 20); i++) outputs.Add(Expr.Literal(array.At(i), array.DType, new(2)));
        Computation read = Again(Computation.Of([], outputs));
        Assert.True(read.Outputs[0].Value!.SameBytes(array));
        for (int i = 2; i < outputs.Count; i++) Assert.Equal(outputs[i].LiteralValue, read.Outputs[i].LiteralValue);
    }

    [Fact]
    public void Whatever_bits_a_NaN_has_are_kept()
    {
        float[] singles = [.. new uint[] { 0x7fa00001, 0xffc12345, 0x7f800000, 0xff800000, 0x80000000, 1 }.Select(BitConverter.UInt32BitsToSingle)];
        double[] doubles = [.. new ulong[] { 0x7ff4000000000001, 0xfff8123456789abc, 0x7ff0000000000000, 0x8000000000000000, 1 }.Select(BitConverter.UInt64BitsToDouble)];
        foreach (NDArray array in new[] { NDArray.Vector(singles), NDArray.Vector(doubles) })
        {
            Computation read = Again(Computation.Of([], [Expr.Constant(array)]));
            Assert.True(read.Outputs[0].Value!.SameBytes(array));
        }
    }

    [Theory]
    [InlineData(1024 / 4, "\"data\":[", DType.Float32)]
    [InlineData(1024 / 4 + 1, "\"base64\":\"", DType.Float32)]
    [InlineData(1024 + 1, "\"base64\":\"", DType.Bool)]
    [InlineData((3 << 20) / 8 + 5, "\"base64\":[\"", DType.Int64)]
    public void Long_arrays_are_written_as_bytes(int count, string expected, DType dtype)
    {
        NDArray array = Draw.Array(new System.Random(1), dtype, new(count));
        Computation computation = Computation.Of([], [Expr.Constant(array)]);
        Assert.Contains(expected, computation.ToJson(), StringComparison.Ordinal);
        Assert.True(ComputationJson.Read(computation.ToJson()).Outputs[0].Value!.SameBytes(array));
    }

    [Property(MaxTest = 3)]
    public void Every_primitive_is_written_and_read_with_its_gradient(int seed)
    {
        foreach ((Type op, Func<Sampler, PrimitiveSample> sample) in PrimitiveSamples.Differentiable)
        {
            PrimitiveSample drawn = sample(new Sampler(seed));
            Expr[] x = Array.ConvertAll(drawn.At, Expr.Variable);
            SameWithGradients(drawn.Function(x), x, op.Name);
        }
    }

    [Fact]
    public void Every_flat_primitive_is_written_and_read()
    {
        foreach ((Type op, Func<Expr, Expr> f) in PrimitiveSamples.Flat)
        {
            Expr y = f(Expr.Variable(NDArray.Vector(0.5, 1.5, 2.5)));
            if (y.Op is Op.Parameter)
            {
                Again(Computation.Of([y], [y]));
                continue;
            }

            // What a cell is known to be is part of a document: written both before and after it is evaluated.
            Computation computation = Computation.Of([], [y]);
            Computation read = ComputationJson.Read(computation.ToJson());
            Assert.True(y.Evaluate().BitsEqual(read.Outputs[0].Evaluate()), op.Name);
            Assert.Equal(y.Op, read.Outputs[0].Op);
            Assert.True(y.Evaluate().BitsEqual(ComputationJson.Read(computation.ToJson()).Outputs[0].Evaluate()), op.Name);
        }
    }

    [Theory]
    [MemberData(nameof(OperationSamples.Rows), MemberType = typeof(OperationSamples))]
    public void Every_operation_is_written_and_read_with_its_gradient(Sample sample)
    {
        Expr[] x = Array.ConvertAll(sample.Inputs, Expr.Variable);
        Expr y = sample.Function(x);
        Assert.All(DrawnComputation.Nodes(y), node => Assert.True(node.Op is not Op.WithRule { Named: null }, $"{node} has a mere delegate as its rule"));
        SameWithGradients(y, x, sample.ToString());
    }

    private static void SameWithGradients(Expr y, Expr[] x, string what)
    {
        var rules = RuleRegistry.Default;
        foreach (Expr node in DrawnComputation.Nodes(y))
            if (node.Op is Op.WithRule { Named: null } op && !rules.Names.Contains(op.Label)) rules = rules.With(op.Label, op.Rule);
        // The variables are outputs, so that they are found again.
        Computation read = Again(Computation.Of([], [y, .. x]), rules);
        Expr again = read.Outputs[0];
        Expr[] variables = [.. read.Outputs.Skip(1)];
        Assert.True(y.Evaluate().BitsEqual(again.Evaluate()), what);
        Expr?[] expected = Gradient.Pullback([y], x, [Expr.OnesLike(y)]), actual = Gradient.Pullback([again], variables, [Expr.OnesLike(again)]);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(expected[i] is null, actual[i] is null);
            if (expected[i] is { } gradient) Assert.True(gradient.Evaluate().BitsEqual(actual[i]!.Evaluate()), what);
        }
    }

    [Fact]
    public void Every_record_has_a_form()
    {
        IEnumerable<Type> records = typeof(Op).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        Assert.Equal(records.Select(type => type.Name).Order(), OpForms.All.Select(form => form.Type.Name).Order());
    }

    [Fact]
    public void Every_rule_of_the_library_is_registered()
    {
        IEnumerable<Type> rules = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NamedRule)) && !type.IsAbstract && type != typeof(FixedRule));
        Assert.Equal(rules.Select(type => type.Name).Order(), LibraryRules.All.Select(rule => rule.GetType().Name).Where(name => name != nameof(FixedRule)).Order());
        Assert.Equal(LibraryRules.All.Select(rule => rule.Name).Order(StringComparer.Ordinal), RuleRegistry.Default.Names);
    }

    [Fact]
    public void Names_signatures_and_sharing_are_kept()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(3)), unused = Expr.Parameter("unused \"quoted\" é\n", DType.Bool, new(2, 0));
        Expr shared = Expr.Exp((x + 1).Named("another name")).Named("scores\u2028"), sorted = shared.Sort().Values.Named("sorted");
        Computation read = Again(Computation.Of([x, unused], [("y", shared * shared + sorted), ("z", shared)]));
        Assert.Equal("unused \"quoted\" é\n", read.Signature.Parameters[1].Name);
        Assert.Equal("scores\u2028", read.Outputs[1].Name);
        Assert.Same(read.Outputs[1], read.Outputs[0].Inputs[0].Inputs[1]);
        Assert.Equal("another name", read.Outputs[1].Inputs[0].Name);
        Assert.Equal("sorted", read.Outputs[0].Inputs[1].Name);
    }

    [Fact]
    public void A_document_of_many_nodes_is_written_and_read()
    {
        Expr x = Expr.Parameter("x", DType.Float32, new(2)), y = x;
        for (int i = 0; i < 20_000; i++) y = Expr.Sin(y + x);
        Computation computation = Computation.Of([x], [y]), read = ComputationJson.Read(computation.ToJson());
        Assert.True(computation.StructurallyEquals(read));
        Assert.Equal(40_001, read.Statistics.Nodes);
    }

    [Fact]
    public void Streams_buffers_spans_and_texts_are_alike()
    {
        Computation computation = Computation.Trace(new NamedType("x", DType.Float64, 300), x => (x * Expr.Constant(NDArray.Ones(new Shape(300), DType.Float64))).Sum());
        using var stream = new MemoryStream();
        computation.WriteJson(stream);
        var buffer = new ArrayBufferWriter<byte>();
        computation.WriteJson(buffer);
        Assert.Equal(computation.ToJson(), Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(stream.ToArray(), buffer.WrittenSpan.ToArray());
        stream.Position = 0;
        foreach (Computation read in new[] { ComputationJson.Read(stream), ComputationJson.Read(buffer.WrittenSpan), ComputationJson.Read(buffer.WrittenMemory), ComputationJson.Read([.. "\uFEFF"u8, .. buffer.WrittenSpan]) })
            Assert.True(computation.StructurallyEquals(read));
    }
}
