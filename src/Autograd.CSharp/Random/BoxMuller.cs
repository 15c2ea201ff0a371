namespace Autograd.CSharp;

/// <summary>
/// Turns uniform into normal numbers (G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", 1958).
/// The float32 form repeats the arithmetic of PyTorch's vector kernel, whose logarithm, sine and cosine are those of S. L. Moshier's
/// Cephes library, fused multiply-adds included: so the samples are its samples to the last bit, on every machine.
/// </summary>
internal static class BoxMuller
{
    /// <summary>Numbers transformed together: eight pairs, the second of each pair eight places after the first.</summary>
    public const int Block = 16;

    private const int Half = Block / 2;

    /// <summary>Replaces a block of uniform numbers in [0, 1) by normal ones.</summary>
    public static void Transform(Span<float> block, float mean, float std)
    {
        for (int i = 0; i < Half; i++)
        {
            float radius = MathF.Sqrt(-2 * Log(1 - block[i]));
            (float sin, float cos) = SinCos((float)(2 * Math.PI) * block[i + Half]);
            block[i] = MathF.FusedMultiplyAdd(radius * cos, std, mean);
            block[i + Half] = MathF.FusedMultiplyAdd(radius * sin, std, mean);
        }
    }

    /// <inheritdoc cref="Transform(Span{float}, float, float)"/>
    public static void Transform(Span<double> block, double mean, double std)
    {
        for (int i = 0; i < Half; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - block[i]));
            (double sin, double cos) = Math.SinCos(2 * Math.PI * block[i + Half]);
            block[i] = Math.FusedMultiplyAdd(radius * cos, std, mean);
            block[i + Half] = Math.FusedMultiplyAdd(radius * sin, std, mean);
        }
    }

    /// <summary>Cephes' logf for normal x &gt; 0.</summary>
    private static float Log(float x)
    {
        const float SqrtHalf = 0.707106781186547524f;
        int bits = BitConverter.SingleToInt32Bits(x);
        float exponent = (bits >> 23) - 126;
        float m = BitConverter.Int32BitsToSingle((bits & 0x007fffff) | 0x3f000000);   // x = m * 2^exponent, m in [1/2, 1)
        if (m < SqrtHalf)
        {
            exponent -= 1;
            m = m - 1 + m;
        }
        else
        {
            m -= 1;
        }

        float z = m * m;
        float y = 7.0376836292E-2f;
        y = MathF.FusedMultiplyAdd(y, m, -1.1514610310E-1f);
        y = MathF.FusedMultiplyAdd(y, m, 1.1676998740E-1f);
        y = MathF.FusedMultiplyAdd(y, m, -1.2420140846E-1f);
        y = MathF.FusedMultiplyAdd(y, m, 1.4249322787E-1f);
        y = MathF.FusedMultiplyAdd(y, m, -1.6668057665E-1f);
        y = MathF.FusedMultiplyAdd(y, m, 2.0000714765E-1f);
        y = MathF.FusedMultiplyAdd(y, m, -2.4999993993E-1f);
        y = MathF.FusedMultiplyAdd(y, m, 3.3333331174E-1f);
        y = MathF.FusedMultiplyAdd(y * m, z, exponent * -2.12194440e-4f);
        y = MathF.FusedMultiplyAdd(-z, 0.5f, y);
        return MathF.FusedMultiplyAdd(exponent, 0.693359375f, m + y);
    }

    /// <summary>Cephes' sinf and cosf for x in [0, 8192].</summary>
    private static (float Sin, float Cos) SinCos(float x)
    {
        const float FourOverPi = 1.27323954473516f;
        int octant = ((int)(x * FourOverPi) + 1) & ~1;
        float y = octant;
        // x - octant * pi/4, the constant in three parts
        x = MathF.FusedMultiplyAdd(y, -0.78515625f, x);
        x = MathF.FusedMultiplyAdd(y, -2.4187564849853515625e-4f, x);
        x = MathF.FusedMultiplyAdd(y, -3.77489497744594108e-8f, x);

        float z = x * x;
        float cos = 2.443315711809948E-005f;
        cos = MathF.FusedMultiplyAdd(cos, z, -1.388731625493765E-003f);
        cos = MathF.FusedMultiplyAdd(cos, z, 4.166664568298827E-002f);
        cos = MathF.FusedMultiplyAdd(cos * z, z, -(z * 0.5f)) + 1;

        float sin = -1.9515295891E-4f;
        sin = MathF.FusedMultiplyAdd(sin, z, 8.3321608736E-3f);
        sin = MathF.FusedMultiplyAdd(sin, z, -1.6666654611E-1f);
        sin = MathF.FusedMultiplyAdd(sin * z, x, x);

        return (octant & 7) switch
        {
            0 => (sin, cos),
            2 => (cos, -sin),
            4 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
