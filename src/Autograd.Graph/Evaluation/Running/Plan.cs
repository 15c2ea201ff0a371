using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>What an evaluation runs: steps over buffers. It holds no values; any number of runs may use it at once.</summary>
internal sealed class Plan
{
    private readonly Step[] _steps;
    private readonly Buffer[] _buffers;
    private readonly int[] _bufferOfResult;
    private readonly (int Buffer, Shape Shape)[] _outputs;
    private readonly int[] _resultOfEntry;
    private readonly Transient[] _transients;

    /// <summary>A buffer that has no place in the arena: an array of its own from the first step that touches it to the last.</summary>
    /// <param name="Buffer">which</param>
    /// <param name="First">the first step</param>
    /// <param name="Last">the last step</param>
    public readonly record struct Transient(int Buffer, int First, int Last);

    /// <param name="steps">in the order in which they run</param>
    /// <param name="buffers">where each value lies</param>
    /// <param name="outputs">for each output its buffer, read under a shape of as many elements</param>
    /// <param name="resultOfEntry">for each entry of the wiring the result that is its value, or -1</param>
    /// <param name="transients">the buffers of kind <see cref="BufferKind.Transient"/></param>
    /// <param name="arenaBytes">bytes of the arena, scratch memory and numbers included</param>
    /// <param name="numbers">how many numbers come as arguments</param>
    public Plan(Step[] steps, Buffer[] buffers, (int Buffer, Shape Shape)[] outputs, int[] resultOfEntry, Transient[] transients, int arenaBytes, int numbers)
    {
        (_steps, _buffers, _outputs, _resultOfEntry, _transients) = (steps, buffers, outputs, resultOfEntry, transients);
        ArenaBytes = Math.Max(arenaBytes, numbers * sizeof(long));
        foreach (Step step in steps)
        {
            NodeCount += step.NodeCount;
            NestedWeight += step.NestedWeight;
            NestedBytes = Math.Max(NestedBytes, step.NestedBytes);
        }

        KeepsResults = Array.Exists(resultOfEntry, result => result >= 0);
        var results = new List<int>();
        for (int i = 0; i < buffers.Length; i++)
        {
            if (buffers[i].Kind != BufferKind.Result) continue;
            Debug.Assert(buffers[i].Index == results.Count, "results are numbered in the order of their buffers");
            results.Add(i);
        }

        _bufferOfResult = [.. results];
    }

    /// <summary>Bytes of the arena that a run takes, scratch memory and numbers included.</summary>
    public int ArenaBytes { get; }

    /// <summary>How many ops a run computes.</summary>
    public int NodeCount { get; }

    /// <summary>The most bytes that plans within a step take at once beside the arena.</summary>
    public long NestedBytes { get; }

    private long NestedWeight { get; }

    /// <summary>How many arrays a run makes.</summary>
    public int ResultCount => _bufferOfResult.Length;

    /// <summary>How many outputs there are.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>Whether a run makes arrays that nodes may remember.</summary>
    public bool KeepsResults { get; }

    /// <summary>About how many bytes the plan itself takes, for the cache's bound.</summary>
    public long Weight => 512 + 160L * NodeCount + 64L * _buffers.Length + 8L * _resultOfEntry.Length + NestedWeight;

    /// <summary>The result that is the value of an entry of the wiring, or -1.</summary>
    public int ResultOf(int entry) => _resultOfEntry[entry];

    /// <summary>The buffer that a result is.</summary>
    public int BufferOfResult(int result) => _bufferOfResult[result];

    /// <summary>What an output is: its buffer, and the shape under which that is read.</summary>
    public (Buffer Buffer, Shape Shape) Output(int output) => (_buffers[_outputs[output].Buffer], _outputs[output].Shape);

    /// <summary>The buffer that an output is.</summary>
    public int BufferOfOutput(int output) => _outputs[output].Buffer;

    /// <summary>For each of so many arguments its buffer; -1 for one that no step needs.</summary>
    public int[] BuffersOfArguments(int count)
    {
        var buffers = new int[count];
        Array.Fill(buffers, -1);
        for (int i = 0; i < _buffers.Length; i++)
            if (_buffers[i].Kind == BufferKind.Argument) buffers[_buffers[i].Index] = i;
        return buffers;
    }

    /// <summary>The steps, for descriptions.</summary>
    public ImmutableArray<StepDescription> DescribeSteps() => [.. Array.ConvertAll(_steps, step => step.Describe(_buffers))];

    /// <summary>The plan for people to read.</summary>
    public PlanDescription Describe()
    {
        ImmutableArray<BufferDescription>.Builder buffers = ImmutableArray.CreateBuilder<BufferDescription>(_buffers.Length);
        long resultBytes = 0;
        for (int i = 0; i < _buffers.Length; i++)
        {
            ref readonly Buffer buffer = ref _buffers[i];
            buffers.Add(new(i, PlaceOf(buffer.Kind), new(buffer.DType, buffer.Shape), buffer.Offset));
            if (buffer.Kind == BufferKind.Result) resultBytes += buffer.ByteCount;
        }

        return new(DescribeSteps(), buffers.MoveToImmutable(), ArenaBytes + BytesBeside, resultBytes);
    }

    private static BufferPlace PlaceOf(BufferKind kind) => kind switch
    {
        BufferKind.Argument => BufferPlace.Argument,
        BufferKind.Number => BufferPlace.Number,
        BufferKind.Arena => BufferPlace.Arena,
        BufferKind.Transient => BufferPlace.Transient,
        _ => BufferPlace.Result,
    };

    /// <summary>Bytes that a run takes beside its arena and results.</summary>
    public long BytesBeside => MostTransientBytes() + NestedBytes;

    private long MostTransientBytes()
    {
        long now = 0, most = 0;
        for (int step = 0; step < _steps.Length && _transients.Length > 0; step++)
        {
            foreach (Transient transient in _transients)
                if (transient.First == step) now += _buffers[transient.Buffer].ByteCount;
            most = Math.Max(most, now);
            foreach (Transient transient in _transients)
                if (transient.Last == step) now -= _buffers[transient.Buffer].ByteCount;
        }

        return most;
    }

    /// <summary>Memory for a run, with the numbers in place; arguments and results are still to be put there.</summary>
    /// <param name="numbers">the numbers of the wiring's literals</param>
    /// <param name="threads">how many threads may compute; 0 for all cores</param>
    public RunMemory Rent(ReadOnlySpan<Number> numbers, int threads)
    {
        RunMemory memory = RunMemory.Rent(_buffers, ArenaBytes, threads);
        for (int i = 0; i < _buffers.Length; i++)
        {
            ref readonly Buffer buffer = ref _buffers[i];
            if (buffer.Kind is not (BufferKind.Arena or BufferKind.Number)) continue;
            memory.PutInArena(i, buffer.Offset);
            if (buffer.Kind == BufferKind.Number) Unsafe.WriteUnaligned(ref memory.At(i), numbers[buffer.Index].Bits);
        }

        return memory;
    }

    /// <summary>Puts the arrays that the wiring's sources hold in place.</summary>
    public void PutArguments(RunMemory memory, ReadOnlySpan<NDArray> arrays)
    {
        for (int i = 0; i < _buffers.Length; i++)
            if (_buffers[i].Kind == BufferKind.Argument) memory.Put(i, arrays[_buffers[i].Index].Data);
    }

    /// <summary>Puts new arrays for all results in place.</summary>
    public void PutNewResults(RunMemory memory)
    {
        foreach (int buffer in _bufferOfResult) memory.Put(buffer, NDArray.NewElements(_buffers[buffer].DType, _buffers[buffer].Shape.Count));
    }

    /// <summary>The array of a result, after a run, under a shape of as many elements.</summary>
    public NDArray TakeResult(RunMemory memory, int result, Shape shape) =>
        NDArray.Wrap(memory.ArrayOf(_bufferOfResult[result])!, _buffers[_bufferOfResult[result]].DType, shape);

    /// <summary>Runs the steps.</summary>
    /// <param name="memory">with arguments and results in place</param>
    /// <param name="cancellationToken">asked before each step</param>
    /// <param name="profile">receives the time of each step; null for none</param>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public void Run(RunMemory memory, CancellationToken cancellationToken, RunProfile? profile)
    {
        memory.Cancellation = cancellationToken;
        if (profile is not null || cancellationToken.CanBeCanceled || _transients.Length > 0)
        {
            RunWatched(memory, cancellationToken, profile);
            return;
        }

        RunSteps(memory);
    }

    /// <summary>Runs the steps as part of a step of another run, which asks whether it was cancelled.</summary>
    public void RunWithin(RunMemory memory)
    {
        if (_transients.Length > 0) RunWatched(memory, memory.Cancellation, null);
        else RunSteps(memory);
    }

    private void RunSteps(RunMemory memory)
    {
        foreach (Step step in _steps)
        {
            step.Run(memory);
            memory.EndStep();
        }
    }

    private void RunWatched(RunMemory memory, CancellationToken cancellationToken, RunProfile? profile)
    {
        long[]? ticks = profile is null ? null : new long[_steps.Length];
        for (int i = 0; i < _steps.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long begin = ticks is null ? 0 : Stopwatch.GetTimestamp();
            foreach (Transient transient in _transients)
                if (transient.First == i) memory.Put(transient.Buffer, NDArray.NewElements(_buffers[transient.Buffer].DType, _buffers[transient.Buffer].Shape.Count));
            _steps[i].Run(memory);
            memory.EndStep();
            foreach (Transient transient in _transients)
                if (transient.Last == i) memory.Put(transient.Buffer, null);
            if (ticks is not null) ticks[i] = Stopwatch.GetTimestamp() - begin;
        }

        profile?.Add(this, ticks);
    }
}
