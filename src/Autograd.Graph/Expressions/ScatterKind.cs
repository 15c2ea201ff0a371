namespace Autograd.Graph;

/// <summary>How an update combines with what is there.</summary>
public enum ScatterKind : byte
{
    /// <summary>It is added.</summary>
    Add,

    /// <summary>It replaces; the last one stays.</summary>
    Set,

    /// <summary>The larger stays.</summary>
    Max,

    /// <summary>The smaller stays.</summary>
    Min,

    /// <summary>It is multiplied.</summary>
    Multiply,
}
