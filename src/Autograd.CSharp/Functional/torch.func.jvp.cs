namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>A function's result, and its tangent.</summary>
        /// <param name="func">the function</param>
        /// <param name="primals">the argument</param>
        /// <param name="tangents">the argument's tangent</param>
        /// <exception cref="ArgumentException">the argument has no derivatives, or its tangent another shape</exception>
        public static (Tensor Output, Tensor Jvp) jvp(Func<Tensor, Tensor> func, Tensor primals, Tensor tangents)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Tensor[] pushed) = FunctionTransforms.Jvp(a => [func(a[0])], [primals], [tangents]);
            return (results[0], pushed[0]);
        }

        /// <summary>The result of a function of two tensors, and its tangent.</summary>
        /// <exception cref="ArgumentException">the arguments have no derivatives, or a tangent another shape</exception>
        public static (Tensor Output, Tensor Jvp) jvp(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) primals, (Tensor, Tensor) tangents)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Tensor[] pushed) = FunctionTransforms.Jvp(a => [func(a[0], a[1])], [primals.Item1, primals.Item2], [tangents.Item1, tangents.Item2]);
            return (results[0], pushed[0]);
        }

        /// <summary>The results of a function of several tensors, and their tangents.</summary>
        /// <exception cref="ArgumentException">the arguments have no derivatives, or there are not as many tangents, or one has another shape</exception>
        public static (Tensor[] Output, Tensor[] Jvp) jvp(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> primals, IReadOnlyList<Tensor> tangents)
        {
            ArgumentNullException.ThrowIfNull(func);
            return FunctionTransforms.Jvp(a => func(a), Tensors(primals), Tensors(tangents));
        }

        /// <summary>A function's result, and the map from a tangent of the argument to that of the result. The function runs once, whatever the map is used for.</summary>
        /// <param name="func">the function</param>
        /// <param name="primals">the argument</param>
        /// <exception cref="ArgumentException">the argument has no derivatives</exception>
        public static (Tensor Output, Func<Tensor, Tensor> JvpFn) linearize(Func<Tensor, Tensor> func, Tensor primals)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Func<Tensor[], Tensor[]> push) = FunctionTransforms.Linearize(a => [func(a[0])], [primals]);
            return (results[0], tangent => push([tangent])[0]);
        }

        /// <summary>The results of a function of several tensors, and the map from tangents of the arguments to those of the results.</summary>
        /// <exception cref="ArgumentException">the arguments have no derivatives</exception>
        public static (Tensor[] Output, Func<IReadOnlyList<Tensor>, Tensor[]> JvpFn) linearize(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> primals)
        {
            ArgumentNullException.ThrowIfNull(func);
            (Tensor[] results, Func<Tensor[], Tensor[]> push) = FunctionTransforms.Linearize(a => func(a), Tensors(primals));
            return (results, tangents => push(Tensors(tangents)));
        }
    }
}
