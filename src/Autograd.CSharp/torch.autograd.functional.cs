namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Derivatives of functions of tensors.</summary>
        public static partial class functional
        {
            /// <summary>The Jacobian of a function at a point, row by row: of the output's dimensions followed by the input's.</summary>
            /// <param name="func">the function</param>
            /// <param name="inputs">the point</param>
            /// <param name="create_graph">whether the Jacobian is itself recorded</param>
            /// <param name="strict">whether an output that does not depend on the input is an error instead of giving zeros</param>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on the input</exception>
            public static Tensor jacobian(Func<Tensor, Tensor> func, Tensor inputs, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return jacobian(x => func(x[0]), [inputs], create_graph, strict)[0];
            }

            /// <summary>The Jacobians of a function of two tensors by each.</summary>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on an input</exception>
            public static (Tensor, Tensor) jacobian(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                Tensor[] jacobians = jacobian(x => func(x[0], x[1]), [inputs.Item1, inputs.Item2], create_graph, strict);
                return (jacobians[0], jacobians[1]);
            }

            /// <summary>The Jacobians of a function of several tensors by each.</summary>
            /// <exception cref="InvalidOperationException">strict, and the output does not depend on an input</exception>
            public static Tensor[] jacobian(Func<IReadOnlyList<Tensor>, Tensor> func, IReadOnlyList<Tensor> inputs, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                using (enable_grad())
                {
                    var points = new Tensor[inputs.Count];
                    // A view of the input keeps its history where the Jacobian is to be recorded; else each is a leaf of its own.
                    for (int i = 0; i < points.Length; i++)
                        points[i] = create_graph && inputs[i].requires_grad ? inputs[i].view_as(inputs[i]) : inputs[i].detach().requires_grad_();
                    Tensor output = func(points);
                    if (strict && !output.requires_grad) throw new InvalidOperationException("Output 0 of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.");
                    return Rows(output, points, create_graph, strict);
                }
            }

            private static Tensor[] Rows(Tensor output, Tensor[] points, bool createGraph, bool strict)
            {
                int count = output.Shape.Count;
                var rows = new Tensor[points.Length][];
                for (int i = 0; i < rows.Length; i++) rows[i] = new Tensor[count];
                Tensor flat = output.reshape(-1);
                for (int j = 0; j < count; j++)
                {
                    Tensor[] gradients = output.requires_grad
                        ? grad([flat[j]], points, retain_graph: true, create_graph: createGraph, allow_unused: true)
                        : new Tensor[points.Length];
                    for (int i = 0; i < points.Length; i++)
                    {
                        if (strict && gradients[i] is null) throw new InvalidOperationException($"Output 0 of the user-provided function is independent of input {i}. This is not allowed in strict mode.");
                        rows[i][j] = gradients[i] ?? zeros_like(points[i]);
                    }
                }

                var jacobians = new Tensor[points.Length];
                for (int i = 0; i < jacobians.Length; i++)
                {
                    long[] size = [.. output.shape, .. points[i].shape];
                    jacobians[i] = count == 0 ? zeros(size, points[i].dtype) : stack(rows[i]).view(size);
                }

                return jacobians;
            }
        }
    }
}
