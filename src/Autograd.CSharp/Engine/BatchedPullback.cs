using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary><c>autograd.grad</c> of many cotangents at once: the first dimension of each counts them, and of each gradient too.</summary>
internal static class BatchedPullback
{
    /// <summary>The gradients for every slice of <paramref name="gradients"/>, stacked; null where an input was not reached.</summary>
    /// <exception cref="ArgumentException">a cotangent is missing, has no first dimension, or they differ in it</exception>
    public static Tensor?[] Run(IList<Tensor> outputs, IList<Tensor?>? gradients, bool retainGraph, Func<IList<Tensor?>, bool, Tensor?[]> pull)
    {
        int count = Count(outputs, gradients);
        if (count == 0) throw new ArgumentException("is_grads_batched: grad_outputs hold no cotangent: their first dimension is 0");
        var rows = new Tensor?[count][];
        for (int row = 0; row < count; row++)
        {
            var slices = new Tensor?[outputs.Count];
            for (int i = 0; i < slices.Length; i++) slices[i] = gradients![i]!.select(0, row);
            // Only the last may free the graph.
            rows[row] = pull(slices, retainGraph || row + 1 < count);
        }

        var stacked = new Tensor?[rows[0].Length];
        for (int i = 0; i < stacked.Length; i++)
            if (rows[0][i] is not null) stacked[i] = stack(Array.ConvertAll(rows, row => row[i]!));
        return stacked;
    }

    private static int Count(IList<Tensor> outputs, IList<Tensor?>? gradients)
    {
        if (gradients is not null && gradients.Count != outputs.Count) throw new ArgumentException($"got {outputs.Count} tensors and {gradients.Count} gradients");
        int count = -1;
        for (int i = 0; i < outputs.Count; i++)
        {
            if (gradients?[i] is not { Shape.Rank: > 0 } gradient)
                throw new ArgumentException("vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0 for some input, but that input is a Tensor of dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0.");
            if (!gradient.Shape.Sizes[1..].SequenceEqual(outputs[i].Shape.Sizes)) throw new ArgumentException(Mismatch(i, PythonText.Size(gradient.Shape.Sizes[1..]), outputs[i].size()));
            if (count >= 0 && gradient.Shape[0] != count)
                throw new ArgumentException($"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [{string.Join(", ", gradients.Select(g => g!.Shape[0]))}] for the mapped dimension");
            count = gradient.Shape[0];
        }

        return count;
    }

    private static string Mismatch(int i, string given, Size output) =>
        "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The sizes of the remaining dimensions are expected to match the shape of " +
        $"corresponding output, but a mismatch was detected: grad_output[{i}] has a shape of {given} and output[{i}] has a shape of {output}. If you only want some tensors in `grad_output` to be considered batched, consider using vmap.";
}
