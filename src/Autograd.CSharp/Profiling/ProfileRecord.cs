using System.Diagnostics;
using Autograd.Graph;
using static Autograd.CSharp.torch.autograd.profiler;

namespace Autograd.CSharp;

/// <summary>What one profile measures: events of operations, nodes and named parts, and the steps of evaluations. Any number of threads adds to it.</summary>
internal sealed class ProfileRecord
{
    private readonly Lock _lock = new();
    private readonly List<FunctionEvent> _events = [];
    private readonly long _began = Now();

    // Ticks of the present part that were noted as others' already.
    [ThreadStatic]
    private static long t_within;

    /// <summary>Receives the steps of evaluations.</summary>
    public RunProfile Evaluations { get; } = new();

    /// <summary>The events that have ended, in the order in which they did.</summary>
    public FunctionEvent[] Events
    {
        get
        {
            lock (_lock) return [.. _events];
        }
    }

    /// <summary>The time.</summary>
    public static long Now() => Stopwatch.GetTimestamp();

    /// <summary>Notes what began at a time, ends now, and has no parts.</summary>
    public void Add(string name, long start)
    {
        long ticks = Now() - start;
        t_within += ticks;
        Add(name, start, ticks, ticks);
    }

    /// <summary>A part of a program, until it is disposed; what is noted meanwhile on its thread is not its own time.</summary>
    public IDisposable Part(string name) => new Named(this, name);

    private void Add(string name, long start, long total, long own)
    {
        var noted = new FunctionEvent(name, Seconds(start - _began) * 1e6, Seconds(total) * 1e6, Seconds(Math.Max(0, own)) * 1e6, Environment.CurrentManagedThreadId);
        lock (_lock) _events.Add(noted);
    }

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    private sealed class Named(ProfileRecord record, string name) : IDisposable
    {
        private readonly long _start = Now(), _outer = Enter();
        private readonly double _evaluated = Evaluated(record);
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            long total = Now() - _start, others = t_within + (long)((Evaluated(record) - _evaluated) * Stopwatch.Frequency);
            record.Add(name, _start, total, total - others);
            t_within = _outer + total;
        }

        private static long Enter()
        {
            long outer = t_within;
            t_within = 0;
            return outer;
        }

        private static double Evaluated(ProfileRecord record) => record.Evaluations.StepSeconds + record.Evaluations.PreparationSeconds;
    }
}
