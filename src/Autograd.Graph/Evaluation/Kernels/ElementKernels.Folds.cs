namespace Autograd.Graph;

// An op, or two, and the sum of each row of its results, in one pass: for softmax and its kin, and for means, variances and products of rows.
internal static unsafe partial class ElementKernels
{
    /// <summary>Whether an op can be folded in the pass that computes it.</summary>
    public static bool CanFold(Op op, Op.Reduce fold, DType dtype) => fold.Kind == ReduceKind.Sum && op is Op.Mul or Op.Exp or Op.IntPow { Exponent: 2 } && dtype.IsFloating();

    /// <summary>The sum of each row of op(a, b), or of op(first(a, b)), the square being a power.</summary>
    /// <param name="op">what gives the elements</param>
    /// <param name="first">the op that its input comes from, where it is computed in the same pass</param>
    /// <param name="dtype">of all</param>
    /// <param name="scalars">bit i: input i is a single element</param>
    /// <param name="keeps">whether the elements are written too</param>
    /// <param name="kernel">gives the bits of the functions one after the other</param>
    /// <returns>whether there is one</returns>
    public static bool TryFold(Op op, Op? first, DType dtype, int scalars, bool keeps, out FoldingKernel kernel)
    {
        FoldingKernel? found = dtype switch
        {
            DType.Float32 => Folding<ExponentialSingle.ExpInline, float>(op, first, scalars, keeps),
            DType.Float64 => Folding<Exponential.Exp, double>(op, first, scalars, keeps),
            _ => null,
        };
        kernel = found.GetValueOrDefault();
        return found.HasValue;
    }

    private static FoldingKernel? Folding<TExp, T>(Op op, Op? first, int scalars, bool keeps)
        where TExp : struct, IUnaryKernel<T>
        where T : unmanaged, System.Numerics.INumber<T> => (op, first, scalars) switch
        {
            (Op.Mul, null, 0) => Sum<Binary<Operators.Mul<T>, T>, T, NoScalars>(keeps),
            (Op.IntPow { Exponent: 2 }, Op.Sub, 2) => Sum<Binary<Operators.SquaredDifference<T>, T>, T, SecondScalar>(keeps),
            (Op.Exp, null, 0) => Sum<Unary<TExp, T>, T, NoScalars>(keeps),
            (Op.Exp, Op.Sub, 2) => Sum<Binary<Then<Operators.Sub<T>, TExp, T>, T>, T, SecondScalar>(keeps),
            _ => null,
        };

    private static FoldingKernel Sum<TFunction, T, TScalars>(bool keeps)
        where TFunction : struct, IElementwise<T>
        where T : unmanaged, System.Numerics.INumber<T>
        where TScalars : struct, IScalars =>
        keeps ? new(&MapFold<TFunction, SumFold<T>, T, TScalars, Kept>.Run) : new(&MapFold<TFunction, SumFold<T>, T, TScalars, Dropped>.Run);
}

/// <summary>A function over a row of n elements and the fold of its results: the output, two inputs (an unused one is any reference), n, the fold.</summary>
internal readonly unsafe struct FoldingKernel(delegate*<ref byte, ref byte, ref byte, int, ref byte, void> function)
{
    private readonly delegate*<ref byte, ref byte, ref byte, int, ref byte, void> _function = function;

    /// <summary>Computes and folds a row; y may be exactly one of the inputs, and is any reference where results are not kept.</summary>
    public void Run(ref byte y, ref byte a, ref byte b, int n, ref byte folded) => _function(ref y, ref a, ref b, n, ref folded);
}
