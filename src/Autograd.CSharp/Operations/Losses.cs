using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Losses. <c>reduction</c> is <c>"mean"</c>, <c>"sum"</c> or <c>"none"</c>.</summary>
internal static class Losses
{
    /// <summary>(input - target)²</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
    [Operation("MseLossBackward0", Saves = "input, target", Path = "nn.functional.mse_loss")]
    internal static Expr mse_loss(Expr input, Expr target, torch.nn.Reduction reduction = default) => Warned(input, target).MseLoss(target, Reducing(reduction));

    /// <summary>Half the square of the difference over beta where it is below beta, else the difference without beta / 2.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
    [Operation("SmoothL1LossBackward0", Saves = "input, target", Path = "nn.functional.smooth_l1_loss")]
    internal static Expr smooth_l1_loss(Expr input, Expr target, torch.nn.Reduction reduction = default, double beta = 1) =>
        beta >= 0 ? Warned(input, target).SmoothL1Loss(target, beta, Reducing(reduction)) : throw new ArgumentException("smooth_l1_loss does not support negative values for beta.");

    /// <summary>Half the square of the difference where it is below delta, else delta times the difference without delta / 2.</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
    [Operation("HuberLossBackward0", Saves = "input, target", Path = "nn.functional.huber_loss")]
    internal static Expr huber_loss(Expr input, Expr target, torch.nn.Reduction reduction = default, double delta = 1) =>
        delta > 0 ? Warned(input, target).HuberLoss(target, delta, Reducing(reduction)) : throw new ArgumentException("huber_loss does not support non-positive values for delta.");

    /// <summary>-target log p - (1 - target) log(1 - p) of probabilities, logarithms not below -100.</summary>
    /// <exception cref="ArgumentException">the shapes differ, or the reduction is another</exception>
    [Operation("BinaryCrossEntropyBackward0", Saves = "input, target", Path = "nn.functional.binary_cross_entropy")]
    internal static Expr binary_cross_entropy(Expr input, Expr target, [NoGrad] Expr? weight = null, torch.nn.Reduction reduction = default)
    {
        if (!input.Shape.Equals(target.Shape))
            throw new ArgumentException($"Using a target size ({PythonText.Size(target.Shape.Sizes)}) that is different to the input size ({PythonText.Size(input.Shape.Sizes)}) is deprecated. Please ensure they have the same size.");
        return input.BinaryCrossEntropy(target, weight, Reducing(reduction));
    }

    /// <summary>-target log σ(x) - (1 - target) log(1 - σ(x)), without overflow.</summary>
    /// <exception cref="ArgumentException">the shapes differ, or the reduction is another</exception>
    [Operation("BinaryCrossEntropyWithLogitsBackward0", Saves = "input, target", Path = "nn.functional.binary_cross_entropy_with_logits")]
    internal static Expr binary_cross_entropy_with_logits(Expr input, Expr target, [NoGrad] Expr? weight = null, torch.nn.Reduction reduction = default, [NoGrad] Expr? pos_weight = null)
    {
        if (!input.Shape.Equals(target.Shape))
            throw new ArgumentException($"Target size ({PythonText.Size(target.Shape.Sizes)}) must be the same as input size ({PythonText.Size(input.Shape.Sizes)})");
        return input.BinaryCrossEntropyWithLogits(target, weight, pos_weight, Reducing(reduction));
    }

    /// <summary>-input[target] of log-probabilities [N, C, ...] and classes [N, ...].</summary>
    /// <exception cref="ArgumentOutOfRangeException">a class is out of bounds</exception>
    /// <exception cref="ArgumentException">the shapes do not fit, or the classes are no integers, or the reduction is another</exception>
    [Operation("NllLossBackward0", Saves = "input, target", Path = "nn.functional.nll_loss")]
    internal static Expr nll_loss(Expr input, [NoGrad] Expr target, [NoGrad] Expr? weight = null, long ignore_index = -100, torch.nn.Reduction reduction = default)
    {
        bool ignores = CheckClasses(input, target, weight, ignore_index);
        return input.NllLoss(target, weight, ignores ? ignore_index : null, Reducing(reduction));
    }

    /// <summary>Cross-entropy with smoothed labels or class probabilities.</summary>
    [Operation("NllLossBackward0", Saves = "input, target", Forms = Forms.Hidden)]
    internal static Expr soft_cross_entropy(Expr input, Expr target, [NoGrad] Expr? weight, long ignore_index, torch.nn.Reduction reduction, double label_smoothing)
    {
        if (label_smoothing is not (>= 0 and <= 1)) throw new ArgumentException($"label_smoothing must be between 0.0 and 1.0. Got: {PythonFloat.Repr(label_smoothing)}");
        bool probabilities = target.Shape.Equals(input.Shape) && target.DType.IsFloating();
        bool ignores = !probabilities && CheckClasses(input, target, weight, ignore_index);
        return input.CrossEntropy(target, weight, ignores ? ignore_index : null, label_smoothing, Reducing(reduction));
    }

    /// <summary>Checks the target's type, shape and classes.</summary>
    /// <returns>whether a place is ignored: where none is, the loss is computed without looking for such places</returns>
    private static bool CheckClasses(Expr input, Expr target, Expr? weight, long ignored)
    {
        if (target.DType != DType.Int64) throw new ArgumentException($"expected scalar type Long but found {ScalarTypes.CName(target.DType)}");
        if (input.Rank == 0 || target.Rank != input.Rank - 1)
            throw new ArgumentException(input.Rank == 0 ? "input tensor should be 1D or 2D" : $"Expected target of {input.Rank - 1} dimensions for input of shape {input.Shape}, but got shape {target.Shape}");
        if (input.Rank >= 2 && input.Shape[0] != target.Shape[0])
            throw new ArgumentException($"Expected input batch_size ({input.Shape[0]}) to match target batch_size ({target.Shape[0]}).");
        int[] places = [.. input.Shape.Sizes[..(input.Rank == 1 ? 0 : 1)], .. input.Shape.Sizes[Math.Min(2, input.Rank)..]];
        if (!target.Shape.Sizes.SequenceEqual(places)) throw new ArgumentException($"Expected target size [{string.Join(", ", places)}], got {target.Shape}");
        int classes = input.Shape[input.Rank == 1 ? 0 : 1];
        if (weight is not null && (weight.Rank != 1 || weight.Shape[0] != classes))
            throw new ArgumentException($"weight tensor should be defined either for all {classes} classes or no classes but got weight tensor of shape: {weight.Shape}");
        ReadOnlySpan<long> known = KnownIndices.Of(target);
        bool ignores = known.Length < target.Shape.Count;
        foreach (long c in known)
        {
            if (c == ignored) ignores = true;
            else if (c < 0 || c >= classes) throw new ArgumentOutOfRangeException(null, $"Target {c} is out of bounds.");
        }

        return ignores;
    }

    /// <summary>log(1 + exp(-target * input))</summary>
    /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
    [Operation("SoftMarginLossBackward0", Saves = "input, target", Path = "nn.functional.soft_margin_loss")]
    internal static Expr soft_margin_loss(Expr input, Expr target, torch.nn.Reduction reduction = default)
    {
        Expr losses = Activations.softplus(-Arithmetic.Broadcast(input, target) * target);
        return Reducing(reduction) switch { Reduction.Mean => losses.Mean(), Reduction.Sum => losses.Sum(), _ => losses };
    }

    internal static Reduction Reducing(torch.nn.Reduction reduction) =>
        reduction == torch.nn.Reduction.Mean ? Reduction.Mean
        : reduction == torch.nn.Reduction.Sum ? Reduction.Sum
        : reduction == torch.nn.Reduction.None ? Reduction.None
        : throw new ArgumentException($"{reduction} is not a valid value for reduction");

    private static Expr Warned(Expr input, Expr target)
    {
        WarnOfSizes(input.Shape, target.Shape);
        Shapes.CheckBroadcast(input.Shape, target.Shape);
        return input;
    }

    /// <summary>Warns where a loss is about to broadcast.</summary>
    internal static void WarnOfSizes(Shape input, Shape target)
    {
        if (input.Equals(target)) return;
        Warnings.Issue($"Using a target size ({PythonText.Size(target.Sizes)}) that is different to the input size ({PythonText.Size(input.Sizes)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.");
    }
}
