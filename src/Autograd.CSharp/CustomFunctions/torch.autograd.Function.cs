namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// An operation of the caller's with a derivative of the caller's: derive from <see cref="SingleTensorFunction{T}"/> or <see cref="MultiTensorFunction{T}"/>.
        /// The forward runs without recording; the backward is recorded where a pass asks for it, and is then differentiated again.
        /// </summary>
        public abstract class Function
        {
            internal const string NoForward = "You must implement the forward function for custom autograd.Function.";
            internal const string NoBackward = "You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.";

            private protected Function() { }

            /// <summary>The name: the node's is this and <c>Backward</c>. That of the type unless overridden.</summary>
            public virtual string Name => GetType().Name;

            /// <summary>
            /// The tangents of the results from those of the arguments, for dual tensors (<see cref="forward_ad"/>). Where it is not overridden, they follow
            /// from the backward, which is linear.
            /// </summary>
            /// <param name="ctx">what the forward kept</param>
            /// <param name="grad_inputs">for each argument its tangent; null where it has none</param>
            /// <returns>for each result its tangent; null where it has none</returns>
            public virtual IReadOnlyList<Tensor?> jvp(AutogradContext ctx, params Tensor?[] grad_inputs) =>
                throw new NotSupportedException("You must implement the jvp function for custom autograd.Function to use it with forward mode AD.");

            /// <summary>Whether the caller gave a <see cref="jvp"/>.</summary>
            internal bool HasJvp => ((Func<AutogradContext, Tensor?[], IReadOnlyList<Tensor?>>)jvp).Method.DeclaringType != typeof(Function);

            /// <summary>Whether the caller's backward says that it is differentiable but once.</summary>
            internal abstract bool IsOnceDifferentiable { get; }

            internal abstract IReadOnlyList<Tensor> Forward(AutogradContext ctx, object?[] arguments);

            internal abstract IReadOnlyList<Tensor?> Backward(AutogradContext ctx, Tensor?[] gradients);

            private protected static bool IsMarked(Delegate backward) => backward.Method.IsDefined(typeof(once_differentiableAttribute), inherit: true);
        }
    }
}
