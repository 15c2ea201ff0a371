namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static partial class special;

    /// <summary>Linear algebra.</summary>
    public static partial class linalg;

    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>Functions of neural networks: activations, losses.</summary>
        public static partial class functional;
    }
}
