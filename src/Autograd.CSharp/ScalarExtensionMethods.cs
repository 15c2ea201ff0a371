namespace Autograd.CSharp;

/// <summary>TorchSharp's conversions of numbers.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this byte value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this short value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>A Python number.</summary>
    public static Scalar ToScalar(this double value) => value;
}
