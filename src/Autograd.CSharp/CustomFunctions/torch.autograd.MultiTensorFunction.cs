namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A <see cref="Function"/> with several results.</summary>
        /// <typeparam name="T">the deriving class itself</typeparam>
        public abstract class MultiTensorFunction<T> : Function where T : MultiTensorFunction<T>, new()
        {
            private static readonly T s_function = new();

            /// <summary>Applies the function, recorded where gradients are asked of any tensor among the arguments.</summary>
            /// <param name="vars">the arguments: tensors, and whatever else the forward takes</param>
            /// <exception cref="ArgumentException">what was marked as dirty was not returned</exception>
            /// <exception cref="InvalidOperationException">a leaf that requires grad was written to</exception>
            public static List<Tensor> apply(params object?[] vars) => [.. CustomNode.Apply(s_function, vars)];

            /// <summary>The results; without recording.</summary>
            /// <param name="ctx">keeps what the backward needs</param>
            /// <param name="vars">the arguments</param>
            public virtual List<Tensor> forward(AutogradContext ctx, params object?[] vars)
            {
                List<Tensor> results = forward(vars);
                setup_context(ctx, vars, results);
                return results;
            }

            /// <summary>The results, where <see cref="setup_context"/> says what is kept.</summary>
            /// <param name="vars">the arguments</param>
            public virtual List<Tensor> forward(params object?[] vars) => throw new NotSupportedException(NoForward);

            /// <summary>Keeps what the backward needs, of a forward that takes no context.</summary>
            /// <param name="ctx">keeps it</param>
            /// <param name="inputs">the arguments</param>
            /// <param name="output">the results</param>
            public virtual void setup_context(AutogradContext ctx, object?[] inputs, List<Tensor> output) { }

            /// <summary>The gradients of the arguments.</summary>
            /// <param name="ctx">what the forward kept</param>
            /// <param name="grad_outputs">the gradients of the results: zeros, or null by <see cref="AutogradContext.set_materialize_grads"/>, where one was not used</param>
            /// <returns>one for each argument; null where there is none, as of an argument that is no tensor</returns>
            public virtual List<Tensor?> backward(AutogradContext ctx, List<Tensor> grad_outputs) => throw new NotSupportedException(NoBackward);

            internal sealed override bool IsOnceDifferentiable => IsMarked((Func<AutogradContext, List<Tensor>, List<Tensor?>>)backward);

            internal sealed override IReadOnlyList<Tensor> Forward(AutogradContext ctx, object?[] arguments) => forward(ctx, arguments);

            internal sealed override IReadOnlyList<Tensor?> Backward(AutogradContext ctx, Tensor?[] gradients) => backward(ctx, [.. gradients.Select(gradient => gradient!)]);
        }
    }
}
