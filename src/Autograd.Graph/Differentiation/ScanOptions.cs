namespace Autograd.Graph;

/// <summary>How a scan runs. Immutable: <c>with</c> makes another.</summary>
public sealed record ScanOptions
{
    /// <summary>First place to last, and reverse mode keeps what it needs of every trip.</summary>
    public static ScanOptions Default { get; } = new();

    /// <summary>Reverse mode keeps the carries of about √n of n trips, and computes about √n trips at a time again: <see cref="CheckpointEvery"/> of 0.</summary>
    public static ScanOptions Checkpointed { get; } = new() { CheckpointEvery = 0 };

    /// <summary>Whether it begins at the last place. Outputs stand at the place of the items they came of.</summary>
    public bool Reversed { get; init; }

    /// <summary>
    /// After how many trips reverse mode keeps the carries; what it needs of the trips between, it computes again. 0 stands for about √n, null,
    /// the default, for keeping everything. It changes no bit of a value.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">it is negative</exception>
    public int? CheckpointEvery
    {
        get;
        init
        {
            if (value < 0) throw new ArgumentOutOfRangeException(nameof(value), value, "scan: carries cannot be kept after a negative number of trips (0 stands for about the square root of their number)");
            field = value;
        }
    }
}
