using Autograd.Graph;

namespace Autograd.Benchmarks.Micro;

/// <summary>Multiplications and additions, one after the other.</summary>
internal static class Chain
{
    /// <summary>Operations of a chain.</summary>
    public const int Length = 200;

    /// <summary>The last of them.</summary>
    public static Expr Of(Expr x)
    {
        Expr y = x;
        for (int i = 0; i < Length / 2; i++) y = y * 1.01 + 0.001;
        return y;
    }

    /// <summary>The sum of the last of them, and its gradient.</summary>
    public static Expr[] ValueAndGradient(Expr x)
    {
        Expr sum = Of(x).Sum();
        return [sum, Gradient.Of(sum, x)[x]];
    }
}
