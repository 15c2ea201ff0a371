using System.Globalization;

namespace Autograd.Graph;

/// <summary>One number of an element type, stored as its bits.</summary>
public readonly struct Number : IEquatable<Number>
{
    private Number(DType dtype, long bits) => (DType, Bits) = (dtype, bits);

    /// <summary>Its element type.</summary>
    public DType DType { get; }

    /// <summary>The element's bits, in the low bytes.</summary>
    internal long Bits { get; }

    /// <summary>A float32 number.</summary>
    public static implicit operator Number(float value) => new(DType.Float32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>A float64 number.</summary>
    public static implicit operator Number(double value) => new(DType.Float64, BitConverter.DoubleToInt64Bits(value));

    /// <summary>An int64 number.</summary>
    public static implicit operator Number(long value) => new(DType.Int64, value);

    /// <summary>An int32 number.</summary>
    public static implicit operator Number(int value) => new(DType.Int32, value);

    /// <summary>A truth value.</summary>
    public static implicit operator Number(bool value) => new(DType.Bool, value ? 1 : 0);

    internal static Number FromBits(DType dtype, long bits) => new(dtype, bits);

    /// <summary>The number as a double: exact but for integers beyond 2^53.</summary>
    public double ToDouble() => DType switch
    {
        DType.Float32 => BitConverter.Int32BitsToSingle((int)Bits),
        DType.Float64 => BitConverter.Int64BitsToDouble(Bits),
        _ => Bits,
    };

    /// <summary>The number as an integer: a floating number is truncated, one out of range saturates, NaN is 0.</summary>
    public long ToInt64() => DType.IsFloating() ? (long)ToDouble() : Bits;

    /// <summary>The number converted as <c>Cast</c> converts: rounded to nearest even, truncated towards zero, or non-zero as truth.</summary>
    public Number As(DType dtype) => dtype == DType ? this : dtype switch
    {
        DType.Float32 => DType.IsFloating() ? (float)ToDouble() : (float)Bits,
        DType.Float64 => ToDouble(),
        DType.Int64 => ToInt64(),
        DType.Int32 => DType.IsFloating() ? (int)ToDouble() : (int)Bits,
        DType.Bool => DType.IsFloating() ? ToDouble() != 0 : Bits != 0,
        _ => throw new NotSupportedException($"a number cannot be converted to {dtype.Name()}"),
    };

    /// <inheritdoc/>
    public bool Equals(Number other) => DType == other.DType && Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Number other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DType, Bits);

    /// <summary>Whether type and bits are equal.</summary>
    public static bool operator ==(Number a, Number b) => a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Number a, Number b) => !a.Equals(b);

    /// <summary>The shortest text that reads back as the same number.</summary>
    public override string ToString() => DType switch
    {
        DType.Float32 => ((float)ToDouble()).ToString(CultureInfo.InvariantCulture),
        DType.Float64 => ToDouble().ToString(CultureInfo.InvariantCulture),
        DType.Bool => Bits != 0 ? "true" : "false",
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };
}
