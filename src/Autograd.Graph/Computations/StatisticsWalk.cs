using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Counts what a computation takes.</summary>
internal static class StatisticsWalk
{
    public static ComputationStatistics Of(ReadOnlySpan<Expr> outputs)
    {
        using NodeMap places = NodeMap.Create();
        List<Expr> order = AllInputs.Collect(outputs, places);
        var depths = new int[order.Count];
        var lastUse = new int[order.Count];
        var owners = new int[order.Count];
        var counts = new Dictionary<string, int>();
        long edges = 0;
        for (int i = 0; i < depths.Length; i++)
        {
            Expr node = order[i];
            int inputs = default(AllInputs).Count(node);
            edges += inputs;
            // Another name of a value keeps that.
            owners[i] = IsFree(node.Op) && inputs > 0 && places.TryGet(default(AllInputs).Input(node, 0), out int of) ? owners[of] : i;
            for (int k = 0; k < inputs; k++)
            {
                if (!places.TryGet(default(AllInputs).Input(node, k), out int place)) continue;
                depths[i] = Math.Max(depths[i], depths[place]);
                lastUse[owners[place]] = i;
            }

            depths[i]++;
            CollectionsMarshal.GetValueRefOrAddDefault(counts, node.Op.Name, out _)++;
        }

        foreach (Expr output in outputs)
            if (places.TryGet(output, out int place)) lastUse[owners[place]] = order.Count;
        return new()
        {
            Nodes = order.Count,
            Edges = edges,
            Depth = depths.DefaultIfEmpty().Max(),
            Operations = order.Sum(Operations),
            BytesMoved = order.Sum(Moved),
            CapturedBytes = order.Where(node => node.Op is Op.Variable or Op.Constant).Sum(Bytes),
            PeakBytes = Peak(order, places, owners, lastUse),
            Ops = [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)],
        };
    }

    /// <summary>Each result is there from its node on to its last use.</summary>
    private static long Peak(List<Expr> order, NodeMap places, int[] owners, int[] lastUse)
    {
        long live = 0, peak = 0;
        for (int i = 0; i < order.Count; i++)
        {
            Expr node = order[i];
            live += Result(node);
            peak = Math.Max(peak, live);
            for (int k = 0; k < default(AllInputs).Count(node); k++)
            {
                if (!places.TryGet(default(AllInputs).Input(node, k), out int place) || lastUse[owners[place]] != i) continue;
                live -= Result(order[owners[place]]);
                lastUse[owners[place]] = -1;
            }
        }

        return peak;
    }

    /// <summary>Whether the node computes nothing: a source, or another name of its input.</summary>
    private static bool IsFree(Op op) => op is Op.Source or Op.Alias or Op.WithRule or Op.Project;

    private static long Result(Expr node) => IsFree(node.Op) && node.Op is not Op.Iota ? 0 : Bytes(node);

    private static long Moved(Expr node)
    {
        if (IsFree(node.Op)) return Result(node);
        long bytes = Bytes(node);
        for (int k = 0; k < node.InputCount; k++)
            if (node.Input(k).Op is not Op.Literal) bytes += Bytes(node.Input(k));
        return bytes;
    }

    private static long Operations(Expr node) => node.Op switch
    {
        Op.Dot dot => 2 * (long)node.Shape.Count * Contracted(node.Input(0).Shape, dot.LeftContract),
        Op.Reduce or Op.ArgReduce or Op.Cumulative or Op.Sort => node.Input(0).Shape.Count,
        Op.Scatter => node.Input(2).Shape.Count,
        Op.UpdateAdd => node.Input(1).Shape.Count,
        Op.Gather => 0,
        var op when IsFree(op) => 0,
        var op => (long)node.Shape.Count * OpCosts.Of(op),
    };

    private static long Contracted(Shape shape, IntList axes)
    {
        long count = 1;
        foreach (int axis in axes) count *= shape[axis];
        return count;
    }

    private static long Bytes(Expr node)
    {
        long bytes = 0;
        for (int k = 0; k < node.OutputCount; k++) bytes += (long)node.OutputType(k).Shape.Count * node.OutputType(k).DType.Size();
        return bytes;
    }
}
