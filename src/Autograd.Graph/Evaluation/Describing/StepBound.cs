namespace Autograd.Graph;

/// <summary>What holds a step back, at best.</summary>
public enum StepBound : byte
{
    /// <summary>Bytes that come from memory and go there.</summary>
    Memory,

    /// <summary>Arithmetic.</summary>
    Arithmetic,
}
