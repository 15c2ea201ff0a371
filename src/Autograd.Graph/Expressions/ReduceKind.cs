namespace Autograd.Graph;

/// <summary>How <see cref="Op.Reduce"/> combines elements.</summary>
public enum ReduceKind : byte
{
    /// <summary>Their sum; 0 of none.</summary>
    Sum,

    /// <summary>Their product; 1 of none.</summary>
    Product,

    /// <summary>The largest, NaN if any is; of truth values: whether any is true.</summary>
    Max,

    /// <summary>The smallest, NaN if any is; of truth values: whether all are true.</summary>
    Min,
}
