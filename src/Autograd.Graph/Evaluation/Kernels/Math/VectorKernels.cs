namespace Autograd.Graph;

/// <summary>y = f(x) on one register.</summary>
internal interface IUnaryKernel<T>
    where T : unmanaged
{
    /// <inheritdoc cref="IElementwise{T}.IsChain"/>
    static virtual bool IsChain => false;

    static abstract V Apply<V>(V x)
        where V : struct, IVector<V, T>;
}

/// <summary>y = f(a, b) on one register.</summary>
internal interface IBinaryKernel<T>
    where T : unmanaged
{
    static abstract V Apply<V>(V a, V b)
        where V : struct, IVector<V, T>;
}
