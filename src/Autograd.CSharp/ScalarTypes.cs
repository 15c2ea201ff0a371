using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Between PyTorch's element types and the core's: one row a type.</summary>
internal static class ScalarTypes
{
    /// <summary>The floating type of new tensors where none is named.</summary>
    public static DType DefaultDType { get; set; } = DType.Float32;

    /// <summary>The core's type.</summary>
    public static DType ToDType(this ScalarType type) => type switch
    {
        ScalarType.Float32 => DType.Float32,
        ScalarType.Float64 => DType.Float64,
        ScalarType.Int64 => DType.Int64,
        ScalarType.Int32 => DType.Int32,
        ScalarType.Bool => DType.Bool,
        _ => throw new NotSupportedException($"element type {type} is not supported"),
    };

    /// <summary>PyTorch's type.</summary>
    public static ScalarType ToScalarType(this DType dtype) => dtype switch
    {
        DType.Float32 => ScalarType.Float32,
        DType.Float64 => ScalarType.Float64,
        DType.Int64 => ScalarType.Int64,
        DType.Int32 => ScalarType.Int32,
        _ => ScalarType.Bool,
    };

    /// <summary>The name in PyTorch's error texts: <c>Float</c>, <c>Long</c>.</summary>
    public static string CName(DType dtype) => dtype switch
    {
        DType.Float32 => "Float",
        DType.Float64 => "Double",
        DType.Int64 => "Long",
        DType.Int32 => "Int",
        _ => "Bool",
    };

    /// <summary>bool, integer, floating: results may be written into tensors of their category or a higher one.</summary>
    public static int Category(DType dtype) => dtype == DType.Bool ? 0 : dtype.IsFloating() ? 2 : 1;

    /// <summary>Whether numbers of the type have derivatives.</summary>
    public static bool IsFloatingType(this DType dtype) => dtype.IsFloating();
}
