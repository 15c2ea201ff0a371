namespace Autograd.Graph;

/// <summary>What <see cref="Op.Cumulative"/> runs.</summary>
public enum CumulativeKind : byte
{
    /// <summary>Running sum.</summary>
    Sum,

    /// <summary>Running product.</summary>
    Product,

    /// <summary>y[i] = a[i] * y[i-1] + b[i]</summary>
    LinearRecurrence,
}
