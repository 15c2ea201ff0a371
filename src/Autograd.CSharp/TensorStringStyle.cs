namespace Autograd.CSharp;

/// <summary>How a tensor is written.</summary>
public enum TensorStringStyle
{
    /// <summary>PyTorch's text.</summary>
    Default,

    /// <summary>Shape, element type and device only.</summary>
    Metadata,

    /// <summary>Shape, element type and device, then PyTorch's text.</summary>
    Julia,

    /// <summary>Brackets and spaces, as NumPy prints.</summary>
    Numpy,

    /// <summary>Shape, element type and device, then a C# array.</summary>
    CSharp,
}
