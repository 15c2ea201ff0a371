namespace Autograd.Graph;

/// <summary>The rules of the operations, each with any attributes: what a reader makes the others of.</summary>
internal static class LibraryRules
{
    public static readonly NamedRule[] All =
    [
        Activations.GeluRule, Activations.SoftsignRule,
        Pointwise.HypotRule, Pointwise.XlogyRule, Pointwise.Xlog1pyRule, Pointwise.LogAddExpRule,
        Pointwise.AsinhRule, Pointwise.AcoshRule, Pointwise.AtanhRule, new Pointwise.SincRule(0),
        Losses.BinaryCrossEntropyRule,
        new Layers.NormalizeRule([], 0), new Norms.NormRule(2, []),
        new Softmaxes.LogSumExpRule([]), new Softmaxes.SoftmaxRule([]), new Softmaxes.MaskedSoftmaxRule([]), new Softmaxes.LogSoftmaxRule([]),
    ];
}
