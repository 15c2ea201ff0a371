namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A <see cref="Function"/> with one result.</summary>
        /// <typeparam name="T">the deriving class itself</typeparam>
        public abstract class SingleTensorFunction<T> : Function where T : SingleTensorFunction<T>, new()
        {
            private static readonly T s_function = new();

            /// <summary>Applies the function, recorded where gradients are asked of any tensor among the arguments.</summary>
            /// <param name="vars">the arguments: tensors, and whatever else the forward takes</param>
            /// <exception cref="ArgumentException">what was marked as dirty was not returned</exception>
            /// <exception cref="InvalidOperationException">a leaf that requires grad was written to</exception>
            public static Tensor apply(params object?[] vars) => CustomNode.Apply(s_function, vars)[0];

            /// <summary>The result; without recording.</summary>
            /// <param name="ctx">keeps what the backward needs</param>
            /// <param name="vars">the arguments</param>
            public virtual Tensor forward(AutogradContext ctx, params object?[] vars)
            {
                Tensor result = forward(vars);
                setup_context(ctx, vars, result);
                return result;
            }

            /// <summary>The result, where <see cref="setup_context"/> says what is kept.</summary>
            /// <param name="vars">the arguments</param>
            public virtual Tensor forward(params object?[] vars) => throw new NotSupportedException(NoForward);

            /// <summary>Keeps what the backward needs, of a forward that takes no context.</summary>
            /// <param name="ctx">keeps it</param>
            /// <param name="inputs">the arguments</param>
            /// <param name="output">the result</param>
            public virtual void setup_context(AutogradContext ctx, object?[] inputs, Tensor output) { }

            /// <summary>The gradients of the arguments.</summary>
            /// <param name="ctx">what the forward kept</param>
            /// <param name="grad_output">the gradient of the result</param>
            /// <returns>one for each argument; null where there is none, as of an argument that is no tensor</returns>
            public virtual List<Tensor?> backward(AutogradContext ctx, Tensor grad_output) => throw new NotSupportedException(NoBackward);

            internal sealed override bool IsOnceDifferentiable => IsMarked((Func<AutogradContext, Tensor, List<Tensor?>>)backward);

            internal sealed override IReadOnlyList<Tensor> Forward(AutogradContext ctx, object?[] arguments) => [forward(ctx, arguments)];

            internal sealed override IReadOnlyList<Tensor?> Backward(AutogradContext ctx, Tensor?[] gradients) => backward(ctx, gradients[0]!);
        }
    }
}
