namespace Autograd.Graph;

/// <summary>How the quotient of a division rounds, hence the remainder's sign.</summary>
public enum RemainderKind : byte
{
    /// <summary>Down: the remainder has the divisor's sign.</summary>
    Floor,

    /// <summary>Towards zero: the remainder has the dividend's sign.</summary>
    Truncate,
}
