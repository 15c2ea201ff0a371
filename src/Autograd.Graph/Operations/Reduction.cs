namespace Autograd.Graph;

/// <summary>What becomes of the losses of single elements.</summary>
public enum Reduction : byte
{
    /// <summary>They stay.</summary>
    None,

    /// <summary>Their mean, weighted where the loss takes weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,
}
