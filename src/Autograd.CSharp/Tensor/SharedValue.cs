using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>What tensors that share their memory share here: the value written last. It exists only where <c>detach</c> or <c>data</c> was called.</summary>
internal sealed class SharedValue(Expr value, int writes)
{
    /// <summary>The value written last.</summary>
    public Expr Value { get; private set; } = value;

    /// <summary>How often it was written.</summary>
    public int Writes { get; private set; } = writes;

    /// <summary>Replaces the value for all that share it.</summary>
    public void Write(Expr value)
    {
        Value = value;
        Writes++;
    }
}
