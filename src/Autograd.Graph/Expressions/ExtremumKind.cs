namespace Autograd.Graph;

/// <summary>The larger or the smaller.</summary>
public enum ExtremumKind : byte
{
    /// <summary>The larger.</summary>
    Max,

    /// <summary>The smaller.</summary>
    Min,
}
