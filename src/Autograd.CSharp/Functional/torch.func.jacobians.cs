using System.Runtime.CompilerServices;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>The Jacobian of a function of one tensor, in reverse mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor> jacrev(Func<Tensor, Tensor> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x => FunctionTransforms.Jacobian(a => [func(a[0])], [x], [0], forward: false)[0][0];
        }

        /// <summary>The Jacobian of a function of two tensors by one of them, in reverse mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor> jacrev(Func<Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) => FunctionTransforms.Jacobian(a => [func(a[0], a[1])], [x, y], [FunctionTransforms.Argnum(argnums, 2)], forward: false)[0][0];
        }

        /// <summary>The Jacobian of a function of three tensors by one of them, in reverse mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor, Tensor> jacrev(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) => FunctionTransforms.Jacobian(a => [func(a[0], a[1], a[2])], [x, y, z], [FunctionTransforms.Argnum(argnums, 3)], forward: false)[0][0];
        }

        /// <summary>The Jacobians of the results of a function of several tensors by each of these, in reverse mode.</summary>
        /// <param name="func">the function</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        [OverloadResolutionPriority(-1)]
        public static Func<IReadOnlyList<Tensor>, Tensor[][]> jacrev(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x =>
            {
                Tensor[] arguments = Tensors(x);
                return FunctionTransforms.Jacobian(a => func(a), arguments, [.. Enumerable.Range(0, arguments.Length)], forward: false);
            };
        }

        /// <summary>The Jacobian of a function of one tensor, in forward mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor> jacfwd(Func<Tensor, Tensor> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x => FunctionTransforms.Jacobian(a => [func(a[0])], [x], [0], forward: true)[0][0];
        }

        /// <summary>The Jacobian of a function of two tensors by one of them, in forward mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor> jacfwd(Func<Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) => FunctionTransforms.Jacobian(a => [func(a[0], a[1])], [x, y], [FunctionTransforms.Argnum(argnums, 2)], forward: true)[0][0];
        }

        /// <summary>The Jacobian of a function of three tensors by one of them, in forward mode: of the result's dimensions followed by the argument's.</summary>
        /// <param name="func">the function</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor, Tensor> jacfwd(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) => FunctionTransforms.Jacobian(a => [func(a[0], a[1], a[2])], [x, y, z], [FunctionTransforms.Argnum(argnums, 3)], forward: true)[0][0];
        }

        /// <summary>The Jacobians of the results of a function of several tensors by each of these, in forward mode.</summary>
        /// <param name="func">the function</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        [OverloadResolutionPriority(-1)]
        public static Func<IReadOnlyList<Tensor>, Tensor[][]> jacfwd(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x =>
            {
                Tensor[] arguments = Tensors(x);
                return FunctionTransforms.Jacobian(a => func(a), arguments, [.. Enumerable.Range(0, arguments.Length)], forward: true);
            };
        }

        /// <summary>The Hessian of a function: forward over reverse mode.</summary>
        /// <param name="func">the function</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor> hessian(Func<Tensor, Tensor> func) => jacfwd(jacrev(func));

        /// <summary>The second derivative of a function of two tensors by one of them.</summary>
        /// <param name="func">the function</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: an argument has no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor> hessian(Func<Tensor, Tensor, Tensor> func, int argnums = 0) => jacfwd(jacrev(func, argnums), argnums);
    }
}
