using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

// The derivatives, along ascending axes.
public static partial class Softmaxes
{
    internal sealed record LogSumExpRule(IntList Axes) : NamedRule("logSumExp")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
        {
            Expr x = arguments[0];
            return [Alongside(cotangent, x.Shape, Axes.Span) * Weights(x, [.. Axes.Span])];
        }

        public override NamedRule Exchange(Attributes attributes) => new LogSumExpRule(attributes.Ints("axes", Axes));
    }

    internal sealed record SoftmaxRule(IntList Axes) : NamedRule("softmax")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) =>
            [value * (cotangent - Alongside((cotangent * value).Sum([.. Axes.Span]), value.Shape, Axes.Span))];

        public override NamedRule Exchange(Attributes attributes) => new SoftmaxRule(attributes.Ints("axes", Axes));
    }

    internal sealed record MaskedSoftmaxRule(IntList Axes) : NamedRule("maskedSoftmax")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
        {
            Expr weighted = Where(arguments[1], cotangent * value, ZerosLike(value));
            return [weighted - value * Alongside(weighted.Sum([.. Axes.Span]), value.Shape, Axes.Span), null];
        }

        public override NamedRule Exchange(Attributes attributes) => new MaskedSoftmaxRule(attributes.Ints("axes", Axes));
    }

    internal sealed record LogSoftmaxRule(IntList Axes) : NamedRule("logSoftmax")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
        {
            // The exponentials and their sums are those of the value: computed with it, they cost nothing more.
            int[] axes = [.. Axes.Span];
            Expr e = Exp(Shifted(arguments[0], axes));
            return [cotangent - e * Alongside(cotangent.Sum(axes) / e.Sum(axes), value.Shape, axes)];
        }

        public override NamedRule Exchange(Attributes attributes) => new LogSoftmaxRule(attributes.Ints("axes", Axes));
    }
}
