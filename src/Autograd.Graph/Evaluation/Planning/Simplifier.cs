namespace Autograd.Graph;

/// <summary>
/// Rewrites of one entry that change no bit of any result: what IEEE arithmetic leaves as it is (x * 1, x / 1, x - 0, x + -0; not x + 0,
/// which turns -0 into 0, nor x * 0), and movements that compose.
/// </summary>
internal static class Simplifier
{
    /// <summary>The entry that stands for an op of the inputs.</summary>
    public static int Simplify(PlanGraph graph, Wiring.Entry entry, ReadOnlySpan<int> inputs)
    {
        Op op = entry.Op;
        switch (op)
        {
            case Op.Mul when IsNumber(graph, inputs[1], NumberClass.One): return inputs[0];
            case Op.Mul when IsNumber(graph, inputs[0], NumberClass.One): return inputs[1];
            case Op.Div when IsNumber(graph, inputs[1], NumberClass.One): return inputs[0];
            case Op.Sub when IsNumber(graph, inputs[1], NumberClass.PositiveZero): return inputs[0];
            case Op.Add when IsNumber(graph, inputs[1], NumberClass.NegativeZero): return inputs[0];
            case Op.Add when IsNumber(graph, inputs[0], NumberClass.NegativeZero): return inputs[1];
            case Op.Neg or Op.Not when graph[inputs[0]].Op.Equals(op): return graph.InputsOf(inputs[0])[0];
            case Op.IntPow { Exponent: 1 }: return inputs[0];
            case Op.Cast { To: var to } when graph[inputs[0]].DType == to: return inputs[0];
            case Op.Reshape when graph[inputs[0]].Op is Op.Reshape:
                return Simplify(graph, entry, [graph.InputsOf(inputs[0])[0]]);
            case Op.Reshape { To: var shape } when shape.Equals(graph[inputs[0]].Shape): return inputs[0];
            case Op.Broadcast { To: var shape } when shape.Equals(graph[inputs[0]].Shape): return inputs[0];
            case Op.Transpose outer when graph[inputs[0]].Op is Op.Transpose inner:
                return Simplify(graph, entry with { Op = new Op.Transpose(Composed(inner.Permutation, outer.Permutation)) }, [graph.InputsOf(inputs[0])[0]]);
            case Op.Transpose { Permutation: var permutation } when permutation == IntList.Range(permutation.Count): return inputs[0];
            case Op.Transpose { Permutation: var permutation } when graph[inputs[0]].Op is Op.Dot dot && graph.IsReadOnce(inputs[0]) && Swapped(graph, dot, inputs[0], permutation) is { } swapped:
                int left = graph.InputsOf(inputs[0])[0], right = graph.InputsOf(inputs[0])[1];
                return graph.Merged(swapped, [right, left], entry.DType, entry.Shape);
            case Op.Elementwise when entry.Shape!.Rank > 0 && Single(graph, entry, inputs) is var single and >= 0: return single;
            default: return graph.Merged(op, inputs, entry.DType, entry.Shape);
        }
    }

    /// <summary>
    /// The product of the swapped operands, where that is what a transposition makes of a product: the free axes of both change places. Each
    /// result is the same chain (or tree, where both sides have as few columns) over the same products. Null where it is not.
    /// </summary>
    private static Op.Dot? Swapped(PlanGraph graph, Op.Dot dot, int entry, IntList permutation)
    {
        Shape shape = graph[entry].Shape!, leftShape = graph[graph.InputsOf(entry)[0]].Shape!;
        int batch = dot.LeftBatch.Count, leftFree = leftShape.Rank - batch - dot.LeftContract.Count, rightFree = shape.Rank - batch - leftFree;
        for (int i = 0; i < permutation.Count; i++)
        {
            int from = i < batch ? i : i < batch + rightFree ? i + leftFree : i - rightFree;
            if (permutation[i] != from) return null;
        }

        int m = 1, n = 1;
        for (int axis = batch; axis < shape.Rank; axis++)
        {
            if (axis < batch + leftFree) m *= shape[axis];
            else n *= shape[axis];
        }

        return m <= Op.Dot.TreeColumns == n <= Op.Dot.TreeColumns ? new(dot.RightContract, dot.LeftContract, dot.RightBatch, dot.LeftBatch) : null;
    }

    /// <summary>What has one value for all elements, because its inputs do, is computed once and stretched; -1 where it has more.</summary>
    private static int Single(PlanGraph graph, Wiring.Entry entry, ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
            if (!(graph.ClassOf(input) is not null || (graph[input].Op is Op.Broadcast && graph[graph.InputsOf(input)[0]].Shape!.Count == 1))) return -1;
        Span<int> singles = stackalloc int[inputs.Length];
        for (int i = 0; i < singles.Length; i++) singles[i] = SingleOf(graph, inputs[i]);
        int value = Simplify(graph, entry with { Shape = Shape.Scalar }, singles);
        return graph.Merged(new Op.Broadcast(entry.Shape!), [value], entry.DType, entry.Shape);
    }

    private static int SingleOf(PlanGraph graph, int entry)
    {
        if (graph.ClassOf(entry) is not null) return graph.SingleNumber(entry);
        int value = graph.InputsOf(entry)[0];
        return Simplify(graph, graph[value] with { Op = new Op.Reshape(Shape.Scalar), Shape = Shape.Scalar, Argument = -1 }, [value]);
    }

    private static bool IsNumber(PlanGraph graph, int entry, NumberClass number) => graph.ClassOf(entry) == number;

    private static IntList Composed(IntList inner, IntList outer)
    {
        var composed = new int[outer.Count];
        for (int i = 0; i < composed.Length; i++) composed[i] = inner[outer[i]];
        return IntList.Wrap(composed);
    }
}
