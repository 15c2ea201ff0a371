using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

/// <summary>Losses of predictions against targets. Predictions and targets broadcast; gradients go to both.</summary>
public static partial class Losses
{
    internal static readonly NamedRule BinaryCrossEntropyRule = new FixedRule("binaryCrossEntropy", static (_, arguments, g) =>
    {
        Expr p = arguments[0], y = arguments[1];
        return [g * ((p - y) / (p * (1 - p)).ClampMin(1e-12)), g * (Bounded(Log1p(-p)) - Bounded(Log(p)))];
    });

    /// <summary>(x - y)²</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr MseLoss(this Expr x, Expr y, Reduction reduction = Reduction.Mean) => Reduced(Pow(x - y, 2), reduction);

    /// <summary>|x - y|</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr L1Loss(this Expr x, Expr y, Reduction reduction = Reduction.Mean) => Reduced(Abs(x - y), reduction);

    /// <summary>d²/(2 beta) where |d| &lt; beta, else |d| - beta/2, of d = x - y.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    /// <exception cref="ArgumentOutOfRangeException">beta is negative</exception>
    public static Expr SmoothL1Loss(this Expr x, Expr y, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(beta >= 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta, $"smoothL1Loss: beta {beta} is negative");
        if (beta == 0) return L1Loss(x, y, reduction);
        Expr difference = (x - y).Floating(), distance = Abs(difference);
        return Reduced(Where(distance < Like(distance, beta), Pow(difference, 2) * (0.5 / beta), distance - 0.5 * beta), reduction);
    }

    /// <summary>d²/2 where |d| ≤ delta, else delta (|d| - delta/2), of d = x - y.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    /// <exception cref="ArgumentOutOfRangeException">delta is not positive</exception>
    public static Expr HuberLoss(this Expr x, Expr y, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(nameof(delta), delta, $"huberLoss: delta {delta} is not positive");
        Expr difference = (x - y).Floating(), distance = Abs(difference);
        return Reduced(Where(distance <= Like(distance, delta), Pow(difference, 2) * 0.5, (distance - 0.5 * delta) * delta), reduction);
    }

    /// <summary>
    /// -(y log p + (1 - y) log(1 - p)), the logarithms not below -100. The derivative by p is (p - y) / (p (1 - p)), the divisor not below 1e-12.
    /// </summary>
    /// <param name="p">probabilities in [0, 1]</param>
    /// <param name="y">targets in [0, 1]</param>
    /// <param name="weight">of each element, or none</param>
    /// <param name="reduction">what becomes of the losses of single elements</param>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr BinaryCrossEntropy(this Expr p, Expr y, Expr? weight = null, Reduction reduction = Reduction.Mean)
    {
        Match(ref p, ref y, "binaryCrossEntropy", floating: true);
        Expr value = y * Bounded(Log(p)) + (1 - y) * Bounded(Log1p(-p));
        return Reduced(Weighted(WithRule(BinaryCrossEntropyRule, -value, [p, y]), weight), reduction);
    }

    private static Expr Bounded(Expr log) => log.ClampMin(-100);

    /// <summary>-(w y log σ(x) + (1 - y) log(1 - σ(x))) as w y softplus(-x) + (1 - y) softplus(x), w being the weight of the positive.</summary>
    /// <param name="x">logits</param>
    /// <param name="y">targets in [0, 1]</param>
    /// <param name="weight">of each element, or none</param>
    /// <param name="positiveWeight">of the positive targets, or none</param>
    /// <param name="reduction">what becomes of the losses of single elements</param>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr BinaryCrossEntropyWithLogits(this Expr x, Expr y, Expr? weight = null, Expr? positiveWeight = null, Reduction reduction = Reduction.Mean)
    {
        Match(ref x, ref y, "binaryCrossEntropyWithLogits", floating: true);
        Expr positive = y * Softplus(-x);
        return Reduced(Weighted(Weighted(positive, positiveWeight) + (1 - y) * Softplus(x), weight), reduction);
    }

    /// <summary>y (log y - x), 0 where y is 0: the Kullback-Leibler divergence of probabilities from log-probabilities. Sum / batch size is the usual mean.</summary>
    /// <param name="x">log-probabilities</param>
    /// <param name="y">probabilities, or their logarithms</param>
    /// <param name="logTarget">whether y are logarithms</param>
    /// <param name="reduction">what becomes of the divergences of single elements</param>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    public static Expr KlDiv(this Expr x, Expr y, bool logTarget = false, Reduction reduction = Reduction.Mean) =>
        Reduced(logTarget ? Exp(y) * (y - x) : y.Xlogy(y) - y * x, reduction);

    /// <summary>Σab / (max(‖a‖, eps) · max(‖b‖, eps)) along an axis.</summary>
    /// <exception cref="ShapeException">the shapes do not broadcast</exception>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    public static Expr CosineSimilarity(this Expr a, Expr b, int axis = 1, double eps = 1e-8)
    {
        Match(ref a, ref b, "cosineSimilarity", floating: true);
        Expr x = a / a.Norm(2, axis, keepAxes: true).ClampMin(eps), y = b / b.Norm(2, axis, keepAxes: true).ClampMin(eps);
        return (x * y).Sum(axis);
    }

    private static Expr Weighted(Expr loss, Expr? weight) => weight is null ? loss : loss * weight;

    private static Expr Reduced(Expr loss, Reduction reduction) => reduction switch
    {
        Reduction.None => loss,
        Reduction.Sum => loss.Sum(),
        _ => loss.Mean(),
    };
}
