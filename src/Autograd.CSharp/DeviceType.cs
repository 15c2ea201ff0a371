namespace Autograd.CSharp;

/// <summary>Kinds of devices; there is the CPU.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>A graphics card of NVIDIA; there is none here.</summary>
    CUDA = 1,

    /// <summary>Apple's graphics; there are none here.</summary>
    MPS = 13,
}
