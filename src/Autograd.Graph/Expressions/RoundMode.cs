namespace Autograd.Graph;

/// <summary>How <see cref="Op.Round"/> rounds.</summary>
public enum RoundMode : byte
{
    /// <summary>Towards minus infinity.</summary>
    Floor,

    /// <summary>Towards plus infinity.</summary>
    Ceiling,

    /// <summary>Towards zero.</summary>
    Truncate,

    /// <summary>To the nearest, halves to even.</summary>
    NearestEven,
}
