using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Gathers the part of a strided view that a tile covers, in row-major order of its index space, into a slot.</summary>
internal sealed class StridedLoad : Instruction
{
    private readonly int _buffer, _elementSize;
    private readonly View _view;
    private readonly nint _offset;
    private readonly int[] _sizes, _strides;
    private Operand _slot;

    /// <param name="buffer">where the elements are</param>
    /// <param name="view">which of them, in which order</param>
    /// <param name="slot">where they go; its pace says whether the view's index space is that of the elements or of the rows</param>
    public StridedLoad(int buffer, View view, Operand slot)
    {
        (_buffer, _view, _offset, _slot, _elementSize) = (buffer, view, view.Offset, slot, slot.Size);
        (_sizes, _strides) = view.Collapsed();
    }

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => _slot = layout.Place(_slot);

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        (int start, int length) = _slot.Pace == Pace.Rows ? (tile.Row, tile.Rows) : (tile.Start, tile.Length);
        ref byte slot = ref _slot.At(tile);
        switch (_elementSize)
        {
            case 1: Gather<byte>(tile.Memory, start, length, ref slot); break;
            case 4: Gather<uint>(tile.Memory, start, length, ref slot); break;
            default: Gather<ulong>(tile.Memory, start, length, ref slot); break;
        }
    }

    private void Gather<T>(RunMemory memory, int start, int length, ref byte slot) where T : unmanaged
    {
        ref T x = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(_buffer)), _offset);
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref slot), length);
        int last = _sizes.Length - 1;
        Span<int> index = stackalloc int[_sizes.Length];
        nint at = 0;
        for (int axis = last, rest = start; axis >= 0; axis--)
        {
            index[axis] = rest % _sizes[axis];
            rest /= _sizes[axis];
            at += (nint)index[axis] * _strides[axis];
        }

        for (int done = 0; done < length;)
        {
            int run = Math.Min(length - done, _sizes[last] - index[last]);
            MovementKernels.CopyRun(ref Unsafe.Add(ref x, at), _strides[last], y.Slice(done, run));
            done += run;
            index[last] += run;
            at += (nint)run * _strides[last];
            for (int axis = last; axis > 0 && index[axis] == _sizes[axis]; axis--)
            {
                at += _strides[axis - 1] - (nint)_sizes[axis] * _strides[axis];
                index[axis] = 0;
                index[axis - 1]++;
            }
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_slot)} = {loop.Read(_buffer, _view)}";
}
