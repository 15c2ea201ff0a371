using System.Globalization;

namespace Autograd.Graph;

/// <summary>What boxes and arrows say.</summary>
internal static class DrawnLabels
{
    private const int LongestTitle = 40, LongestDetail = 48;

    public static DrawnKind KindOf(Op op) => op switch
    {
        Op.Parameter => DrawnKind.Parameter,
        Op.Variable => DrawnKind.Variable,
        Op.Constant or Op.Cell or Op.Iota => DrawnKind.Constant,
        Op.Literal => DrawnKind.Number,
        _ => DrawnKind.Operation,
    };

    public static DrawnNode NodeOf(Expr node, Func<Expr, bool> isDrawn, bool backward)
    {
        string? name = node.Name is { } given && node.Op is not (Op.Parameter or Op.Variable or Op.Constant) ? $"'{OneLine.Of(given, LongestTitle)}'" : null;
        string detail = string.Join("  ", new[] { name, DetailOf(node) }.Where(part => !string.IsNullOrEmpty(part)));
        return new($"{TitleOf(node)}{NumbersOf(node, isDrawn)}", detail.Length == 0 ? null : OneLine.Of(detail, LongestDetail), KindOf(node.Op), backward);
    }

    /// <summary>A type on an arrow.</summary>
    public static string TypeOf(Expr node) => node.OutputCount == 1 ? node.Type.ToString() : $"{node.OutputCount} values";

    /// <summary>How many operations of which kind, the most first.</summary>
    public static string Tally(IEnumerable<Expr> nodes)
    {
        const int shown = 3;
        string[] groups = [.. nodes.GroupBy(node => OneLine.Of(node.Op.Name, 16)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}"))];
        return string.Join(", ", groups.Take(shown)) + (groups.Length > shown ? ", ..." : "");
    }

    private static string TitleOf(Expr node) => node.Op switch
    {
        Op.Parameter parameter => OneLine.Of(parameter.Label, LongestTitle),
        Op.Literal => node.LiteralValue.ToString(),
        Op.Variable or Op.Constant when node.Name is { } name => OneLine.Of(name, LongestTitle),
        Op.Variable or Op.Constant when node.Shape.Rank == 0 => $"{node.Op.Name} {node.Value![[]]}",
        Op.Compare op => Lower(op.Kind),
        Op.Extremum op => Lower(op.Kind),
        Op.Logic op => Lower(op.Kind),
        Op.Round op => Lower(op.Mode),
        Op.Reduce op => Lower(op.Kind),
        Op.ArgReduce op => $"arg{op.Kind}",
        Op.Cumulative { Kind: CumulativeKind.LinearRecurrence } => "linearRecurrence",
        Op.Cumulative op => $"cumulative {Lower(op.Kind)}",
        Op.Cast op => $"cast to {op.To.Name()}",
        Op.IntPow op => string.Create(CultureInfo.InvariantCulture, $"power {op.Exponent}"),
        Op.Project op => string.Create(CultureInfo.InvariantCulture, $"output {op.Index}"),
        Op.WithRule op => OneLine.Of(op.Label, LongestTitle),
        var op => OpForms.Of(op).Name,
    };

    private static string? DetailOf(Expr node) => node.Op switch
    {
        Op.Source { } op when op is not Op.Iota => null,
        Op.Compare or Op.Extremum or Op.Logic or Op.Round or Op.Cast or Op.IntPow or Op.Project or Op.Reshape or Op.Broadcast => null,
        Op.Reduce op => $"axes {op.Axes}",
        Op.Transpose op => op.Permutation.ToString(),
        Op.Dot op => op.LeftBatch.Count == 0 ? $"{op.LeftContract} · {op.RightContract}" : $"{op.LeftContract} · {op.RightContract} batch {op.LeftBatch}, {op.RightBatch}",
        Op.Slice op => PartOf(op.Region),
        Op.Update op => PartOf(op.Region),
        Op.UpdateAdd op => PartOf(op.Region),
        Op.WithRule op => op.Named is { } rule ? AttributeList.Of(rule).ToString() : null,
        Op.Iota op => string.Create(CultureInfo.InvariantCulture, $"axis {op.Axis}"),
        var op => AttributeList.Of(op).ToString(),
    };

    /// <summary>The numbers among the inputs, which are no boxes of their own: <c>(·, 0.1)</c>.</summary>
    private static string NumbersOf(Expr node, Func<Expr, bool> isDrawn)
    {
        if (node.Op is Op.Source or Op.WithRule) return "";
        ExprInputs inputs = node.Inputs;
        var shown = new string[inputs.Count];
        bool any = false;
        for (int k = 0; k < shown.Length; k++)
        {
            bool number = inputs[k].Op is Op.Literal && !isDrawn(inputs[k]);
            shown[k] = number ? inputs[k].LiteralValue.ToString() : "·";
            any |= number;
        }

        return any ? $" ({string.Join(", ", shown)})" : "";
    }

    private static string PartOf(Region region)
    {
        var parts = new string[region.Starts.Count];
        for (int axis = 0; axis < parts.Length; axis++)
        {
            long stop = region.Sizes[axis] == 0 ? region.Starts[axis] : region.Starts[axis] + (region.Sizes[axis] - 1L) * region.Strides[axis] + 1;
            string stride = region.Strides[axis] == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $":{region.Strides[axis]}");
            parts[axis] = string.Create(CultureInfo.InvariantCulture, $"{region.Starts[axis]}:{stop}{stride}");
        }

        return $"[{string.Join(", ", parts)}]";
    }

    private static string Lower<T>(T kind) where T : struct, Enum => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..];
}
