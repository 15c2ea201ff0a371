using Autograd.Accuracy;

namespace Autograd.Properties;

public sealed partial class VectorMathTests
{
    private const int Mantissas = 4096;

    /// <summary>The bounds that the library promises.</summary>
    private const double SingleBound = 2;

    private const double DoubleBound = 4;

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Float32_is_within_2_ulp_at_every_exponent(string name)
    {
        UnaryFunction f = Unary(name);
        float[] x = new float[Mantissas];
        float[] y = new float[Mantissas];
        Random random = new(1);
        for (uint high = 0; high < 512; high++)
        {
            // one mantissa of each of 4,096 equal parts, the least and the greatest included
            for (uint i = 0; i < Mantissas; i++)
            {
                uint low = i == 0 ? 0 : i == Mantissas - 1 ? 2047 : (uint)random.Next(2048);
                x[i] = BitConverter.UInt32BitsToSingle((high << 23) | (i << 11) | low);
            }

            f.Single(x, y);
            for (int i = 0; i < Mantissas; i++)
            {
                RequireSingle(f, x[i], y[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Float32_is_within_2_ulp_in_hard_cases(string name)
    {
        UnaryFunction f = Unary(name);
        float[] x = [.. SpecialValues.Singles, .. NearMultiplesOfQuarterTurn(), .. NearOne()];
        float[] y = Apply(f, x);
        for (int i = 0; i < x.Length; i++)
        {
            RequireSingle(f, x[i], y[i]);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Float32_of_two_arguments_is_within_2_ulp(string name)
    {
        BinaryFunction f = Binary(name);
        (float[] a, float[] b) = Pairs(300_000);
        float[] y = Apply(f, a, b);
        for (int i = 0; i < a.Length; i++)
        {
            double exact = f.Reference(a[i], b[i]);
            double error = UlpError.OfSingle(y[i], exact);
            Assert.True(error <= SingleBound, $"{name}({a[i]:R}, {b[i]:R}) = {y[i]:R}, exactly {exact:R}: {error} ulp");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float64_is_within_4_ulp_of_recorded_values(string name)
    {
        IReadOnlyList<RecordedPoint> points = RecordedTable.Read()[name];
        double[] errors = RecordedTable.Errors(name, points);
        Assert.Equal(2000, points.Count);
        for (int i = 0; i < errors.Length; i++)
        {
            Assert.True(errors[i] <= DoubleBound, $"{name} at {points[i]}: {errors[i]} ulp");
        }
    }

    private static void RequireSingle(UnaryFunction f, float x, float y)
    {
        double exact = f.Reference(x);
        double error = UlpError.OfSingle(y, exact);
        if (error > SingleBound)
        {
            Assert.Fail($"{f.Name}({x:R}) = {y:R}, exactly {exact:R}: {error} ulp");
        }
    }

    /// <summary>The floats on both sides of n·π/4, from the first turn to the largest.</summary>
    private static IEnumerable<float> NearMultiplesOfQuarterTurn()
    {
        for (int shift = 0; shift < 110; shift++)
        {
            for (int n = 1; n < 64; n++)
            {
                float x = (float)(Math.ScaleB(n, shift) * (Math.PI / 4));
                yield return x;
                yield return MathF.BitIncrement(x);
                yield return -MathF.BitDecrement(x);
            }
        }
    }

    private static IEnumerable<float> NearOne()
    {
        for (int i = -3000; i < 3000; i++)
        {
            yield return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1) + i);
            yield return -BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1) + i);
        }
    }

    /// <summary>Every pair of special values, then pairs for which powers neither vanish nor overflow, then arbitrary ones.</summary>
    private static (float[] A, float[] B) Pairs(int count)
    {
        List<float> a = [];
        List<float> b = [];
        foreach (float x in SpecialValues.Singles)
        {
            foreach (float y in SpecialValues.Singles)
            {
                a.Add(x);
                b.Add(y);
            }
        }

        Random random = new(2);
        while (a.Count < count)
        {
            float x = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            float near = 1 + (random.NextSingle() - 0.5f) * MathF.Pow(2, -random.Next(22));
            switch (random.Next(3))
            {
                case 0:
                    a.Add(MathF.Abs(x));
                    b.Add((float)((random.NextDouble() * 300 - 160) / Math.Log2(Math.Abs(x))));
                    break;
                case 1:
                    a.Add(near);
                    b.Add((float)((random.NextDouble() * 300 - 160) / Math.Log2(near)));
                    break;
                default:
                    a.Add(x);
                    b.Add(random.Next(2) == 0 ? random.Next(-40, 40) : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
                    break;
            }
        }

        return ([.. a], [.. b]);
    }
}
