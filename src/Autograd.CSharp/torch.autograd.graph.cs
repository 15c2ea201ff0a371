using System.Diagnostics.CodeAnalysis;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>The graph of nodes, and what may be done to it.</summary>
        public static partial class graph
        {
            /// <summary>Where gradients of a tensor arrive, without the tensor: a node, and which of its outputs.</summary>
            /// <param name="node">the node</param>
            /// <param name="output_nr">which output</param>
            public readonly record struct GradientEdge(Node node, int output_nr);

            /// <summary>Where gradients of a tensor arrive. <c>autograd.grad</c> takes it in the tensor's place, which may then go.</summary>
            /// <exception cref="InvalidOperationException">the tensor does not require grad</exception>
            public static GradientEdge get_gradient_edge(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!tensor.requires_grad) throw new InvalidOperationException("It is not possible to get the gradient edge for a Tensor that does not require gradients");
                return new(tensor.HistoryNode, tensor.output_nr);
            }

            /// <summary>Counts a write to a tensor that was made by other means.</summary>
            /// <exception cref="InvalidOperationException">it is an inference tensor</exception>
            public static void increment_version(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                tensor.IncrementVersion();
            }

            /// <summary>Counts a write to each of several tensors.</summary>
            /// <exception cref="InvalidOperationException">one is an inference tensor</exception>
            public static void increment_version(IEnumerable<Tensor> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                foreach (Tensor tensor in tensors) increment_version(tensor);
            }

            /// <summary>
            /// Until it is disposed, nodes keep what <paramref name="pack_hook"/> makes of the values that they would keep, and a backward pass gets them back
            /// from <paramref name="unpack_hook"/>. Both run without recording. The innermost of several such scopes counts.
            /// </summary>
            /// <param name="pack_hook">called once for each value that a node keeps, when the node is made; it may not write to the tensor</param>
            /// <param name="unpack_hook">gives a tensor of the same shape and type</param>
            /// <exception cref="InvalidOperationException">such hooks are disabled</exception>
            public static IDisposable saved_tensors_hooks<T>(Func<Tensor, T> pack_hook, Func<T, Tensor> unpack_hook)
            {
                ArgumentNullException.ThrowIfNull(pack_hook);
                ArgumentNullException.ThrowIfNull(unpack_hook);
                if (Modes.Current.HooksRefused is { } why) throw new InvalidOperationException(why);
                var hooks = new SavedTensorHooks(tensor => pack_hook(tensor), packed => unpack_hook((T)packed!));
                return Modes.Set(now => now with { Hooks = hooks }, static (now, before) => now with { Hooks = before.Hooks });
            }

            /// <summary>Until it is disposed, nodes keep arrays of the values that they would keep, computed at once. There is no other device to move them from.</summary>
            /// <param name="pin_memory">has no effect</param>
            /// <exception cref="InvalidOperationException">hooks on saved tensors are disabled</exception>
            [SuppressMessage("Style", "IDE0060", Justification = "PyTorch's parameter")]
            public static IDisposable save_on_cpu(bool pin_memory = false) =>
                saved_tensors_hooks(static tensor => tensor.Evaluate(), static array => new Tensor(array, requiresGrad: false));

            /// <summary>Until it is disposed, <see cref="saved_tensors_hooks{T}"/> raises.</summary>
            /// <param name="error_message">what it raises</param>
            public static IDisposable disable_saved_tensors_hooks(string error_message)
            {
                ArgumentNullException.ThrowIfNull(error_message);
                return Modes.Set(now => now with { HooksRefused = error_message }, static (now, before) => now with { HooksRefused = before.HooksRefused });
            }

            /// <summary>
            /// Calls a function once in every backward pass, with the gradients of several tensors: when all that come in the pass are there
            /// (<c>"all"</c>), or with the first (<c>"any"</c>). Null stands for one that does not come, or not yet.
            /// </summary>
            /// <returns>takes the hook off again</returns>
            /// <exception cref="ArgumentException">mode is another</exception>
            /// <exception cref="InvalidOperationException">a tensor does not require grad</exception>
            public static RemovableHandle register_multi_grad_hook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> fn, string mode = "all")
            {
                ArgumentNullException.ThrowIfNull(tensors);
                ArgumentNullException.ThrowIfNull(fn);
                if (mode is not ("all" or "any")) throw new ArgumentException($"Expects mode to be one of ('all', 'any') but got {mode}");
                return new MultiGradHook([.. tensors], fn, mode == "all").Register();
            }
        }
    }
}
