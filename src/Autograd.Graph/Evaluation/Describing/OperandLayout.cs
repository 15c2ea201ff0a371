namespace Autograd.Graph;

/// <summary>How a matrix lies where a contraction reads it.</summary>
public enum OperandLayout : byte
{
    /// <summary>In place, the elements of a row beside each other.</summary>
    RowMajor,

    /// <summary>In place, the elements of a column beside each other: a transposed array.</summary>
    ColumnMajor,

    /// <summary>In place, neighbours apart in both directions.</summary>
    Strided,

    /// <summary>Copied first, because its axes are not evenly spaced in memory.</summary>
    Copied,
}
