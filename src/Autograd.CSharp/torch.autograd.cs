namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Gradients.</summary>
    public static partial class autograd
    {
        /// <summary>Adds the gradients of the sum of tensors to the grad of the leaves they were computed from, or of the inputs only.</summary>
        /// <param name="tensors">what is differentiated</param>
        /// <param name="grad_tensors">the gradient of each; 1 for a scalar if omitted or null</param>
        /// <param name="retain_graph">whether the graph can be walked again; as <paramref name="create_graph"/> if omitted</param>
        /// <param name="create_graph">whether the gradients are themselves recorded</param>
        /// <param name="inputs">the tensors whose grad is added to, all leaves if omitted</param>
        /// <exception cref="InvalidOperationException">there is no graph, or it was freed, or the gradient of a tensor that is no scalar is missing</exception>
        /// <exception cref="ArgumentException">there are more or fewer gradients, or one has another shape</exception>
        public static void backward(IList<Tensor> tensors, IList<Tensor?>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            Engine.Backward(tensors, grad_tensors, retain_graph, create_graph, inputs);
        }

        /// <summary>The gradients of the sum of outputs by each input. No tensor's grad changes.</summary>
        /// <param name="outputs">what is differentiated</param>
        /// <param name="inputs">by what</param>
        /// <param name="grad_outputs">the gradient of each output; 1 for a scalar if omitted or null</param>
        /// <param name="retain_graph">whether the graph can be walked again; as <paramref name="create_graph"/> if omitted</param>
        /// <param name="create_graph">whether the gradients are themselves recorded</param>
        /// <param name="only_inputs">has no effect</param>
        /// <param name="allow_unused">whether an input that the outputs do not depend on gets null instead of an error</param>
        /// <param name="is_grads_batched">whether the first dimension of each of <paramref name="grad_outputs"/> counts cotangents; that of each gradient then does</param>
        /// <param name="materialize_grads">whether it gets zeros instead of null</param>
        /// <exception cref="InvalidOperationException">an input does not require grad or was not used, there is no graph, or it was freed</exception>
        /// <exception cref="ArgumentException">there are no inputs, more or fewer gradients than outputs, or one of another shape</exception>
        public static Tensor[] grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor?>? grad_outputs = null, bool? retain_graph = null, bool create_graph = false,
            bool only_inputs = true, bool? allow_unused = null, bool is_grads_batched = false, bool materialize_grads = false)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            bool allowUnused = AllowsUnused(allow_unused, materialize_grads);
            Tensor?[] Pull(IList<Tensor?>? seeds, bool? retain) => Engine.Grad(outputs, inputs, seeds, retain, create_graph, allowUnused);
            Tensor?[] gradients = is_grads_batched
                ? BatchedPullback.Run(outputs, grad_outputs, retain_graph ?? create_graph, (seeds, retain) => Pull(seeds, retain))
                : Pull(grad_outputs, retain_graph);
            if (materialize_grads)
                for (int i = 0; i < gradients.Length; i++) gradients[i] ??= zeros_like(inputs[i], requires_grad: true);
            return gradients!;
        }

        /// <summary>The gradients of the sum of outputs where edges lead to; see the form with tensors.</summary>
        /// <exception cref="InvalidOperationException">an edge was not reached, there is no graph, or it was freed</exception>
        /// <exception cref="ArgumentException">there are no inputs, more or fewer gradients than outputs, or one of another shape</exception>
        public static Tensor[] grad(IList<Tensor> outputs, IList<graph.GradientEdge> inputs, IList<Tensor?>? grad_outputs = null, bool? retain_graph = null, bool create_graph = false,
            bool? allow_unused = null)
        {
            ArgumentNullException.ThrowIfNull(outputs);
            ArgumentNullException.ThrowIfNull(inputs);
            if (inputs.Count == 0) throw new ArgumentException("grad requires non-empty inputs.");
            var targets = new (Node, int)[inputs.Count];
            for (int i = 0; i < targets.Length; i++) targets[i] = (inputs[i].node, inputs[i].output_nr);
            return Engine.Grad(outputs, targets, grad_outputs, retain_graph, create_graph, allow_unused ?? false)!;
        }

        /// <summary>The gradient of an output where an edge leads to; see the form with tensors.</summary>
        /// <exception cref="InvalidOperationException">the edge was not reached, there is no graph, or it was freed</exception>
        /// <exception cref="ArgumentException">the gradient has another shape</exception>
        public static Tensor[] grad(Tensor outputs, graph.GradientEdge inputs, Tensor? grad_outputs = null, bool? retain_graph = null, bool create_graph = false, bool? allow_unused = null) =>
            grad([outputs], [inputs], grad_outputs is null ? null : [grad_outputs], retain_graph, create_graph, allow_unused);

        /// <summary>The gradient of an output by an input; see the form with lists.</summary>
        /// <exception cref="InvalidOperationException">the input does not require grad or was not used, there is no graph, or it was freed</exception>
        /// <exception cref="ArgumentException">the gradient has another shape</exception>
        public static Tensor[] grad(Tensor outputs, Tensor inputs, Tensor? grad_outputs = null, bool? retain_graph = null, bool create_graph = false,
            bool only_inputs = true, bool? allow_unused = null, bool is_grads_batched = false, bool materialize_grads = false) =>
            grad([outputs], [inputs], grad_outputs is null ? null : [grad_outputs], retain_graph, create_graph, only_inputs, allow_unused, is_grads_batched, materialize_grads);

        /// <summary>The gradients of an output by each input; see the form with lists.</summary>
        /// <exception cref="InvalidOperationException">an input does not require grad or was not used, there is no graph, or it was freed</exception>
        /// <exception cref="ArgumentException">there are no inputs, or the gradient has another shape</exception>
        public static Tensor[] grad(Tensor outputs, IList<Tensor> inputs, Tensor? grad_outputs = null, bool? retain_graph = null, bool create_graph = false,
            bool only_inputs = true, bool? allow_unused = null, bool is_grads_batched = false, bool materialize_grads = false) =>
            grad([outputs], inputs, grad_outputs is null ? null : [grad_outputs], retain_graph, create_graph, only_inputs, allow_unused, is_grads_batched, materialize_grads);

        private static bool AllowsUnused(bool? allowed, bool materialized) => materialized && allowed == false
            ? throw new ArgumentException("Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.")
            : allowed ?? materialized;

        /// <summary>What a Variable was before it became a tensor: a leaf of the same memory.</summary>
        /// <param name="data">the tensor</param>
        /// <param name="requires_grad">whether operations on it are recorded</param>
        /// <param name="volatile">has no effect any more, but for a warning</param>
        /// <exception cref="ArgumentException">the type has no derivatives, and it is to require grad</exception>
        public static Tensor Variable(Tensor data, bool requires_grad = false, bool @volatile = false)
        {
            ArgumentNullException.ThrowIfNull(data);
            if (@volatile) Warnings.Issue("volatile was removed and now has no effect. Use `with torch.no_grad():` instead.");
            return data.detach().requires_grad_(requires_grad);
        }
    }
}
