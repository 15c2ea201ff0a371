namespace Autograd.CSharp;

/// <summary>How a view came to be, which decides whether writing to it can be recorded.</summary>
internal enum ViewOrigin : byte
{
    /// <summary>The one result of an operation while gradients were recorded.</summary>
    Recorded,

    /// <summary>One of several results, while gradients were recorded.</summary>
    OneOfSeveral,

    /// <summary>Made while gradients were not recorded.</summary>
    WithoutGrad,
}
