namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static partial class functional
        {
            /// <summary>The Hessian of a function with one element as its result: of the input's dimensions twice.</summary>
            /// <param name="func">the function</param>
            /// <param name="inputs">the point</param>
            /// <param name="create_graph">whether the Hessian is itself recorded</param>
            /// <param name="strict">whether an input that the result or the gradient does not depend on is an error instead of giving zeros</param>
            /// <param name="vectorize">has no effect but on which errors there are: without <paramref name="strict"/> all rows are computed at once</param>
            /// <param name="outer_jacobian_strategy">without <paramref name="strict"/> it is forward over reverse mode whatever this says</param>
            /// <exception cref="ArgumentException">the result has not one element; arguments that exclude each other</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static Tensor hessian(Func<Tensor, Tensor> func, Tensor inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string outer_jacobian_strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                return Hessians(x => func(x[0]), [inputs], create_graph, strict, vectorize, outer_jacobian_strategy)[0][0];
            }

            /// <summary>The second derivatives of a function of two tensors by each two.</summary>
            /// <exception cref="ArgumentException">the result has not one element; arguments that exclude each other</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static ((Tensor, Tensor), (Tensor, Tensor)) hessian(
                Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string outer_jacobian_strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                Tensor[][] blocks = Hessians(x => func(x[0], x[1]), [inputs.Item1, inputs.Item2], create_graph, strict, vectorize, outer_jacobian_strategy);
                return ((blocks[0][0], blocks[0][1]), (blocks[1][0], blocks[1][1]));
            }

            /// <summary>The second derivatives of a function of several tensors by each two.</summary>
            /// <exception cref="ArgumentException">the result has not one element; arguments that exclude each other</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static Tensor[][] hessian(
                Func<IReadOnlyList<Tensor>, Tensor> func, IReadOnlyList<Tensor> inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string outer_jacobian_strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                return Hessians(x => func(x), Tensors(inputs), create_graph, strict, vectorize, outer_jacobian_strategy);
            }

            private static Tensor[][] Hessians(Func<Tensor[], Tensor> func, Tensor[] inputs, bool createGraph, bool strict, bool vectorize, string strategy)
            {
                bool forward = IsForward(strategy, "outer_jacobian_strategy");
                if (strict && (forward || vectorize))
                    throw new ArgumentException("torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. Please either set `strict=False` or `vectorize=False`.");
                return strict ? StrictProducts.Hessian(func, inputs, createGraph) : TracedJacobian.Hessian(func, inputs, createGraph);
            }
        }
    }
}
