using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A batch of matrices as it lies in memory: the element at (batch, row, column) is so many strides of each from the origin.</summary>
internal readonly ref struct StridedMatrices<T> where T : unmanaged
{
    public StridedMatrices(ref readonly T origin, nint batch, nint row, nint column)
    {
        Origin = ref origin;
        (Batch, Row, Column) = (batch, row, column);
    }

    /// <summary>The element at (0, 0, 0).</summary>
    public readonly ref readonly T Origin;

    /// <summary>Elements between neighbours.</summary>
    public readonly nint Batch, Row, Column;

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public StridedMatrices<T> Transposed => new(in Origin, Batch, Column, Row);

    /// <summary>The element at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int row, int column) => ref Unsafe.Add(ref Unsafe.AsRef(in Origin), row * Row + column * Column);

    /// <summary>One matrix of the batch.</summary>
    public StridedMatrices<T> this[int batch] => new(in Unsafe.Add(ref Unsafe.AsRef(in Origin), batch * Batch), 0, Row, Column);

    /// <summary>What begins at a place.</summary>
    public StridedMatrices<T> From(int row, int column) => new(in At(row, column), Batch, Row, Column);
}
