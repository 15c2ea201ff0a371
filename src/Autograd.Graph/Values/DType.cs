namespace Autograd.Graph;

/// <summary>The type of an array's elements. What each one is stands in one row of <see cref="DTypes"/>.</summary>
public enum DType : byte
{
    /// <summary>IEEE 754 binary32; the default.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>Truth value of one byte, 0 or 1.</summary>
    Bool,
}
