using System.Collections.Immutable;

namespace Autograd.Graph;

public static partial class Control
{
    /// <summary>A choice of closed bodies: the first outputs of the closure, or the others. Arguments that neither body uses are left out.</summary>
    internal static Expr CondNode(Expr condition, Closure closure, int outputs, IReadOnlyList<Expr> arguments)
    {
        Body then = closure.BodyOf(..outputs), otherwise = closure.BodyOf(outputs..);
        Expr[] inputs = [.. arguments, .. closure.Captured];
        bool[] usedByThen = then.ParametersOf(All(outputs)), usedByOtherwise = otherwise.ParametersOf(All(outputs));
        ImmutableArray<Expr> used = [.. closure.Parameters.Where((_, i) => usedByThen[i] || usedByOtherwise[i])];
        if (used.Length < inputs.Length)
        {
            inputs = [.. inputs.Where((_, i) => usedByThen[i] || usedByOtherwise[i])];
            (then, otherwise) = (new(used, then.Outputs), new(used, otherwise.Outputs));
        }

        return Expr.Apply(new Op.Cond(then, otherwise), (ReadOnlySpan<Expr>)[condition, .. inputs]);
    }

    /// <summary>A scan of a closed body.</summary>
    internal static Expr ScanNode(Closure closure, IReadOnlyList<Expr> init, IReadOnlyList<Expr> items, int trips, bool reversed, bool recomputes) =>
        Expr.Apply(new Op.Scan(closure.BodyOf(..), init.Count, items.Count, trips, reversed, recomputes), (ReadOnlySpan<Expr>)[.. init, .. items, .. closure.Captured]);

    /// <summary>A loop over a closed body, the condition being the first of the outputs.</summary>
    internal static Expr WhileNode(Closure closure, IReadOnlyList<Expr> init, int? maxTrips) =>
        Expr.Apply(new Op.While(closure.BodyOf(..1), closure.BodyOf(1..), maxTrips), (ReadOnlySpan<Expr>)[.. init, .. closure.Captured]);

    /// <summary>A scan whose derivative in reverse mode keeps carries after every so many trips: scans within a scan that keeps its carries alone.</summary>
    private static Expr[] CheckpointedScan(Closure closure, IReadOnlyList<Expr> init, IReadOnlyList<Expr> items, int trips, ScanOptions options)
    {
        int each = options.CheckpointEvery is > 0 and var asked ? Math.Min(asked, trips) : NearRoot(trips);
        if (each <= 1) return Outputs(ScanNode(closure, init, items, trips, options.Reversed, recomputes: true));
        int segments = trips / each, whole = segments * each;
        Expr[] inSegments = [.. items.Select(stack => stack.Slice(0, 0, whole).Reshape([segments, each, .. stack.Shape.Sizes[1..]]))];
        Expr[] rest = [.. items.Select(stack => stack.Slice(0, whole, trips))];
        if (whole == trips) return Joined(Segments(closure, init, inSegments, each, segments, options.Reversed), [], init.Count, whole);

        // What is left over stands at the end, where a reversed scan begins.
        Expr[] first = options.Reversed ? Outputs(ScanNode(closure, init, rest, trips - whole, true, false)) : Segments(closure, init, inSegments, each, segments, false);
        Expr[] last = options.Reversed
            ? Segments(closure, first[..init.Count], inSegments, each, segments, true)
            : Outputs(ScanNode(closure, first[..init.Count], rest, trips - whole, false, false));
        Expr[] joined = Joined(options.Reversed ? last : first, options.Reversed ? first : last, init.Count, whole);
        last.AsSpan(0, init.Count).CopyTo(joined);
        return joined;
    }

    private static Expr[] Segments(Closure closure, IReadOnlyList<Expr> init, Expr[] items, int each, int segments, bool reversed)
    {
        Expr[] carries = Parameters("carry", [.. init.Select(value => value.Type)]), parts = Parameters("items", Array.ConvertAll(items, ItemType));
        Expr segment = ScanNode(closure, carries, parts, each, reversed, recomputes: false);
        return Outputs(ScanNode(Closure.Of([.. carries, .. parts], Outputs(segment), closure.Captured), init, items, segments, reversed, recomputes: true));
    }

    /// <summary>Carries, and behind them stacks [segments, each, ...] as stacks of so many trips, followed by those of the rest.</summary>
    private static Expr[] Joined(Expr[] segments, Expr[] rest, int carries, int trips)
    {
        Expr[] joined = [.. segments];
        for (int k = carries; k < joined.Length; k++)
        {
            Expr flat = joined[k].Reshape([trips, .. joined[k].Shape.Sizes[2..]]);
            joined[k] = rest.Length == 0 ? flat : Expr.Concat([flat, rest[k]]);
        }

        return joined;
    }

    /// <summary>A number near the square root, one that divides all if there is any: nothing is left over then.</summary>
    private static int NearRoot(int trips)
    {
        int root = (int)Math.Ceiling(Math.Sqrt(trips));
        for (int each = root; each <= 2 * root && each < trips; each++)
            if (trips % each == 0) return each;
        return root;
    }

    private static Expr[] Outputs(Expr node)
    {
        var outputs = new Expr[node.OutputCount];
        for (int k = 0; k < outputs.Length; k++) outputs[k] = node.Output(k);
        return outputs;
    }

    private static Expr[] Parameters(string name, ExprType[] types) => Array.ConvertAll(types, type => Expr.Parameter(name, type.DType, type.Shape));

    private static ExprType ItemType(Expr stack) => new(stack.DType, new Shape(stack.Shape.Sizes[1..]));

    private static bool[] All(int count)
    {
        var all = new bool[count];
        Array.Fill(all, true);
        return all;
    }
}
