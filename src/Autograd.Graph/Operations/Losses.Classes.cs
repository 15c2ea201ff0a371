using static Autograd.Graph.Expr;
using static Autograd.Graph.Operands;

namespace Autograd.Graph;

// Losses over classes: these are axis 1, or axis 0 of a single row.
public static partial class Losses
{
    /// <summary>
    /// Cross entropy of logits against classes or probabilities: -Σ w[c] t[c] log softmax(x)[c], the target t being 1 at the class, or the given
    /// probabilities, smoothed to (1 - smoothing) t + smoothing / C. The mean over classes is weighted, that over probabilities is not.
    /// </summary>
    /// <param name="logits">[N, C, ...] or [C], floating</param>
    /// <param name="targets">classes, integers of shape [N, ...] or []; or probabilities of the logits' shape, floating</param>
    /// <param name="weight">of each class, [C], or none</param>
    /// <param name="ignoreIndex">a class that counts for nothing; none when omitted. All of them ignored, the mean is NaN</param>
    /// <param name="labelSmoothing">in [0, 1]</param>
    /// <param name="reduction">what becomes of the losses of single places</param>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    /// <exception cref="DTypeException">the logits are not floating, or the targets truth values</exception>
    /// <exception cref="ArgumentOutOfRangeException">the smoothing is not in [0, 1]</exception>
    public static Expr CrossEntropy(this Expr logits, Expr targets, Expr? weight = null, long? ignoreIndex = null, double labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        int axis = ClassAxis(logits, weight, "crossEntropy");
        if (!(labelSmoothing is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, $"crossEntropy: the smoothing {labelSmoothing} is not in [0, 1]");
        bool byClass = !targets.DType.IsFloating();
        if (byClass) CheckClasses(logits, targets, axis, "crossEntropy");
        else if (targets.Shape != logits.Shape) throw new ShapeException($"crossEntropy: probabilities of shape {targets.Shape} do not fit logits {logits.Shape}: the shapes must be equal");

        Expr logs = logits.LogSoftmax(axis);
        if (byClass) return OfClasses(logs, targets, axis, weight, ignoreIndex, labelSmoothing, reduction);
        int classes = logits.Shape[axis];
        Expr smooth = labelSmoothing == 0 ? targets : targets * (1 - labelSmoothing) + labelSmoothing / classes;
        Expr losses = -(PerClass(logs, weight, axis) * smooth).Sum(axis);
        return Reduced(losses, reduction);
    }

    /// <summary>-w[c] x[c] of log-probabilities at the classes; the mean is weighted.</summary>
    /// <param name="logs">log-probabilities [N, C, ...] or [C], floating</param>
    /// <param name="targets">classes, integers of shape [N, ...] or []</param>
    /// <param name="weight">of each class, [C], or none</param>
    /// <param name="ignoreIndex">a class that counts for nothing; none when omitted. All of them ignored, the mean is NaN</param>
    /// <param name="reduction">what becomes of the losses of single places</param>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    /// <exception cref="DTypeException">the log-probabilities are not floating, or the targets not integers</exception>
    public static Expr NllLoss(this Expr logs, Expr targets, Expr? weight = null, long? ignoreIndex = null, Reduction reduction = Reduction.Mean)
    {
        int axis = ClassAxis(logs, weight, "nllLoss");
        CheckClasses(logs, targets, axis, "nllLoss");
        return OfClasses(logs, targets, axis, weight, ignoreIndex, 0, reduction);
    }

    private static int ClassAxis(Expr x, Expr? weight, string operation)
    {
        RequireFloating(x, operation);
        if (x.Rank == 0) throw new ShapeException($"{operation}: shape [] has no axis of classes; it must be [C] or [N, C, ...]");
        int axis = Math.Min(x.Rank - 1, 1);
        if (weight is not null && (weight.Rank != 1 || weight.Shape[0] != x.Shape[axis]))
            throw new ShapeException($"{operation}: the weight of shape {weight.Shape} does not fit {x.Shape}: it must be [{x.Shape[axis]}], one for each class");
        return axis;
    }

    private static void CheckClasses(Expr x, Expr targets, int axis, string operation)
    {
        if (!targets.DType.IsInteger()) throw new DTypeException($"{operation}: targets have element type {targets.DType.Name()}; classes are integers (Cast converts)");
        Shape places = x.Shape.Without([axis]);
        if (targets.Shape != places) throw new ShapeException($"{operation}: targets of shape {targets.Shape} do not fit {x.Shape}: they must be {places}, the shape without the axis of classes");
    }

    private static Expr OfClasses(Expr logs, Expr targets, int axis, Expr? weight, long? ignoreIndex, double smoothing, Reduction reduction)
    {
        Expr? kept = ignoreIndex is { } ignored ? NotEqualTo(targets, Literal(ignored, targets.DType, targets.Shape)) : null;
        Expr classes = kept is null ? targets : Where(kept, targets, ZerosLike(targets));
        Expr losses = -logs.MoveAxis(axis, -1).Gather(classes.Unsqueeze(-1), [logs.Rank - 1], batchRank: logs.Rank - 1);
        Expr? weights = weight?.Cast(logs.DType).Take(classes);
        losses = Kept(kept, Weighted(losses, weights));
        if (smoothing > 0)
        {
            Expr all = Kept(kept, -PerClass(logs, weight, axis).Sum(axis));
            losses = losses * (1 - smoothing) + all * (smoothing / logs.Shape[axis]);
        }

        if (reduction != Reduction.Mean || (kept is null && weights is null)) return Reduced(losses, reduction);
        Expr count = weights is null ? kept!.Sum().Cast(logs.DType) : Kept(kept, weights).Sum();
        return losses.Sum() / count;
    }

    private static Expr Kept(Expr? kept, Expr losses) => kept is null ? losses : Where(kept, losses, ZerosLike(losses));

    /// <summary>Log-probabilities times the weights of their classes.</summary>
    private static Expr PerClass(Expr logs, Expr? weight, int axis)
    {
        if (weight is null) return logs;
        var sizes = new int[logs.Rank - axis];
        Array.Fill(sizes, 1);
        sizes[0] = logs.Shape[axis];
        return logs * weight.Reshape(Shape.Wrap(sizes));
    }
}
