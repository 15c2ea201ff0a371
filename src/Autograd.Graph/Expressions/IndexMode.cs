namespace Autograd.Graph;

/// <summary>What an index outside of its axis means.</summary>
public enum IndexMode : byte
{
    /// <summary>An error when evaluated.</summary>
    Assert,

    /// <summary>The nearest index inside.</summary>
    Clip,

    /// <summary>Zeros where gathered, dropped where scattered.</summary>
    Fill,
}
