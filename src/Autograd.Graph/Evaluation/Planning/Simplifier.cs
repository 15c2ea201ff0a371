namespace Autograd.Graph;

/// <summary>
/// Rewrites of one entry that change no bit of any result: what IEEE arithmetic leaves as it is (x * 1, x / 1, x - 0, x + -0; not x + 0,
/// which turns -0 into 0, nor x * 0), and movements that compose.
/// </summary>
internal static class Simplifier
{
    /// <summary>
    /// Ops, one below the other, through which an element is picked: log-softmax has two. A bound, for a chain may be of any length, and be
    /// picked from at each of its steps.
    /// </summary>
    private const int MostPickedThrough = 4;

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
            case Op.IntPow { Exponent: 2 }: return Simplify(graph, entry with { Op = Op.Mul.Instance }, [inputs[0], inputs[0]]);
            case Op.Cast { To: var to } when graph[inputs[0]].DType == to: return inputs[0];
            case Op.Reshape when graph[inputs[0]].Op is Op.Reshape:
                return Simplify(graph, entry, [graph.InputsOf(inputs[0])[0]]);
            case Op.Reshape { To: var shape } when shape.Equals(graph[inputs[0]].Shape): return inputs[0];
            case Op.Reshape { To: var shape } when shape.Rank > 0 && IsSingle(graph, inputs[0]):
                return graph.Merged(new Op.Broadcast(shape), [SingleOf(graph, inputs[0])], entry.DType, shape);
            case Op.Broadcast { To: var shape } when shape.Equals(graph[inputs[0]].Shape): return inputs[0];
            case Op.Transpose outer when graph[inputs[0]].Op is Op.Transpose inner:
                return Simplify(graph, entry with { Op = new Op.Transpose(Composed(inner.Permutation, outer.Permutation)) }, [graph.InputsOf(inputs[0])[0]]);
            case Op.Transpose { Permutation: var permutation } when permutation == IntList.Range(permutation.Count): return inputs[0];
            case Op.Transpose { Permutation: var permutation } when graph[inputs[0]].Op is Op.Dot dot && graph.IsReadOnce(inputs[0]) && Swapped(graph, dot, inputs[0], permutation) is { } swapped:
                int left = graph.InputsOf(inputs[0])[0], right = graph.InputsOf(inputs[0])[1];
                return graph.Merged(swapped, [right, left], entry.DType, entry.Shape);
            case Op.Reduce { Kind: ReduceKind.Sum } when SumOfPut(graph, entry, inputs[0]) is var sum and >= 0: return sum;
            case Op.Gather when Picked(graph, entry, inputs[0], inputs[1], MostPickedThrough) is var picked and >= 0: return picked;
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

    /// <summary>
    /// The sum of a row of zeros into which one number was put is that number, as zeros leave every number but -0, which they make +0;
    /// -1 where it is no such row.
    /// </summary>
    private static int SumOfPut(PlanGraph graph, Wiring.Entry entry, int input)
    {
        if (graph[input].Op is not Op.Scatter { Kind: ScatterKind.Set or ScatterKind.Add, Mode: IndexMode.Assert } put) return -1;
        ReadOnlySpan<int> inputs = graph.InputsOf(input);
        (int x, int indices, int updates) = (inputs[0], inputs[1], inputs[2]);
        IntList axes = ((Op.Reduce)entry.Op).Axes;
        int last = graph[x].Shape!.Rank - 1;
        if (axes.Count != 1 || axes[0] != last || !RowIndexing.NamesOneOfEachRow(put.Axes, put.BatchRank, graph[x].Shape!, graph[indices].Shape!) || !IsNumber(graph, x, NumberClass.PositiveZero)) return -1;
        // That an index is inside is found where it is put, which nothing else may need.
        graph.Demanded.Add(input);
        int value = Simplify(graph, entry with { Op = new Op.Reshape(entry.Shape!) }, [updates]);
        int zero = graph.Merged(new Op.Broadcast(entry.Shape!), [graph.SingleNumber(x)], entry.DType, entry.Shape);
        return Simplify(graph, entry with { Op = Op.Add.Instance }, [value, zero]);
    }

    /// <summary>
    /// What is picked of a sum, difference, product or quotient of rows and one value for each row is the same of what is picked of the rows:
    /// the whole rows need not be computed for it; -1 where it is nothing such.
    /// </summary>
    /// <param name="graph">the graph</param>
    /// <param name="entry">what picks</param>
    /// <param name="x">what it picks from</param>
    /// <param name="indices">where</param>
    /// <param name="most">through how many ops at most</param>
    private static int Picked(PlanGraph graph, Wiring.Entry entry, int x, int indices, int most)
    {
        var gather = (Op.Gather)entry.Op;
        if (graph[x].Op is not (Op.Add or Op.Sub or Op.Mul or Op.Div) || !RowIndexing.NamesOneOfEachRow(gather.Axes, gather.BatchRank, graph[x].Shape!, graph[indices].Shape!)) return -1;
        (int left, int right) = (graph.InputsOf(x)[0], graph.InputsOf(x)[1]);
        (int leftOfRows, int rightOfRows) = (OfRows(graph, left, entry), OfRows(graph, right, entry));
        if (leftOfRows >= 0 == rightOfRows >= 0) return -1;
        int row = leftOfRows >= 0 ? right : left, of = most > 1 ? Picked(graph, entry, row, indices, most - 1) : -1;
        if (of < 0) of = graph.Merged(gather, [row, indices], entry.DType, entry.Shape);
        return graph.Merged(graph[x].Op, leftOfRows >= 0 ? [leftOfRows, of] : [of, rightOfRows], entry.DType, entry.Shape);
    }

    /// <summary>The values for each row that an entry repeats along the last axis, in the shape of what is picked; -1 where it does not.</summary>
    private static int OfRows(PlanGraph graph, int entry, Wiring.Entry picked)
    {
        if (graph[entry].Op is not Op.Broadcast) return -1;
        int value = graph.InputsOf(entry)[0];
        ReadOnlySpan<int> from = graph[value].Shape!.Sizes, to = graph[entry].Shape!.Sizes;
        if (from.Length != to.Length || from[^1] != 1 || !from[..^1].SequenceEqual(to[..^1])) return -1;
        return graph.Merged(new Op.Reshape(picked.Shape!), [value], picked.DType, picked.Shape);
    }

    /// <summary>What has one value for all elements, because its inputs do, is computed once and stretched; -1 where it has more.</summary>
    private static int Single(PlanGraph graph, Wiring.Entry entry, ReadOnlySpan<int> inputs)
    {
        foreach (int input in inputs)
            if (!IsSingle(graph, input)) return -1;
        Span<int> singles = stackalloc int[inputs.Length];
        for (int i = 0; i < singles.Length; i++) singles[i] = SingleOf(graph, inputs[i]);
        int value = Simplify(graph, entry with { Shape = Shape.Scalar }, singles);
        return graph.Merged(new Op.Broadcast(entry.Shape!), [value], entry.DType, entry.Shape);
    }

    private static bool IsSingle(PlanGraph graph, int entry) =>
        graph.ClassOf(entry) is not null || (graph[entry].Op is Op.Broadcast && graph[graph.InputsOf(entry)[0]].Shape!.Count == 1);

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
