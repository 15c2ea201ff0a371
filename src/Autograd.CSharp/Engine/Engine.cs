using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>What <c>backward</c> and <c>autograd.grad</c> do around a walk: check, walk, compute everything in one plan, and only then change tensors.</summary>
internal static class Engine
{
    /// <summary>Adds gradients to the grad of leaves, or of the inputs only.</summary>
    public static void Backward(IList<Tensor> tensors, IList<Tensor?>? gradients, bool? retainGraph, bool createGraph, IList<Tensor>? inputs)
    {
        if (Trace.IsTransform) throw new InvalidOperationException(Trace.BackwardInside);
        if (inputs is { Count: 0 }) throw new ArgumentException("'inputs' argument to backward() cannot be empty.");
        if (createGraph) Warnings.Issue(CreateGraphWarning);
        for (int i = 0; i < inputs?.Count; i++) inputs[i].retain_grad();
        var walk = BackwardWalk.Rent(retainGraph ?? createGraph, createGraph);
        try
        {
            walk.Run(Roots(tensors, gradients, createGraph), Targets(inputs), inputs is not null, accumulate: true);
            Accumulate(walk, tensors, createGraph);
            walk.CallAfterAccumulation();
        }
        finally
        {
            walk.Return();
        }
    }

    /// <summary>The gradients of inputs, null where one was not reached; grad stays as it is.</summary>
    public static Tensor?[] Grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor?>? gradients, bool? retainGraph, bool createGraph, bool allowUnused)
    {
        if (inputs.Count == 0) throw new ArgumentException("grad requires non-empty inputs.");
        foreach (Tensor input in inputs)
            if (!input.requires_grad) throw new InvalidOperationException("One of the differentiated Tensors does not require grad");
        return Grad(outputs, Targets(inputs), gradients, retainGraph, createGraph, allowUnused);
    }

    /// <summary>The gradients at outputs of nodes, null where one was not reached; grad stays as it is.</summary>
    public static Tensor?[] Grad(IList<Tensor> outputs, (Node, int)[] targets, IList<Tensor?>? gradients, bool? retainGraph, bool createGraph, bool allowUnused)
    {
        var walk = BackwardWalk.Rent(retainGraph ?? createGraph, createGraph);
        try
        {
            TrackedCotangent[] captured = walk.Run(Roots(outputs, gradients, createGraph), targets, restricted: true, accumulate: false);
            if (!allowUnused)
                foreach (TrackedCotangent gradient in captured)
                    if (!gradient.Exists) throw new InvalidOperationException("One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.");
            EvaluationBatch batch = walk.Batch;
            // What is traced is not computed, and stays to be traced further.
            bool computes = !Trace.IsActive;
            if (computes) foreach (Tensor output in outputs) AddRoot(walk, output);
            var results = new Tensor?[captured.Length];
            for (int i = 0; i < results.Length; i++)
            {
                if (!captured[i].Exists) continue;
                results[i] = captured[i].ToTensor();
                if (!createGraph && computes) batch.Add(results[i]!);
            }

            foreach ((Tensor tensor, TrackedCotangent gradient) in walk.Arrived) AddTo(tensor, gradient, createGraph, batch);
            batch.Run(isLastUse: !walk.Retains && computes);
            if (computes) walk.Free();
            return results;
        }
        finally
        {
            walk.Return();
        }
    }

    private static void Accumulate(BackwardWalk walk, IList<Tensor> tensors, bool createGraph)
    {
        EvaluationBatch batch = walk.Batch;
        // Roots first: of what they are computed from small values are remembered.
        for (int i = 0; i < tensors.Count; i++) AddRoot(walk, tensors[i]);
        foreach ((Tensor tensor, TrackedCotangent gradient) in walk.Arrived) AddTo(tensor, gradient, createGraph, batch);
        batch.Run(isLastUse: !walk.Retains && !Trace.IsActive);
        if (!Trace.IsActive) walk.Free();
    }

    /// <summary>Computes a root too, unless it may wait. That of a graph that is kept may not, since another pass would compute the same again, nor where computing is watched.</summary>
    private static void AddRoot(BackwardWalk walk, Tensor root)
    {
        bool isWatched = Modes.AreSpecial && Modes.Current is { Anomaly: true } or { Profile: not null };
        if (walk.Retains || Trace.IsActive || isWatched) walk.Batch.Add(root);
        else root.AddRoot(walk.Batch);
    }

    /// <summary>Plans the addition of a gradient to a tensor's grad; the tensor changes when the batch has run.</summary>
    private static void AddTo(Tensor tensor, in TrackedCotangent gradient, bool createGraph, EvaluationBatch batch)
    {
        // A leaf that was updated in place is computed with its gradient, so that updates do not pile up.
        if (tensor.is_leaf && tensor.IsPending) batch.Add(tensor);
        if (createGraph) batch.Replace(tensor, gradient);
        else batch.Accumulate(tensor, gradient.Settle().Value);
    }

    private static (Node, int, TrackedCotangent)[] Roots(IList<Tensor> tensors, IList<Tensor?>? gradients, bool createGraph)
    {
        if (gradients is not null && gradients.Count != tensors.Count) throw new ArgumentException($"got {tensors.Count} tensors and {gradients.Count} gradients");
        var roots = new (Node Node, int Output, TrackedCotangent Gradient)[tensors.Count];
        for (int i = 0; i < roots.Length; i++) roots[i].Gradient = Seed(tensors[i], gradients?[i], i, createGraph);
        for (int i = 0; i < roots.Length; i++)
        {
            if (!tensors[i].requires_grad) throw new InvalidOperationException($"element {i} of tensors does not require grad and does not have a grad_fn");
            (roots[i].Node, roots[i].Output) = (tensors[i].HistoryNode, tensors[i].output_nr);
        }

        return roots;
    }

    // Where nearly every pass begins.
    private static readonly Expr One = Expr.Literal(1, DType.Float32, Shape.Scalar);

    /// <summary>The gradient of a root: what the caller gave, in the root's type, or 1.</summary>
    private static TrackedCotangent Seed(Tensor tensor, Tensor? gradient, int position, bool createGraph)
    {
        if (gradient is null)
        {
            if (tensor.requires_grad && tensor.Shape.Count != 1) throw new InvalidOperationException("grad can be implicitly created only for scalar outputs");
            return new(tensor.DType == DType.Float32 && tensor.Shape.Rank == 0 ? One : Expr.Literal(1, tensor.DType, tensor.Shape));
        }

        if (!gradient.Shape.Equals(tensor.Shape))
        {
            throw new ArgumentException($"Mismatch in shape: grad_output[{position}] has a shape of {gradient.size()} and output[{position}] has a shape of {tensor.size()}.");
        }

        if (gradient.DType != tensor.DType)
            using (GradMode.Set(createGraph)) gradient = gradient.to(tensor.dtype);
        return TrackedCotangent.Of(gradient, createGraph);
    }

    private static (Node, int)[] Targets(IList<Tensor>? inputs)
    {
        if (inputs is null) return [];
        var targets = new (Node, int)[inputs.Count];
        for (int i = 0; i < targets.Length; i++) targets[i] = (inputs[i].HistoryNode, inputs[i].output_nr);
        return targets;
    }

    private const string CreateGraphWarning =
        "Using backward() with create_graph=True will create a reference cycle between the parameter and its gradient which can cause a memory leak. " +
        "We recommend using autograd.grad when creating the graph to avoid this. If you have to use this function, make sure to reset the .grad fields of your " +
        "parameters to None after use to break the cycle and avoid the leak.";
}
