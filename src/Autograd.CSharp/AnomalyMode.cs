using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What turned anomaly mode on or off, and puts it back when disposed.</summary>
public sealed class AnomalyMode : IDisposable
{
    private readonly IDisposable _scope;

    internal AnomalyMode(IDisposable scope) => _scope = scope;

    /// <summary>Whether anomaly mode is on.</summary>
    public static bool IsEnabled => is_anomaly_enabled();

    /// <summary>Whether anomaly mode is on and looks for NaN.</summary>
    public static bool ShouldCheckNaN => is_anomaly_check_nan_enabled();

    /// <summary>Puts the mode back that was there before.</summary>
    public void Dispose() => _scope.Dispose();
}
