using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Gathers a run of a strided view, in row-major order of its index space, into a slot.</summary>
internal sealed class StridedLoad
{
    private readonly int _elementSize;
    private readonly nint _offset;
    private readonly int[] _sizes, _strides;

    /// <param name="buffer">where the elements are</param>
    /// <param name="view">which of them, in which order</param>
    /// <param name="elementSize">bytes of an element</param>
    public StridedLoad(int buffer, View view, int elementSize)
    {
        (Buffer, View, _offset, _elementSize) = (buffer, view, view.Offset, elementSize);
        (_sizes, _strides) = view.Collapsed();
    }

    public int Buffer { get; }

    public View View { get; }

    /// <summary>Gathers the elements of the places from start on.</summary>
    public void Run(RunMemory memory, int start, int length, ref byte slot)
    {
        switch (_elementSize)
        {
            case 1: Gather<byte>(memory, start, length, ref slot); break;
            case 4: Gather<uint>(memory, start, length, ref slot); break;
            default: Gather<ulong>(memory, start, length, ref slot); break;
        }
    }

    private void Gather<T>(RunMemory memory, int start, int length, ref byte slot) where T : unmanaged
    {
        ref T x = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(Buffer)), _offset);
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

    /// <summary>Copies one element to each of n places.</summary>
    public static void Fill(ref byte element, ref byte slot, int n, int elementSize)
    {
        switch (elementSize)
        {
            case 1: MemoryMarshal.CreateSpan(ref slot, n).Fill(element); break;
            case 4: MemoryMarshal.CreateSpan(ref Unsafe.As<byte, uint>(ref slot), n).Fill(Unsafe.As<byte, uint>(ref element)); break;
            default: MemoryMarshal.CreateSpan(ref Unsafe.As<byte, ulong>(ref slot), n).Fill(Unsafe.As<byte, ulong>(ref element)); break;
        }
    }
}
