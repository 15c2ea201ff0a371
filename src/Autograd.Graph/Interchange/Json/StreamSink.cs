using System.Buffers;

namespace Autograd.Graph;

/// <summary>Writes to a stream, a part at a time.</summary>
internal sealed class StreamSink(Stream stream) : IBufferWriter<byte>
{
    private byte[] _part = new byte[1 << 16];
    private int _count;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int room = Math.Max(sizeHint, 256);
        if (_part.Length - _count < room) Flush();
        if (_part.Length < room) _part = new byte[room];
        return _part.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Flush()
    {
        stream.Write(_part, 0, _count);
        _count = 0;
    }
}
