using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions of tensors.</summary>
        public static partial class functional
        {
            /// <summary>The Jacobian of a function at a point: of the output's dimensions followed by the input's.</summary>
            /// <param name="func">the function</param>
            /// <param name="inputs">the point</param>
            /// <param name="create_graph">whether the Jacobian is itself recorded</param>
            /// <param name="strict">whether an output that does not depend on the input is an error instead of giving zeros</param>
            /// <param name="vectorize">has no effect but on which errors there are: without <paramref name="strict"/> all rows are computed at once</param>
            /// <param name="strategy"><c>reverse-mode</c> or <c>forward-mode</c></param>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on the input</exception>
            /// <exception cref="ArgumentException">arguments that exclude each other</exception>
            public static Tensor jacobian(Func<Tensor, Tensor> func, Tensor inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                return Jacobians(x => [func(x[0])], [inputs], create_graph, strict, vectorize, strategy)[0][0];
            }

            /// <summary>The Jacobians of a function of two tensors by each.</summary>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on an input</exception>
            public static (Tensor, Tensor) jacobian(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                Tensor[] jacobians = Jacobians(x => [func(x[0], x[1])], [inputs.Item1, inputs.Item2], create_graph, strict, vectorize, strategy)[0];
                return (jacobians[0], jacobians[1]);
            }

            /// <summary>The Jacobians of each output of a function.</summary>
            /// <exception cref="InvalidOperationException">strict, and an output does not depend on the input</exception>
            public static Tensor[] jacobian(Func<Tensor, Tensor[]> func, Tensor inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                return Array.ConvertAll(Jacobians(x => func(x[0]), [inputs], create_graph, strict, vectorize, strategy), of => of[0]);
            }

            /// <summary>The Jacobians of a function of several tensors by each.</summary>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on an input</exception>
            public static Tensor[] jacobian(Func<IReadOnlyList<Tensor>, Tensor> func, IReadOnlyList<Tensor> inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                return Jacobians(x => [func(x)], Tensors(inputs), create_graph, strict, vectorize, strategy)[0];
            }

            /// <summary>The Jacobians of each output of a function of several tensors by each of these.</summary>
            /// <exception cref="InvalidOperationException">strict, and an output does not depend on an input</exception>
            public static Tensor[][] jacobian(
                Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> inputs, bool create_graph = false, bool strict = false, bool vectorize = false, string strategy = "reverse-mode")
            {
                ArgumentNullException.ThrowIfNull(func);
                return Jacobians(x => func(x), Tensors(inputs), create_graph, strict, vectorize, strategy);
            }

            private static Tensor[][] Jacobians(Func<Tensor[], IReadOnlyList<Tensor>> func, Tensor[] inputs, bool createGraph, bool strict, bool vectorize, string strategy)
            {
                bool forward = IsForward(strategy, "strategy");
                if (forward && createGraph)
                    throw new NotSupportedException("torch.autograd.functional.jacobian: `create_graph=True` and `strategy=\"forward-mode\"` are not supported together (yet). Please either set `create_graph=False` or `strategy=\"reverse-mode\"`.");
                if (forward && strict)
                    throw new ArgumentException("torch.autograd.functional.jacobian: `strict=True` and `strategy=\"forward-mode\"` are not supported together (yet). Please either set `strict=False` or `strategy=\"reverse-mode\"`.");
                if (forward && !vectorize) throw new NotSupportedException("Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`.");
                if (vectorize && strict)
                    throw new ArgumentException("torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together. Please either set `strict=False` or `vectorize=False`.");
                return strict ? StrictProducts.Jacobian(func, inputs, createGraph) : TracedJacobian.Of(func, inputs, createGraph, forward);
            }

            internal static bool IsForward(string strategy, string parameter) => strategy switch
            {
                "reverse-mode" => false,
                "forward-mode" => true,
                _ => throw new ArgumentException($"Expected {parameter} to be either \"reverse-mode\" or \"forward-mode\". Hint: If your function has more outputs than inputs, \"forward-mode\" tends to be more performant. Otherwise, prefer to use \"reverse-mode\"."),
            };

            private static Tensor[] Tensors(IReadOnlyList<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                return [.. tensors];
            }
        }
    }
}
