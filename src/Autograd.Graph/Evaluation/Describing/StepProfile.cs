namespace Autograd.Graph;

/// <summary>What one step took over all runs of a profile.</summary>
/// <param name="Step">the step</param>
/// <param name="Runs">how often it ran</param>
/// <param name="Seconds">for how long, altogether</param>
/// <param name="Share">its part of the time of all steps, in [0, 1]</param>
public sealed record StepProfile(StepDescription Step, long Runs, double Seconds, double Share)
{
    /// <summary>Bytes read and written a second.</summary>
    public double BytesPerSecond => Seconds == 0 ? 0 : (Step.BytesRead + Step.BytesWritten) * (double)Runs / Seconds;

    /// <summary>Operations a second, as <see cref="StepDescription.Operations"/> counts them.</summary>
    public double OperationsPerSecond => Seconds == 0 ? 0 : Step.Operations * (double)Runs / Seconds;
}
