using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>An input of a kernel step: a view of a buffer.</summary>
internal readonly struct StepInput
{
    private readonly bool _isDense;

    /// <param name="buffer">the buffer</param>
    /// <param name="dtype">its element type</param>
    /// <param name="view">how it is read</param>
    public StepInput(int buffer, DType dtype, View view)
    {
        (Buffer, DType, View) = (buffer, dtype, view);
        _isDense = view.IsDense;
    }

    public int Buffer { get; }

    public DType DType { get; }

    public View View { get; }

    public Shape Shape => View.Shape;

    /// <summary>The same buffer read in another way.</summary>
    public StepInput Through(View view) => new(Buffer, DType, view);

    /// <summary>The elements in row-major order: in place where they lie so, else gathered for the time of the step.</summary>
    public ReadOnlySpan<T> Read<T>(RunMemory memory) where T : unmanaged
    {
        if (Shape.Count == 0) return [];
        ref T first = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(Buffer)), View.Offset);
        if (_isDense) return MemoryMarshal.CreateReadOnlySpan(ref first, Shape.Count);
        Span<T> gathered = memory.Temporary<T>(Shape.Count);
        MovementKernels.Copy(in first, Shape.Sizes, View.Strides, gathered);
        return gathered;
    }

    /// <summary>The elements in row-major order, copied to where they are needed.</summary>
    public void CopyTo<T>(RunMemory memory, Span<T> to) where T : unmanaged
    {
        if (Shape.Count == 0) return;
        ref T first = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(Buffer)), View.Offset);
        if (_isDense) MemoryMarshal.CreateReadOnlySpan(ref first, Shape.Count).CopyTo(to);
        else MovementKernels.Copy(in first, Shape.Sizes, View.Strides, to);
    }
}
