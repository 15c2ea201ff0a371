namespace Autograd.Samples.Digits;

/// <summary>What came of a training.</summary>
/// <param name="Loss">the mean cross entropy over the batches of the last epoch</param>
/// <param name="Accuracy">the share of held-out rows whose digit is told right</param>
internal readonly record struct Outcome(double Loss, double Accuracy);
