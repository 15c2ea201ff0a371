namespace Autograd.Graph;

/// <summary>Which values are looked for.</summary>
[Flags]
public enum NonFiniteKinds : byte
{
    /// <summary>NaN.</summary>
    NaN = 1,

    /// <summary>Either infinity.</summary>
    Infinity = 2,

    /// <summary>Both.</summary>
    All = NaN | Infinity,
}
