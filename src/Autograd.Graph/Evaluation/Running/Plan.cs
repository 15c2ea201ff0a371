using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>What an evaluation runs: steps over buffers. It holds no values; any number of runs may use it at once.</summary>
internal sealed class Plan
{
    private readonly Step[] _steps;
    private readonly Buffer[] _buffers;
    private readonly (DType DType, Shape Shape)[] _results;
    private readonly (int Buffer, Shape Shape)[] _outputs;
    private readonly int[] _resultOfEntry;
    private readonly int _arenaBytes;

    /// <param name="steps">in the order in which they run</param>
    /// <param name="buffers">where each value lies</param>
    /// <param name="results">the arrays that a run makes</param>
    /// <param name="outputs">for each output its buffer, read under a shape of as many elements</param>
    /// <param name="resultOfEntry">for each entry of the wiring the result that is its value, or -1</param>
    /// <param name="arenaBytes">bytes of the arena, scratch memory and numbers included</param>
    /// <param name="numbers">how many numbers come as arguments</param>
    public Plan(Step[] steps, Buffer[] buffers, (DType DType, Shape Shape)[] results, (int Buffer, Shape Shape)[] outputs, int[] resultOfEntry, int arenaBytes, int numbers)
    {
        (_steps, _buffers, _results, _outputs, _resultOfEntry) = (steps, buffers, results, outputs, resultOfEntry);
        _arenaBytes = Math.Max(arenaBytes, numbers * sizeof(long));
        foreach (Step step in steps) NodeCount += step.NodeCount;
        KeepsResults = Array.Exists(resultOfEntry, result => result >= 0);
    }

    /// <summary>Bytes of the arena that a run takes, scratch memory and numbers included.</summary>
    public int ArenaBytes => _arenaBytes;

    /// <summary>How many ops a run computes.</summary>
    public int NodeCount { get; }

    /// <summary>Whether a run makes arrays that nodes may remember.</summary>
    public bool KeepsResults { get; }

    /// <summary>About how many bytes the plan itself takes, for the cache's bound.</summary>
    public long Weight => 512 + 160L * NodeCount + 64L * _buffers.Length + 8L * _resultOfEntry.Length;

    /// <summary>The result that is the value of an entry of the wiring, or -1.</summary>
    public int ResultOf(int entry) => _resultOfEntry[entry];

    /// <summary>The plan for people to read.</summary>
    public PlanDescription Describe()
    {
        ImmutableArray<BufferDescription>.Builder buffers = ImmutableArray.CreateBuilder<BufferDescription>(_buffers.Length);
        for (int i = 0; i < _buffers.Length; i++)
        {
            ref readonly Buffer buffer = ref _buffers[i];
            BufferPlace place = buffer.Kind switch
            {
                BufferKind.Argument => BufferPlace.Argument,
                BufferKind.Number => BufferPlace.Number,
                BufferKind.Arena => BufferPlace.Arena,
                _ => BufferPlace.Result,
            };
            buffers.Add(new(i, place, new(buffer.DType, buffer.Shape), buffer.Offset));
        }

        long resultBytes = 0;
        foreach ((DType dtype, Shape shape) in _results) resultBytes += (long)shape.Count * dtype.Size();
        return new([.. Array.ConvertAll(_steps, step => step.Describe(_buffers))], buffers.MoveToImmutable(), _arenaBytes, resultBytes);
    }

    /// <summary>Runs the steps on the arguments.</summary>
    /// <param name="arrays">the arrays that the wiring's sources hold</param>
    /// <param name="numbers">the numbers of its literals</param>
    /// <param name="threads">how many threads may compute; 0 for all cores</param>
    /// <param name="results">receives all arrays that the run makes</param>
    /// <returns>the outputs, in the wiring's order</returns>
    public NDArray[] Run(ReadOnlySpan<NDArray> arrays, ReadOnlySpan<Number> numbers, int threads, out NDArray[] results)
    {
        results = new NDArray[_results.Length];
        for (int i = 0; i < results.Length; i++) results[i] = NDArray.Uninitialized(_results[i].DType, _results[i].Shape);
        byte[] arena = BufferPool.Rent(_arenaBytes);
        try
        {
            var memory = new RunMemory(_buffers, arrays, numbers, results, arena, Workers.Resolve(threads));
            foreach (Step step in _steps) step.Run(memory);
        }
        finally
        {
            BufferPool.Return(arena);
        }

        var outputs = new NDArray[_outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            ref readonly Buffer buffer = ref _buffers[_outputs[i].Buffer];
            outputs[i] = (buffer.Kind == BufferKind.Argument ? arrays[buffer.Index] : results[buffer.Index]).WithShape(_outputs[i].Shape);
        }

        return outputs;
    }
}
