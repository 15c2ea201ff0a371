using System.Diagnostics;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>Seconds since it was started; on the stack.</summary>
internal readonly struct ValueStopwatch
{
    private readonly long _start;

    private ValueStopwatch(long start) => _start = start;

    public double Seconds => (Stopwatch.GetTimestamp() - _start) / (double)Stopwatch.Frequency;

    public static ValueStopwatch Start() => new(Stopwatch.GetTimestamp());
}
