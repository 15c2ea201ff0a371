using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Gathers the part of a strided view that a tile covers, in row-major order of its index space, into a slot.</summary>
internal sealed class StridedLoad : MovingInstruction
{
    private readonly int _buffer;
    private readonly View _view;
    private readonly nint _offset;
    private readonly int[] _sizes, _strides;
    private Operand _slot;

    /// <param name="buffer">where the elements are</param>
    /// <param name="view">which of them, in which order</param>
    /// <param name="slot">where they go; its pace says whether the view's index space is that of the elements or of the rows</param>
    public StridedLoad(int buffer, View view, Operand slot) : base(slot.Size)
    {
        (_buffer, _view, _offset, _slot) = (buffer, view, view.Offset, slot);
        (_sizes, _strides) = view.Collapsed();
    }

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => _slot = layout.Place(_slot);

    /// <inheritdoc/>
    protected override void Run<T>(in Tile tile)
    {
        (int start, int length) = _slot.Pace == Pace.Rows ? (tile.Row, tile.Rows) : (tile.Start, tile.Length);
        ref T x = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref tile.Memory.At(_buffer)), _offset);
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _slot.At(tile)), length);
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
