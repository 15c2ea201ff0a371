using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>The memory of one run of a plan: for each buffer the array it lies in and where; and scratch room for loops.</summary>
internal sealed class RunMemory
{
    private readonly Array[] _arrays;
    private readonly nint[] _offsets;
    private readonly Buffer[] _buffers;
    private readonly byte[] _arena;

    public RunMemory(Buffer[] buffers, ReadOnlySpan<NDArray> arguments, ReadOnlySpan<Number> numbers, NDArray[] results, byte[] arena, int threads)
    {
        (_buffers, _arena, Threads) = (buffers, arena, threads);
        _arrays = new Array[buffers.Length];
        _offsets = new nint[buffers.Length];
        for (int i = 0; i < buffers.Length; i++)
        {
            ref readonly Buffer buffer = ref buffers[i];
            _arrays[i] = buffer.Kind switch
            {
                BufferKind.Argument => arguments[buffer.Index].Data,
                BufferKind.Result => results[buffer.Index].Data,
                _ => arena,
            };
            _offsets[i] = buffer.Offset;
            if (buffer.Kind == BufferKind.Number) Unsafe.WriteUnaligned(ref arena[buffer.Offset], numbers[buffer.Index].Bits);
        }
    }

    /// <summary>How many threads may compute, the calling one included; at least 1.</summary>
    public int Threads { get; }

    /// <summary>The first byte of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(int buffer) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_arrays[buffer]), _offsets[buffer]);

    /// <summary>A byte of the arena.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Scratch(int offset) => ref _arena[offset];

    /// <summary>The elements of a dense buffer.</summary>
    public Span<T> Elements<T>(int buffer) where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref At(buffer)), _buffers[buffer].Shape.Count);

    /// <summary>Element type and shape of a buffer.</summary>
    public ref readonly Buffer this[int buffer] => ref _buffers[buffer];
}
