using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>
/// Hashes every kernel's results on fixed arguments, so that processes with other vector widths can be compared. Any NaN is hashed
/// as the same one.
/// </summary>
internal static class HashCommand
{
    private const int Size = 6001;

    /// <summary>The line that says which vectors the hardware accelerates.</summary>
    internal static string Hardware =>
        $"vectors 512:{Vector512.IsHardwareAccelerated} 256:{Vector256.IsHardwareAccelerated} 128:{Vector128.IsHardwareAccelerated}";

    /// <summary>The hardware, then one line a function and type.</summary>
    internal static IEnumerable<string> Lines()
    {
        yield return Hardware;
        foreach (string line in Results())
        {
            yield return line;
        }
    }

    /// <summary>One line a function and type.</summary>
    internal static IEnumerable<string> Results()
    {
        float[] singles = Singles(1);
        float[] otherSingles = Singles(2);
        float[] single = new float[singles.Length];
        double[] doubles = Doubles(3);
        double[] otherDoubles = Doubles(4);
        double[] wide = new double[doubles.Length];
        foreach (UnaryFunction f in MathFunctions.Unary.Concat(MathFunctions.Normal))
        {
            f.Single(singles, single);
            yield return $"{f.Name} float32 {Hash(single)}";
            f.Double(doubles, wide);
            yield return $"{f.Name} float64 {Hash(wide)}";
        }

        foreach (BinaryFunction f in MathFunctions.Binary)
        {
            f.Single(singles, otherSingles, single);
            yield return $"{f.Name} float32 {Hash(single)}";
            f.Double(doubles, otherDoubles, wide);
            yield return $"{f.Name} float64 {Hash(wide)}";
        }

        foreach (ElementOp op in ElementOps.All)
        {
            yield return $"{op.Op} {op.DType.Name()} {Hash(op)}";
        }
    }

    /// <summary>Hashes an op's kernel on runs of several lengths.</summary>
    private static string Hash(ElementOp op)
    {
        Random random = new(5);
        List<byte> bits = [];
        foreach (int length in new[] { 3, 5, 14, 29, 61, 1000 })
        {
            NDArray[] inputs = [.. Enumerable.Range(0, op.Arity).Select(i => ElementOps.Draw(random, op.Input(i), length))];
            NDArray y = Expr.Apply(op.Op, Array.ConvertAll(inputs, Expr.Constant)).Evaluate();
            for (int i = 0; i < length; i++)
            {
                Number element = y.At(i);
                bits.AddRange(BitConverter.GetBytes(double.IsNaN(element.ToDouble()) ? long.MinValue : element.Bits));
            }
        }

        return Convert.ToHexString(SHA256.HashData(CollectionsMarshal.AsSpan(bits)).AsSpan(0, 8));
    }

    /// <summary>Special values, then thirds of moderate, wide and arbitrary numbers.</summary>
    internal static double[] Doubles(int seed)
    {
        Random random = new(seed);
        double[] values = new double[Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % 3) switch
            {
                0 => random.NextDouble() * 8 - 4,
                1 => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-60, 12)),
                _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            };
        }

        SpecialValues.Doubles.CopyTo(values.AsSpan(seed));
        return values;
    }

    /// <summary>Special values, then thirds of moderate, wide and arbitrary numbers.</summary>
    internal static float[] Singles(int seed)
    {
        Random random = new(seed);
        float[] values = new float[Size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % 3) switch
            {
                0 => random.NextSingle() * 8 - 4,
                1 => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-30, 9)),
                _ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
            };
        }

        SpecialValues.Singles.CopyTo(values.AsSpan(seed));
        return values;
    }

    private static string Hash(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = float.IsNaN(values[i]) ? float.NaN : values[i];
        }

        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));
    }

    private static string Hash(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.IsNaN(values[i]) ? double.NaN : values[i];
        }

        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)).AsSpan(0, 8));
    }
}
