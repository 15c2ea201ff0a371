namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>The type of a tensor's elements, numbered as PyTorch does.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>8-bit integer without sign; a tensor cannot have it yet.</summary>
        Byte = 0,

        /// <summary>8-bit signed integer; a tensor cannot have it yet.</summary>
        Int8 = 1,

        /// <summary>16-bit signed integer; a tensor cannot have it yet.</summary>
        Int16 = 2,

        /// <summary>32-bit signed integer.</summary>
        Int32 = 3,

        /// <summary>64-bit signed integer.</summary>
        Int64 = 4,

        /// <summary>IEEE 754 binary32; the default.</summary>
        Float32 = 6,

        /// <summary>IEEE 754 binary64.</summary>
        Float64 = 7,

        /// <summary>Truth value.</summary>
        Bool = 11,
    }

    /// <summary>8-bit integer without sign; a tensor cannot have it yet.</summary>
    public const ScalarType uint8 = ScalarType.Byte;

    /// <summary>8-bit signed integer; a tensor cannot have it yet.</summary>
    public const ScalarType int8 = ScalarType.Int8;

    /// <summary>16-bit signed integer; a tensor cannot have it yet.</summary>
    public const ScalarType int16 = ScalarType.Int16;

    /// <summary>32-bit signed integer.</summary>
    public const ScalarType int32 = ScalarType.Int32;

    /// <summary>32-bit signed integer.</summary>
    public const ScalarType @int = ScalarType.Int32;

    /// <summary>64-bit signed integer.</summary>
    public const ScalarType int64 = ScalarType.Int64;

    /// <summary>64-bit signed integer.</summary>
    public const ScalarType @long = ScalarType.Int64;

    /// <summary>IEEE 754 binary32.</summary>
    public const ScalarType float32 = ScalarType.Float32;

    /// <summary>IEEE 754 binary32.</summary>
    public const ScalarType @float = ScalarType.Float32;

    /// <summary>IEEE 754 binary64.</summary>
    public const ScalarType float64 = ScalarType.Float64;

    /// <summary>IEEE 754 binary64.</summary>
    public const ScalarType @double = ScalarType.Float64;

    /// <summary>Truth value.</summary>
    public const ScalarType @bool = ScalarType.Bool;

    /// <summary>The floating type of new tensors where none is named.</summary>
    public static ScalarType get_default_dtype() => ScalarTypes.DefaultDType.ToScalarType();

    /// <summary>Sets the floating type of new tensors where none is named.</summary>
    /// <exception cref="ArgumentException">it is not a floating type</exception>
    public static void set_default_dtype(ScalarType d)
    {
        if (!d.ToDType().IsFloatingType()) throw new ArgumentException("only floating-point types are supported as the default type");
        ScalarTypes.DefaultDType = d.ToDType();
    }
}
