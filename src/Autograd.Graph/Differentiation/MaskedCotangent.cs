namespace Autograd.Graph;

/// <summary>
/// A cotangent between two local steps: where <paramref name="Mask"/> is false it is zero, whatever <paramref name="Value"/> holds there.
/// A walk that goes step by step carries it from one to the next, so that the zero of a branch not taken never meets an infinite derivative.
/// </summary>
/// <param name="Value">of the type of what it is the cotangent of; null where there is none</param>
/// <param name="Mask">truth values of the same shape; null where nothing is masked</param>
public readonly record struct MaskedCotangent(Expr? Value, Expr? Mask = null)
{
    /// <summary>The sum; nothing adds nothing.</summary>
    public static MaskedCotangent operator +(MaskedCotangent a, MaskedCotangent b)
    {
        if (a.Value is null) return b;
        if (b.Value is null) return a;
        Cotangent sum = new Cotangent(a.Value, a.Mask) + new Cotangent(b.Value, b.Mask);
        return new(sum.Value, sum.Mask);
    }

    /// <summary>The value with the mask's zeros written into it; null where there is none.</summary>
    public Expr? Settle() => Value is null ? null : new Cotangent(Value, Mask).Settle();
}
