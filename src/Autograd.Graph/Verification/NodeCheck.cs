using System.Collections.Immutable;
using System.Globalization;

namespace Autograd.Graph;

/// <summary>Compares the derivative of each operation alone with differences of its values.</summary>
internal sealed class NodeCheck(GradientCheckOptions options, int order)
{
    private const int MostBlamed = 8;

    /// <summary>An operation as a function of the different nodes that it reads.</summary>
    /// <param name="Node">the node</param>
    /// <param name="Inputs">what it reads</param>
    /// <param name="Function">the operation with its rule</param>
    /// <param name="Value">what it evaluates to, by the rules of what it is made of</param>
    private sealed record Local(Expr Node, Expr[] Inputs, Func<Expr[], Expr> Function, Func<Expr[], Expr> Value);

    /// <summary>The operations between points and outputs whose own derivatives do not agree.</summary>
    public ImmutableArray<string> Blame(Expr[] outputs, Expr[] points)
    {
        var walk = new WalkOrder();
        List<Local> locals;
        try
        {
            walk.Collect(outputs, points, []);
            locals = [.. walk.Nodes.ToArray().Select(LocalOf).OfType<Local>()];
        }
        finally
        {
            walk.Clear();
        }

        Expr[] inputs = [.. locals.SelectMany(local => local.Inputs)];
        NDArray[] values = Evaluation.Evaluate(inputs);
        var blamed = ImmutableArray.CreateBuilder<string>();
        for (int i = 0, next = 0; i < locals.Count && blamed.Count < MostBlamed; next += locals[i++].Inputs.Length)
            if (Difference(locals[i], values.AsSpan(next, locals[i].Inputs.Length)) is { } difference) blamed.Add(difference);
        return blamed.ToImmutable();
    }

    private static Local? LocalOf(Expr node)
    {
        if (node.IsSource || !node.IsFloating || node.Op is Op.Identity or Op.StopGradient) return null;
        Expr reads = node.Op is Op.Project ? node.Input(0) : node;
        int first = WalkOrder.FirstArgument(node.Op);
        Expr[] inputs = [.. reads.Inputs.Skip(first).Distinct(ReferenceEqualityComparer.Instance).Cast<Expr>()];
        int[] places = [.. reads.Inputs.Skip(first).Select(input => Array.IndexOf(inputs, input))];
        Expr[] Arguments(Expr[] x) => Array.ConvertAll(places, place => x[place]);
        if (inputs.Length == 0 || Array.Exists(inputs, input => input.OutputCount != 1)) return null;
        switch (node.Op)
        {
            case Op.Project project:
                Expr Taken(Expr[] x) => Expr.Apply(reads.Op, Arguments(x)).Output(project.Index);
                return new(node, inputs, Taken, Taken);
            case Op.WithRule:
                // A value that was not made of the arguments cannot be held against the rule.
                var value = new Template([node.Input(0)], inputs);
                if (!value.IsFilled(0) || CheckpointRule.IsOf(node)) return null;
                return new(node, inputs, x => Expr.Apply(node.Op, [value.Fill(x)[0], .. Arguments(x)]), x => value.Fill(x)[0]);
            default:
                Expr Applied(Expr[] x) => Expr.Apply(node.Op, Arguments(x));
                return new(node, inputs, Applied, Applied);
        }
    }

    /// <summary>The text of a local derivative that does not agree; null where it does.</summary>
    private string? Difference(Local local, ReadOnlySpan<NDArray> values)
    {
        var x = new Expr[values.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Expr.Variable(values[i]);
        Expr?[] v = [.. x.Select((leaf, i) => leaf.IsFloating ? Directions.Of(leaf.Type, 1 + i) : null)];
        Expr weights = Directions.Of(local.Node.Type);
        Expr Forward(Expr[] at) => Gradient.Pushforward([local.Function(at)], at, v)[0] is { } tangent ? (tangent * weights).Sum() : Expr.Literal(0.0);
        Expr Reverse(Expr[] at) => Dot(Gradient.Pullback([local.Function(at)], at, [weights]), v);
        Expr Numerically(Expr[] at) => Numerical.Along(leaves => [(local.Value(leaves) * weights).Sum()], at, v, options.Step)[0]!;
        Expr[] three = order == 1
            ? [Forward(x), Reverse(x), Numerically(x)]
            : [Gradient.Pushforward([Reverse(x)], x, v)[0] ?? Expr.Literal(0.0), Dot(Gradient.Pullback([Forward(x)], x, [Expr.OnesLike(Forward(x))]), v), Numerical.Along(leaves => [Reverse(leaves)], x, v, options.Step)[0]!];
        double[] found = [.. Evaluation.Evaluate([.. three.Select(number => number.Cast(DType.Float64))]).Select(number => number.ToScalar<double>())];
        if (options.Agree(found[0], found[1]) && options.Agree(found[0], found[2]) && options.Agree(found[1], found[2])) return null;
        string name = local.Node.Name is { } given ? $"'{given}' = " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{name}{local.Node.Op.Name}({string.Join(", ", local.Inputs.Select(input => input.Type))}): {found[0]:G6} forward, {found[1]:G6} in reverse, {found[2]:G6} by differences, along one direction");
    }

    private static Expr Dot(Expr?[] cotangents, Expr?[] v)
    {
        Expr sum = Expr.Literal(0.0);
        for (int i = 0; i < v.Length; i++)
            if (cotangents[i] is { } cotangent && v[i] is { } direction) sum += (cotangent * direction).Sum();
        return sum;
    }
}
