using System.Diagnostics;

namespace Autograd.Accuracy;

/// <summary>Nanoseconds an element on 4,096 elements in cache: the least of many repetitions.</summary>
internal static class SpeedCommand
{
    private const int Size = 4096;

    internal static void Run(string[] names)
    {
        float[] x = new float[Size];
        float[] positive = new float[Size];
        float[] y = new float[Size];
        Random random = new(1);
        for (int i = 0; i < Size; i++)
        {
            x[i] = random.NextSingle() * 6 - 3;
            positive[i] = random.NextSingle() * 3;
        }

        double[] wideX = Array.ConvertAll(x, v => (double)v);
        double[] widePositive = Array.ConvertAll(positive, v => (double)v);
        double[] wideY = new double[Size];
        Console.WriteLine("| function | float32 ns | float64 ns |");
        Console.WriteLine("|---|---|---|");
        foreach (UnaryFunction f in MathFunctions.Unary.Concat(MathFunctions.Normal).Where(f => names.Length == 0 || names.Contains(f.Name)))
        {
            bool log = f.Name is "log" or "log2" or "log10";
            Print(f.Name, () => f.Single(log ? positive : x, y), () => f.Double(log ? widePositive : wideX, wideY));
        }

        foreach (BinaryFunction f in MathFunctions.Binary.Where(f => names.Length == 0 || names.Contains(f.Name)))
        {
            Print(f.Name, () => f.Single(positive, x, y), () => f.Double(widePositive, wideX, wideY));
        }
    }

    private static void Print(string name, Action single, Action wide) => Console.WriteLine($"| {name} | {Measure(single):F3} | {Measure(wide):F3} |");

    private static double Measure(Action run)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < 60; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int j = 0; j < 30; j++)
            {
                run();
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (30.0 * Size));
        }

        return least;
    }
}
