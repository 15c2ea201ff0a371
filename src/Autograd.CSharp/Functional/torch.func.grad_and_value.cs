using System.Runtime.CompilerServices;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>The gradient of a function of one tensor, and its value.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, (Tensor Gradient, Tensor Value)> grad_and_value(Func<Tensor, Tensor> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x =>
            {
                (Tensor value, Tensor[] gradients) = FunctionTransforms.GradAndValue(a => func(a[0]), [x], [0]);
                return (gradients[0], value);
            };
        }

        /// <summary>The gradient of a function of two tensors by one of them, and its value.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, (Tensor Gradient, Tensor Value)> grad_and_value(Func<Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) =>
            {
                (Tensor value, Tensor[] gradients) = FunctionTransforms.GradAndValue(a => func(a[0], a[1]), [x, y], [FunctionTransforms.Argnum(argnums, 2)]);
                return (gradients[0], value);
            };
        }

        /// <summary>The gradient of a function of three tensors by one of them, and its value.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <param name="argnums">the position of the argument that it is differentiated by</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, Tensor, Tensor, (Tensor Gradient, Tensor Value)> grad_and_value(Func<Tensor, Tensor, Tensor, Tensor> func, int argnums = 0)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) =>
            {
                (Tensor value, Tensor[] gradients) = FunctionTransforms.GradAndValue(a => func(a[0], a[1], a[2]), [x, y, z], [FunctionTransforms.Argnum(argnums, 3)]);
                return (gradients[0], value);
            };
        }

        /// <summary>The gradients of a function of several tensors by each, and its value.</summary>
        /// <param name="func">gives a tensor without dimensions</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        [OverloadResolutionPriority(-1)]
        public static Func<IReadOnlyList<Tensor>, (Tensor[] Gradients, Tensor Value)> grad_and_value(Func<IReadOnlyList<Tensor>, Tensor> func)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x =>
            {
                Tensor[] arguments = Tensors(x);
                (Tensor value, Tensor[] gradients) = FunctionTransforms.GradAndValue(a => func(a), arguments, [.. Enumerable.Range(0, arguments.Length)]);
                return (gradients, value);
            };
        }

        /// <summary>The gradient of the first part of what a function gives, that part, and the second.</summary>
        /// <param name="func">gives a tensor without dimensions, and anything beside it</param>
        /// <param name="has_aux">true</param>
        /// <exception cref="ArgumentException">when called: the result has dimensions, an argument no derivatives, or there is no such argument</exception>
        public static Func<Tensor, (Tensor Gradient, (Tensor Value, TAux Aux) Value)> grad_and_value<TAux>(Func<Tensor, (Tensor, TAux)> func, bool has_aux)
        {
            ArgumentNullException.ThrowIfNull(func);
            if (!has_aux) throw new ArgumentException("the function gives a pair, of which has_aux: true says what it is");
            return x =>
            {
                (Tensor value, Tensor[] gradients, TAux aux) = FunctionTransforms.GradAndValue(a => func(a[0]), [x], [0]);
                return (gradients[0], (value, aux));
            };
        }
    }
}
