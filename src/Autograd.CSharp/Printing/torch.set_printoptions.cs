namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Sets how tensors are printed, for the process.</summary>
    /// <param name="precision">digits after the point (4)</param>
    /// <param name="threshold">a tensor of more elements is summarised (1000); infinity for never</param>
    /// <param name="edgeitems">items shown at either end of a summarised axis (3)</param>
    /// <param name="linewidth">characters of a line (80)</param>
    /// <param name="profile"><c>default</c>, <c>short</c> or <c>full</c>; what is given beside it wins</param>
    /// <param name="sci_mode">whether to write exponents; null, also by omission, lets the values decide</param>
    /// <exception cref="ArgumentException">no profile has that name</exception>
    /// <exception cref="ArgumentOutOfRangeException">a number is negative, or the threshold is not a number</exception>
    public static void set_printoptions(int? precision = null, double? threshold = null, int? edgeitems = null, int? linewidth = null, string? profile = null, bool? sci_mode = null) =>
        PrintOptions.Current = PrintOptions.Current.With(precision, threshold, edgeitems, linewidth, profile, sci_mode);
}
