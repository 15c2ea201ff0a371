using Autograd.Accuracy;
using FsCheck.Xunit;

namespace Autograd.Properties;

public sealed partial class VectorMathTests
{
    /// <summary>A switch of the runtime and what it must turn off.</summary>
    public static TheoryData<string, string> Switches => new()
    {
        { "DOTNET_EnableAVX512", "512:False" },
        { "DOTNET_EnableAVX2", "512:False 256:False" },
        { "DOTNET_EnableHWIntrinsic", "512:False 256:False 128:False" },
    };

    [Property(MaxTest = 20)]
    public void An_element_has_the_same_bits_wherever_it_stands(int seed)
    {
        Random random = new(seed);
        double[] doubles = HashCommand.Doubles(random.Next(100));
        float[] singles = HashCommand.Singles(random.Next(100));
        int length = random.Next(1, 70);
        int start = random.Next(singles.Length / 2 - length);
        foreach (UnaryFunction f in MathFunctions.Unary.Concat(MathFunctions.Normal))
        {
            RequirePositionIndependence(start, length, (from, count) => Bits(Apply(f, singles.AsSpan(from, count))));
            RequirePositionIndependence(start, length, (from, count) => Bits(Apply(f, doubles.AsSpan(from, count))));
        }

        int half = singles.Length / 2;
        foreach (BinaryFunction f in MathFunctions.Binary)
        {
            RequirePositionIndependence(start, length, (from, count) => Bits(Apply(f, singles.AsSpan(from, count), singles.AsSpan(half + from, count))));
            RequirePositionIndependence(start, length, (from, count) => Bits(Apply(f, doubles.AsSpan(from, count), doubles.AsSpan(half + from, count))));
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Results_may_be_written_over_arguments(string name)
    {
        UnaryFunction f = Unary(name);
        double[] doubles = HashCommand.Doubles(5);
        float[] singles = HashCommand.Singles(5);
        double[] expected = Apply(f, doubles);
        float[] expectedSingles = Apply(f, singles);
        f.Double(doubles, doubles);
        f.Single(singles, singles);
        Assert.Equal(Bits(expected), Bits(doubles));
        Assert.Equal(Bits(expectedSingles), Bits(singles));
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Results_may_be_written_over_either_argument(string name)
    {
        BinaryFunction f = Binary(name);
        double[] a = HashCommand.Doubles(6);
        double[] b = HashCommand.Doubles(7);
        double[] expected = Apply(f, a, b);
        double[] left = [.. a];
        f.Double(left, b, left);
        f.Double(a, b, b);
        Assert.Equal(Bits(expected), Bits(left));
        Assert.Equal(Bits(expected), Bits(b));
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Every_vector_width_gives_the_same_bits(string name, string expected)
    {
        ChildProcess.Result child = ChildProcess.Run("Autograd.Accuracy.dll", ["hash"], new Dictionary<string, string> { [name] = "0" });
        Assert.True(child.ExitCode == 0, child.Errors);
        Assert.StartsWith($"vectors {expected}", child.Lines[0]);
        Assert.Equal(HashCommand.Results(), child.Lines[1..]);
    }

    /// <summary>Compares the elements of one call with each computed alone and with those of calls that start later.</summary>
    private static void RequirePositionIndependence(int start, int length, Func<int, int, long[]> evaluate)
    {
        long[] whole = evaluate(start, length);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal(whole[i], evaluate(start + i, 1)[0]);
        }

        for (int i = 1; i < length; i += 5)
        {
            Assert.Equal(whole[i..], evaluate(start + i, length - i));
        }
    }

    // any NaN counts as any other
    private static long[] Bits(float[] values) => Array.ConvertAll(values, x => (long)BitConverter.SingleToInt32Bits(float.IsNaN(x) ? float.NaN : x));

    private static long[] Bits(double[] values) => Array.ConvertAll(values, x => BitConverter.DoubleToInt64Bits(double.IsNaN(x) ? double.NaN : x));
}
