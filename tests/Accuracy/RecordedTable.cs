using System.Globalization;
using System.IO.Compression;

namespace Autograd.Accuracy;

/// <summary>A point of the table of scripts/record_math_table.py: f(A, B) = Value + Rest units in its last place. B is 0 for one argument.</summary>
internal readonly record struct RecordedPoint(double A, double B, double Value, double Rest)
{
    /// <summary>The distance of y from the exact value in units in the last place of the recorded double.</summary>
    internal double Error(double y) => double.IsNaN(y) ? double.PositiveInfinity : Math.Abs(Ordinal(y) - Ordinal(Value) - Rest);

    // Consecutive doubles have consecutive ordinals.
    private static long Ordinal(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        return bits >= 0 ? bits : long.MinValue - bits;
    }
}

/// <summary>The recorded float64 values and the kernels' distances from them.</summary>
internal static class RecordedTable
{
    /// <summary>Each function's points.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<RecordedPoint>> Read()
    {
        using Stream packed = typeof(RecordedTable).Assembly.GetManifestResourceStream("math_table.txt.gz")!;
        using GZipStream unpacked = new(packed, CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        Dictionary<string, IReadOnlyList<RecordedPoint>> functions = [];
        List<RecordedPoint> points = [];
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "#")
            {
                points = [];
                functions.Add(words[1], points);
                continue;
            }

            bool binary = words.Length == 4;
            points.Add(new(
                FromHex(words[0]),
                binary ? FromHex(words[1]) : 0,
                FromHex(words[^2]),
                int.Parse(words[^1], CultureInfo.InvariantCulture) / 100.0));
        }

        return functions;
    }

    /// <summary>The errors of a function's kernel at its recorded points.</summary>
    internal static double[] Errors(string name, IReadOnlyList<RecordedPoint> points)
    {
        double[] a = [.. points.Select(p => p.A)];
        double[] y = new double[a.Length];
        if (MathFunctions.Unary.FirstOrDefault(f => f.Name == name) is { } unary)
        {
            unary.Double(a, y);
        }
        else
        {
            double[] b = [.. points.Select(p => p.B)];
            MathFunctions.Binary.First(f => f.Name == name).Double(a, b, y);
        }

        return [.. points.Select((p, i) => p.Error(y[i]))];
    }

    /// <summary>Prints each function's largest error and where it is.</summary>
    internal static void Print()
    {
        Console.WriteLine("| function | points | largest error (ulp) | at | exactly rounded |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((string name, IReadOnlyList<RecordedPoint> points) in Read())
        {
            double[] errors = Errors(name, points);
            int worst = Array.IndexOf(errors, errors.Max());
            bool binary = MathFunctions.Binary.Any(f => f.Name == name);
            string where = string.Create(CultureInfo.InvariantCulture, $"{points[worst].A:R}") + (binary ? string.Create(CultureInfo.InvariantCulture, $", {points[worst].B:R}") : "");
            double exact = 100.0 * errors.Count(e => e <= 0.5) / errors.Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {points.Count} | {errors[worst]:F2} | {where} | {exact:F1} % |"));
        }
    }

    private static double FromHex(string word) => BitConverter.UInt64BitsToDouble(ulong.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
