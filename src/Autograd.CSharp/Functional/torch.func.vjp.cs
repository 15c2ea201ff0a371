namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>A function's result, and the map from a cotangent of it to that of the argument.</summary>
        /// <param name="func">the function</param>
        /// <param name="primals">the argument</param>
        /// <exception cref="ArgumentException">argument or result have no derivatives</exception>
        public static (Tensor Output, Func<Tensor, Tensor> VjpFn) vjp(Func<Tensor, Tensor> func, Tensor primals)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Func<Tensor[], Tensor[]> pull) = FunctionTransforms.Vjp(a => [func(a[0])], [primals]);
            return (results[0], cotangent => pull([cotangent])[0]);
        }

        /// <summary>The result of a function of two tensors, and the map from a cotangent of it to those of the arguments.</summary>
        /// <exception cref="ArgumentException">arguments or result have no derivatives</exception>
        public static (Tensor Output, Func<Tensor, (Tensor, Tensor)> VjpFn) vjp(Func<Tensor, Tensor, Tensor> func, Tensor primal0, Tensor primal1)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Func<Tensor[], Tensor[]> pull) = FunctionTransforms.Vjp(a => [func(a[0], a[1])], [primal0, primal1]);
            return (results[0], cotangent =>
            {
                Tensor[] pulled = pull([cotangent]);
                return (pulled[0], pulled[1]);
            }
            );
        }

        /// <summary>The results of a function of several tensors, and the map from cotangents of them to those of the arguments.</summary>
        /// <exception cref="ArgumentException">arguments or results have no derivatives</exception>
        public static (Tensor[] Output, Func<IReadOnlyList<Tensor>, Tensor[]> VjpFn) vjp(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> primals)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Func<Tensor[], Tensor[]> pull) = FunctionTransforms.Vjp(a => func(a), Tensors(primals));
            return (results, cotangents => pull(Tensors(cotangents)));
        }
    }
}
