namespace Autograd.CSharp;

/// <summary>How tensors are printed; PyTorch's options and defaults. Immutable: the options in force are replaced as a whole.</summary>
/// <param name="Precision">digits after the point</param>
/// <param name="Threshold">a tensor of more elements is summarised; infinity for never</param>
/// <param name="EdgeItems">how many items a summary shows at either end of an axis</param>
/// <param name="LineWidth">characters of a line</param>
/// <param name="SciMode">whether to write exponents; null lets the values decide</param>
internal sealed record PrintOptions(int Precision, double Threshold, int EdgeItems, int LineWidth, bool? SciMode)
{
    private static PrintOptions _current = new(Precision: 4, Threshold: 1000, EdgeItems: 3, LineWidth: 80, SciMode: null);

    public static PrintOptions Default { get; } = _current;

    public static PrintOptions Short { get; } = Default with { Precision = 2, EdgeItems = 2 };

    public static PrintOptions Full { get; } = Default with { Threshold = double.PositiveInfinity };

    /// <summary>The options in force for the process.</summary>
    public static PrintOptions Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The options after <c>torch.set_printoptions</c>: the profile first, then what is given beside it; <paramref name="sciMode"/> always replaces.</summary>
    /// <exception cref="ArgumentException">no profile has that name</exception>
    /// <exception cref="ArgumentOutOfRangeException">a number is negative, or the threshold is not a number</exception>
    public PrintOptions With(int? precision, double? threshold, int? edgeItems, int? lineWidth, string? profile, bool? sciMode)
    {
        PrintOptions start = profile switch
        {
            null => this,
            "default" => Default,
            "short" => Short,
            "full" => Full,
            _ => throw new ArgumentException($"set_printoptions: there is no profile '{profile}', only default, short and full", nameof(profile)),
        };
        return new(
            NonNegative(precision ?? start.Precision, nameof(precision)),
            NonNegative(threshold ?? start.Threshold, nameof(threshold)),
            NonNegative(edgeItems ?? start.EdgeItems, "edgeitems"),
            NonNegative(lineWidth ?? start.LineWidth, "linewidth"),
            sciMode);
    }

    private static T NonNegative<T>(T value, string name) where T : System.Numerics.INumber<T> =>
        value >= T.Zero ? value : throw new ArgumentOutOfRangeException(name, value, $"set_printoptions: {name} must be 0 or more");
}
