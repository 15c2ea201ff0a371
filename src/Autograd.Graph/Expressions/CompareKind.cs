namespace Autograd.Graph;

/// <summary>Which comparison.</summary>
public enum CompareKind : byte
{
    /// <summary>a = b</summary>
    Equal,

    /// <summary>a ≠ b</summary>
    NotEqual,

    /// <summary>a &lt; b</summary>
    Less,

    /// <summary>a ≤ b</summary>
    LessEqual,

    /// <summary>a &gt; b</summary>
    Greater,

    /// <summary>a ≥ b</summary>
    GreaterEqual,
}
