using System.Globalization;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Autograd.Accuracy;

/// <summary>
/// Measures float32 kernels on every float, on all cores, against the float64 kernels, whose own errors are some 2^-27 of a float's
/// unit in the last place, and every 61st float against a reference that shares nothing with them.
/// </summary>
internal static class ExhaustiveCommand
{
    private const int BlockBits = 16;
    private const int ReferenceStride = 61;
    private const int Blocks = 1 << (32 - BlockBits);

    internal static int Run(string[] names, int stride)
    {
        UnaryFunction[] chosen = [.. MathFunctions.Unary.Where(f => names.Length == 0 || names.Contains(f.Name))];
        string? unknown = names.FirstOrDefault(name => MathFunctions.Unary.All(f => f.Name != name));
        if (unknown is not null)
        {
            Console.Error.WriteLine($"exhaustive: there is no function '{unknown}' of one argument; there are {string.Join(", ", MathFunctions.Unary)}");
            return 1;
        }

        List<string> rows = [];
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress().Start(progress =>
        {
            foreach (UnaryFunction f in chosen)
            {
                ProgressTask task = progress.AddTask(f.Name, maxValue: Blocks);
                Measurement total = Measure(f, stride, () => task.Increment(1));
                rows.Add(total.ToRow(f.Name));
            }
        });

        Console.WriteLine("| function | largest error (ulp) | at | exactly rounded |");
        Console.WriteLine("|---|---|---|---|");
        rows.ForEach(Console.WriteLine);
        return 0;
    }

    /// <summary>The errors over the floats whose bits are multiples of the stride.</summary>
    internal static Measurement Measure(UnaryFunction f, int stride, Action? advance = null)
    {
        Measurement total = new();
        Lock gate = new();
        Parallel.For(
            0,
            Blocks,
            () => new Worker(f, stride),
            (block, _, worker) =>
            {
                worker.Measure(block);
                if (advance is not null)
                {
                    lock (gate)
                    {
                        advance();
                    }
                }

                return worker;
            },
            worker =>
            {
                lock (gate)
                {
                    total.Add(worker.Result);
                }
            });
        return total;
    }

    private sealed class Worker(UnaryFunction function, int stride)
    {
        private readonly float[] _x = new float[1 << BlockBits];
        private readonly float[] _y = new float[1 << BlockBits];
        private readonly double[] _wide = new double[1 << BlockBits];

        internal Measurement Result { get; } = new();

        internal void Measure(int block)
        {
            long first = (long)block << BlockBits;
            long start = (first + stride - 1) / stride * stride;
            int count = 0;
            for (long bits = start; bits < first + (1 << BlockBits); bits += stride)
            {
                _x[count] = BitConverter.UInt32BitsToSingle((uint)bits);
                _wide[count] = _x[count];
                count++;
            }

            function.Single(_x.AsSpan(0, count), _y.AsSpan(0, count));
            function.Double(_wide.AsSpan(0, count), _wide.AsSpan(0, count));
            Compare(_x.AsSpan(0, count), _y, _wide);
            for (int i = block % ReferenceStride; i < count; i += ReferenceStride)
            {
                Result.Measure(_x[i], _y[i], function.Reference(_x[i]));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<double> exact)
        {
            int nearest = 0;
            for (int i = 0; i < x.Length; i++)
            {
                if (BitConverter.SingleToInt32Bits(y[i]) == BitConverter.SingleToInt32Bits((float)exact[i]))
                {
                    nearest++;
                }
                else
                {
                    Result.Measure(x[i], y[i], exact[i]);
                    nearest += float.IsNaN(y[i]) && double.IsNaN(exact[i]) ? 1 : 0;
                }
            }

            Result.Count(x.Length, nearest);
        }
    }

    /// <summary>The largest error from 1/2 up, where it is, and how many results are those nearest to the exact ones.</summary>
    internal sealed class Measurement
    {
        private long _count;
        private long _exact;
        private float _where;

        internal double Largest { get; private set; } = 0.5;

        internal void Count(int all, int nearest)
        {
            _count += all;
            _exact += nearest;
        }

        internal void Measure(float x, float y, double reference)
        {
            double error = UlpError.OfSingle(y, reference);
            if (error > Largest)
            {
                Largest = error;
                _where = x;
            }
        }

        internal void Add(Measurement other)
        {
            _count += other._count;
            _exact += other._exact;
            if (other.Largest > Largest)
            {
                Largest = other.Largest;
                _where = other._where;
            }
        }

        internal string ToRow(string name) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Largest:F4} | {_where:R} | {100.0 * _exact / _count:F4} % |");
    }
}
