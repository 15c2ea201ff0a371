namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Tools around models. PyTorch's module <c>utils.checkpoint</c> is this class itself.</summary>
    public static partial class utils
    {
        /// <summary>
        /// A function's result, of which a backward pass keeps nothing: it runs the function again instead. Random numbers come again too, so that dropout
        /// does the same.
        /// </summary>
        /// <param name="function">what is computed; it must do the same both times</param>
        /// <param name="args">its argument</param>
        /// <param name="use_reentrant">true: one node, which works in <c>backward()</c> without inputs only and needs an argument that requires grad; false: the function's own nodes</param>
        /// <param name="preserve_rng_state">whether the same random numbers come again</param>
        public static Tensor checkpoint(Func<Tensor, Tensor> function, Tensor args, bool use_reentrant = true, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(x => [function(x[0])], [args], use_reentrant, preserve_rng_state)[0];
        }

        /// <summary>A function of two tensors; see the form of one.</summary>
        public static Tensor checkpoint(Func<Tensor, Tensor, Tensor> function, Tensor arg0, Tensor arg1, bool use_reentrant = true, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(x => [function(x[0], x[1])], [arg0, arg1], use_reentrant, preserve_rng_state)[0];
        }

        /// <summary>A function of three tensors; see the form of one.</summary>
        public static Tensor checkpoint(Func<Tensor, Tensor, Tensor, Tensor> function, Tensor arg0, Tensor arg1, Tensor arg2, bool use_reentrant = true, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return checkpoint(x => [function(x[0], x[1], x[2])], [arg0, arg1, arg2], use_reentrant, preserve_rng_state)[0];
        }

        /// <summary>A function of several tensors with several results; see the form of one.</summary>
        public static IList<Tensor> checkpoint(Func<IList<Tensor>, IList<Tensor>> function, IList<Tensor> args, bool use_reentrant = true, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            ArgumentNullException.ThrowIfNull(args);
            Tensor[] arguments = [.. args];
            foreach (Tensor argument in arguments) ArgumentNullException.ThrowIfNull(argument, nameof(args));
            if (Trace.IsActive) return function(arguments);
            if (!use_reentrant) return new SavedByRecomputation(() => function(arguments), preserve_rng_state).Run();
            if (!Recording.Tracks(arguments)) Warnings.Issue("None of the inputs have requires_grad=True. Gradients will be None");
            return CheckpointNode.Run(function, arguments, preserve_rng_state);
        }

        /// <summary>Functions one after the other, in segments of which each but the last is a checkpoint.</summary>
        /// <param name="functions">what is computed, first to last</param>
        /// <param name="segments">how many segments</param>
        /// <param name="input">the first's argument</param>
        /// <param name="use_reentrant">see <see cref="checkpoint(Func{Tensor, Tensor}, Tensor, bool, bool)"/></param>
        /// <param name="preserve_rng_state">whether the same random numbers come again</param>
        /// <exception cref="ArgumentException">there are no segments, or more than functions</exception>
        public static Tensor checkpoint_sequential(IList<Func<Tensor, Tensor>> functions, int segments, Tensor input, bool use_reentrant = true, bool preserve_rng_state = true)
        {
            ArgumentNullException.ThrowIfNull(functions);
            if (segments < 1 || segments > functions.Count) throw new ArgumentException($"checkpoint_sequential: {segments} segments of {functions.Count} functions (there must be at least one function in each)");
            int size = functions.Count / segments, start = 0;
            for (int segment = 0; segment + 1 < segments; segment++, start += size) input = checkpoint(Part(functions, start, start + size), input, use_reentrant, preserve_rng_state);
            return Part(functions, start, functions.Count)(input);
        }

        private static Func<Tensor, Tensor> Part(IList<Func<Tensor, Tensor>> functions, int start, int end) => x =>
        {
            for (int i = start; i < end; i++) x = functions[i](x);
            return x;
        };
    }
}
