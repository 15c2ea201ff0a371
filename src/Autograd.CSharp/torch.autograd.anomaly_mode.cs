namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Whether anomaly mode is on.</summary>
    public static bool is_anomaly_enabled() => Modes.Current.Anomaly;

    /// <summary>Whether anomaly mode is on and looks for NaN.</summary>
    public static bool is_anomaly_check_nan_enabled() => Modes.Current is { Anomaly: true, CheckNan: true };

    public static partial class autograd
    {
        /// <summary>
        /// Until it is disposed, every node notes where it was made. A backward pass in the mode computes each gradient at once, stops at the first with a NaN,
        /// and says of a node that fails where it was made. It is slow.
        /// </summary>
        /// <param name="check_nan">whether to look for NaN; else only what raises is named</param>
        public static AnomalyMode detect_anomaly(bool check_nan = true)
        {
            Warnings.Issue("Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.");
            return set_detect_anomaly(true, check_nan);
        }

        /// <summary>Turns <see cref="detect_anomaly"/> on or off: from now on, or until the result is disposed.</summary>
        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) =>
            new(Modes.Set(now => now with { Anomaly = mode, CheckNan = check_nan }, static (now, before) => now with { Anomaly = before.Anomaly, CheckNan = before.CheckNan }));
    }
}
