using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>A node's step over stand-ins, and the values that stand for them in one pullback.</summary>
/// <param name="outputs">the outputs, of stand-ins</param>
/// <param name="operands">the stand-ins of operands; null where no gradient is asked</param>
/// <param name="values">what each stands for</param>
/// <param name="histories">where these values came from</param>
internal sealed class UnpackedStep(Expr[] outputs, Expr?[] operands, Dictionary<Expr, Expr> values, Dictionary<Expr, Edge> histories)
{
    /// <summary>The outputs, of stand-ins.</summary>
    public Expr[] Outputs => outputs;

    /// <summary>The stand-in of an operand.</summary>
    public Expr? Operand(int index) => operands[index];

    /// <summary>Where the values came from.</summary>
    public Dictionary<Expr, Edge> Histories => histories;

    /// <summary>What a pullback gave, with the values in place of the stand-ins.</summary>
    public MaskedCotangent[] Filled(MaskedCotangent[] pulled, ReadOnlySpan<TrackedCotangent> arrived)
    {
        // What arrived is not looked into: it may have any history, and has no stand-ins.
        foreach (TrackedCotangent gradient in arrived)
        {
            if (gradient.Cotangent.Value is { } value) values.TryAdd(value, value);
            if (gradient.Cotangent.Mask is { } mask) values.TryAdd(mask, mask);
        }

        var parts = new List<Expr>();
        foreach (MaskedCotangent cotangent in pulled)
        {
            if (cotangent.Value is { } value) parts.Add(value);
            if (cotangent.Mask is { } mask) parts.Add(mask);
        }

        Expr[] filled = Expr.Substitute(parts, values);
        int next = 0;
        return Array.ConvertAll(pulled, cotangent => new MaskedCotangent(cotangent.Value is null ? null : filled[next++], cotangent.Mask is null ? null : filled[next++]));
    }
}
