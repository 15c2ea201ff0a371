using System.Collections.Immutable;
using System.Globalization;

namespace Autograd.Graph;

/// <summary>Collects which buffers a step touches and how many bytes of them, as it describes itself.</summary>
/// <param name="buffers">the plan's buffers</param>
internal sealed class StepTraffic(Buffer[] buffers)
{
    private readonly SortedDictionary<int, long> _read = [], _written = [];

    public ImmutableArray<int> Reads => [.. _read.Keys];

    public ImmutableArray<int> Writes => [.. _written.Keys];

    public long BytesRead => _read.Values.Sum();

    public long BytesWritten => _written.Values.Sum();

    /// <summary>Notes that a buffer is read.</summary>
    /// <param name="buffer">which</param>
    /// <param name="elements">how many different elements of it; all of them at most</param>
    public void Read(int buffer, long elements = long.MaxValue)
    {
        _read.TryGetValue(buffer, out long before);
        _read[buffer] = elements >= buffers[buffer].Shape.Count ? buffers[buffer].ByteCount : Math.Min(before + elements * buffers[buffer].DType.Size(), buffers[buffer].ByteCount);
    }

    /// <summary>Notes that a view of a buffer is read: what it repeats counts once.</summary>
    public void Read(int buffer, View view)
    {
        long elements = 1;
        for (int axis = 0; axis < view.Shape.Rank; axis++)
            if (view.Strides[axis] != 0 || view.Shape[axis] == 0) elements *= view.Shape[axis];
        Read(buffer, elements);
    }

    /// <summary>Notes that the input of a kernel is read.</summary>
    public void Read(in StepInput input) => Read(input.Buffer, input.View);

    /// <summary>Notes that all of a buffer is written; of -1, which stands for none, nothing.</summary>
    public void Write(int buffer)
    {
        if (buffer >= 0) _written[buffer] = buffers[buffer].ByteCount;
    }

    /// <summary>Whether the step has written a buffer so far: what it reads of it then comes from its own cache.</summary>
    public bool IsWritten(int buffer) => _written.ContainsKey(buffer);

    /// <summary>A buffer's name in instructions, or, of a number, which is not memory to speak of, its own.</summary>
    public string NameOf(int buffer) => string.Create(CultureInfo.InvariantCulture, $"{(buffers[buffer].Kind == BufferKind.Number ? 'n' : 'b')}{buffer}");
}
