namespace Autograd.Graph;

/// <summary>In which memory a value lies during a run.</summary>
public enum BufferPlace : byte
{
    /// <summary>An array that came as an argument: read only.</summary>
    Argument,

    /// <summary>A number that came as an argument.</summary>
    Number,

    /// <summary>Memory that steps share and that the next run uses again.</summary>
    Arena,

    /// <summary>An array of its own, which leaves the run or is kept for later evaluations.</summary>
    Result,

    /// <summary>An array of its own while steps need it, for what the arena has no room for.</summary>
    Transient,
}
