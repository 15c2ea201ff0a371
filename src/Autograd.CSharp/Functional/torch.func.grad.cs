using System.Runtime.CompilerServices;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>The gradient of a function, as a function.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, the argument no derivatives</exception>
        public static Func<Tensor, Tensor> grad(Func<Tensor, Tensor> func) => grad(func, 0);

        /// <summary>The gradient of a function of one tensor by one of them.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor> grad(Func<Tensor, Tensor> func, int argnums)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x => FunctionTransforms.GradAndValue(a => func(a[0]), [x], [FunctionTransforms.Argnum(argnums, 1)]).Gradients[0];
        }

        /// <summary>The gradient of a function of two tensors by one of them.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor> grad(Func<Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) => FunctionTransforms.GradAndValue(a => func(a[0], a[1]), [x, y], [FunctionTransforms.Argnum(argnums, 2)]).Gradients[0];
        }

        /// <summary>The gradient of a function of three tensors by one of them.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor, Tensor> grad(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) => FunctionTransforms.GradAndValue(a => func(a[0], a[1], a[2]), [x, y, z], [FunctionTransforms.Argnum(argnums, 3)]).Gradients[0];
        }

        /// <summary>The gradients of a function of two tensors by some of them.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the positions of the arguments that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor[]> grad(Func<Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) => FunctionTransforms.GradAndValue(a => func(a[0], a[1]), [x, y], FunctionTransforms.Argnums(argnums, 2)).Gradients;
        }

        /// <summary>The gradients of a function of three tensors by some of them.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the positions of the arguments that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor, Tensor[]> grad(Func<Tensor, Tensor, Tensor, Tensor> func, int[] argnums)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) => FunctionTransforms.GradAndValue(a => func(a[0], a[1], a[2]), [x, y, z], FunctionTransforms.Argnums(argnums, 3)).Gradients;
        }

        /// <summary>The gradients of a function of several tensors, such as a model's parameters, by each.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        [OverloadResolutionPriority(-1)]
        public static Func<IReadOnlyList<Tensor>, Tensor[]> grad(Func<IReadOnlyList<Tensor>, Tensor> func)
        {
            Func<IReadOnlyList<Tensor>, (Tensor[] Gradients, Tensor Value)> both = grad_and_value(func);
            return x => both(x).Gradients;
        }

        /// <summary>The gradient of the first part of what a function gives, and the second part.</summary>
        /// <param name="func">gives a tensor without dimensions, and anything beside it</param>
        /// <param name="has_aux">true</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, (Tensor Gradient, TAux Aux)> grad<TAux>(Func<Tensor, (Tensor, TAux)> func, bool has_aux)
        {
            Func<Tensor, (Tensor Gradient, (Tensor Value, TAux Aux) Value)> both = grad_and_value(func, has_aux);
            return x =>
            {
                var (gradient, value) = both(x);
                return (gradient, value.Aux);
            };
        }
    }
}
