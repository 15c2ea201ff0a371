namespace Autograd.Samples.Digits;

/// <summary>What is trained and how: pixels, a hidden layer with ReLU, logits; stochastic gradient descent on the cross entropy.</summary>
/// <param name="Epochs">how often every row is seen</param>
internal sealed record Recipe(int Epochs)
{
    /// <summary>The width of the hidden layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>How many rows a step sees.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>How far a step goes along the gradient.</summary>
    public double LearningRate { get; init; } = 0.5;

    /// <summary>How many steps an epoch has, the last one perhaps of fewer rows.</summary>
    public int Batches(int rows) => (rows + BatchSize - 1) / BatchSize;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{DigitsData.Pixels}-{Hidden}-{DigitsData.Classes} with ReLU, cross entropy; {Epochs} epochs of gradient descent, batches of {BatchSize}, learning rate {LearningRate}");
}
