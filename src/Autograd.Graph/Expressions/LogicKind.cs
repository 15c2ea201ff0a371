namespace Autograd.Graph;

/// <summary>Which operation on truth values or bits.</summary>
public enum LogicKind : byte
{
    /// <summary>Both.</summary>
    And,

    /// <summary>At least one.</summary>
    Or,

    /// <summary>Exactly one.</summary>
    Xor,

    /// <summary>Bits to the left; a count outside [0, width) gives 0.</summary>
    ShiftLeft,

    /// <summary>Bits to the right, the sign filling; a count outside [0, width) gives the sign.</summary>
    ShiftRight,
}
