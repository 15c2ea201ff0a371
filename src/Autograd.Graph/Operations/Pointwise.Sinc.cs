using static Autograd.Graph.Expr;

namespace Autograd.Graph;

public static partial class Pointwise
{
    /// <summary>sin(πx) / (πx), 1 at 0; right at and near 0 at every order of derivative.</summary>
    public static Expr Sinc(this Expr x) => SincDerivative(x.Floating() * Math.PI, 0);

    /// <summary>
    /// S_k, the k-th derivative of S_0(u) = sin(u)/u. Of u S_0 = sin u follows u S_k + k S_(k-1) = sin(u + kπ/2), by which S_k is computed
    /// where |u| is not small; else by its Maclaurin series. The derivative of S_k is S_(k+1).
    /// </summary>
    private static Expr SincDerivative(Expr u, int k)
    {
        Expr value = Sin(u) / u;
        for (int i = 1; i <= k; i++)
        {
            Expr sine = (i % 4) switch { 0 => Sin(u), 1 => Cos(u), 2 => -Sin(u), _ => -Cos(u) };
            value = (sine - value * i) / u;
        }

        // Each step of the recurrence magnifies the error by i/|u|, at most k/|u|; S_0 is a quotient without cancellation and needs its limit only.
        Expr near = k == 0 ? EqualTo(u, ZerosLike(u)) : Abs(u) < Operands.Like(u, k);
        return WithRule(new SincRule(k), Where(near, k == 0 ? OnesLike(u) : SincSeries(u, k), value), [u]);
    }

    /// <summary>The derivative of S_k, k being <paramref name="Order"/>.</summary>
    internal sealed record SincRule(int Order) : NamedRule("sinc")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent * SincDerivative(arguments[0], Order + 1)];

        public override NamedRule Exchange(Attributes attributes) => new SincRule(attributes.Int("order", Order));
    }

    /// <summary>Σ (-1)^j (2j)! / ((2j - k)! (2j + 1)!) u^(2j - k) over 2j ≥ k, by Horner in u²; what is left out is below 1e-17 where |u| &lt; k.</summary>
    private static Expr SincSeries(Expr u, int k)
    {
        Expr square = Pow(u, 2);
        int first = (k + 1) / 2, last = first + 8 + 2 * k;
        Expr sum = Operands.Like(u, Coefficient(last));
        for (int j = last - 1; j >= first; j--) sum = sum * square + Coefficient(j);
        return (k & 1) == 0 ? sum : sum * u;

        double Coefficient(int j)
        {
            // 1 / (2j - k)! / (2j + 1)
            double value = (j & 1) == 0 ? 1 : -1;
            for (int i = 2; i <= 2 * j - k; i++) value /= i;
            return value / (2 * j + 1);
        }
    }
}
