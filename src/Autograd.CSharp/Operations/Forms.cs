namespace Autograd.CSharp.Operations;

/// <summary>How an operation can be called.</summary>
[Flags]
internal enum Forms
{
    /// <summary>In place only, if at all.</summary>
    None = 0,

    /// <summary>As a function of torch.</summary>
    Function = 1,

    /// <summary>As a method of Tensor.</summary>
    Method = 2,

    /// <summary>None that callers see, not even in place: other members of the facade call it.</summary>
    Hidden = 4,
}
