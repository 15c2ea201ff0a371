namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>A scope that TorchSharp's programs open to free native memory. There is none here: it does nothing.</summary>
    public static DisposeScope NewDisposeScope() => new();

    /// <summary>What <see cref="NewDisposeScope"/> gives; it does nothing.</summary>
    public sealed class DisposeScope : IDisposable
    {
        internal DisposeScope() { }

        /// <summary>Does nothing: tensors made in the scope stay as they are.</summary>
        public void Dispose() { }
    }
}
