namespace Autograd.Graph;

/// <summary>What random bits are for: bits of one key for different purposes are independent.</summary>
public enum RandomPurpose : byte
{
    /// <summary>Numbers of a distribution.</summary>
    Draw,

    /// <summary>Several new keys of one.</summary>
    Split,

    /// <summary>A new key of one and a number.</summary>
    FoldIn,
}
