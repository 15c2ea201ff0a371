using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Indices as numbers, for those who check them.</summary>
internal static class KnownIndices
{
    /// <summary>The numbers; none inside a map over examples that they depend on, where nobody knows them yet.</summary>
    public static ReadOnlySpan<long> Of(Expr index)
    {
        try
        {
            return index.Cast(DType.Int64).Evaluate(FacadeOptions.Current).AsSpan<long>();
        }
        catch (UnboundParameterException) when (Trace.IsTransform)
        {
            return [];
        }
    }
}
