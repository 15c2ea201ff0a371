using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// Compares derivatives of the first two orders in forward mode, in reverse mode and by central differences, entry by entry. Where they differ
/// it goes through the function's operations, each with a value for its inputs, and says which one's rule is wrong.
/// </summary>
public static class GradientCheck
{
    /// <summary>Checks a function of one expression.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="at">where: an expression that has a value</param>
    /// <param name="options">how; <see cref="GradientCheckOptions.Default"/> when null</param>
    /// <exception cref="GradientException">the argument is not floating</exception>
    public static GradientReport Of(Func<Expr, Expr> f, Expr at, GradientCheckOptions? options = null) => Of(f, at, Structure.Leaf, Structure.Leaf, options);

    /// <summary>Checks a function of structures, by all floating leaves.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="at">where: expressions that have values</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="options">how; <see cref="GradientCheckOptions.Default"/> when null</param>
    /// <exception cref="GradientException">no leaf is floating</exception>
    public static GradientReport Of<TInput, TOutput>(Func<TInput, TOutput> f, TInput at, Structure<TInput> input, Structure<TOutput> output, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        options ??= GradientCheckOptions.Default;
        _ = Leaves<TInput>.Points("gradientCheck", at, input);
        NDArray[] values = Evaluation.Evaluate([.. input.Flatten(at).Select(leaf => options.InFloat64 && leaf.IsFloating ? leaf.Cast(DType.Float64) : leaf)]);
        Expr[] points = Array.ConvertAll(values, Expr.Variable);
        Func<Expr[], Expr[]> flat = Numerical.Flat(f, at, input, output);
        var names = new Names(input.Paths(at), output.Paths(f(input.Rebuild(at, points))));
        return new Run(flat, points, names, options).Report();
    }

    /// <summary>Checks a function of one expression and throws where its derivatives do not agree.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <param name="at">where: an expression that has a value</param>
    /// <param name="options">how; <see cref="GradientCheckOptions.Default"/> when null</param>
    /// <exception cref="GradientException">they do not agree: the report says where, by how much and why; or the argument is not floating</exception>
    public static void Assert(Func<Expr, Expr> f, Expr at, GradientCheckOptions? options = null) => Assert(f, at, Structure.Leaf, Structure.Leaf, options);

    /// <summary>Checks a function of structures and throws where its derivatives do not agree.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="at">where: expressions that have values</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="options">how; <see cref="GradientCheckOptions.Default"/> when null</param>
    /// <exception cref="GradientException">they do not agree: the report says where, by how much and why; or no leaf is floating</exception>
    public static void Assert<TInput, TOutput>(Func<TInput, TOutput> f, TInput at, Structure<TInput> input, Structure<TOutput> output, GradientCheckOptions? options = null)
    {
        GradientReport report = Of(f, at, input, output, options);
        if (!report.Passed) throw new GradientException(report.ToString());
    }

    /// <summary>Where leaves stand.</summary>
    private sealed record Names(string[] Inputs, string[] Outputs);

    /// <summary>One element of one leaf.</summary>
    private readonly record struct Place(int Leaf, int Element);

    /// <summary>One check.</summary>
    private sealed class Run(Func<Expr[], Expr[]> f, Expr[] points, Names names, GradientCheckOptions options)
    {
        private int _entries;

        public GradientReport Report()
        {
            Expr[] y = f(points);
            List<Place> inputs = Places(points), outputs = Places(y);
            List<GradientMismatch> mismatches = First(y, inputs, outputs);
            int order = 1;
            if (mismatches.Count == 0 && options.Order > 1 && outputs.Count > 0)
            {
                mismatches = Second(inputs);
                order = 2;
            }

            // A stable order: the worst first, what is not a number before everything else.
            ImmutableArray<GradientMismatch> worst = [.. mismatches.OrderByDescending(mismatch => double.IsNaN(mismatch.Difference) ? double.PositiveInfinity : mismatch.Difference)];
            return new(_entries, worst, worst.Length == 0 ? [] : new NodeCheck(options, order).Blame(y, points));
        }

        private List<GradientMismatch> First(Expr[] y, List<Place> inputs, List<Place> outputs)
        {
            Expr?[] OfInput(Place place) => Gradient.Pushforward(y, points, Basis(points, place));
            Expr?[] forward = [.. inputs.SelectMany(OfInput)], numerical = [.. inputs.SelectMany(place => Numerical.Along(f, points, Basis(points, place), options.Step))];
            Expr?[] reverse = [.. outputs.SelectMany(place => Gradient.Pullback(y, points, Basis(y, place)))];
            double[][] values = Values([.. forward, .. numerical, .. reverse]);
            var mismatches = new List<GradientMismatch>();
            for (int i = 0; i < inputs.Count; i++)
                for (int k = 0; k < outputs.Count; k++)
                {
                    int column = i * y.Length + outputs[k].Leaf;
                    Compare(
                        mismatches,
                        1,
                        () => $"∂y{NameOf(names.Outputs, y, outputs[k])} / ∂x{NameOf(names.Inputs, points, inputs[i])}",
                        Entry(values[column], outputs[k].Element),
                        Entry(values[2 * forward.Length + k * points.Length + inputs[i].Leaf], inputs[i].Element),
                        Entry(values[forward.Length + column], outputs[k].Element));
                }

            return mismatches;
        }

        /// <summary>The second derivatives of a sum of all results with some weights.</summary>
        private List<GradientMismatch> Second(List<Place> inputs)
        {
            Expr?[] Weights(Expr[] y) => Array.ConvertAll(y, leaf => leaf.IsFloating ? Directions.Of(leaf.Type) : null);
            Expr[] Reverse(Expr[] x)
            {
                Expr[] y = f(x);
                return [.. Gradient.Pullback(y, x, Weights(y)).Select((g, i) => g ?? Expr.ZerosLike(x[i]))];
            }

            Expr?[] ReverseOverForward(Place place)
            {
                Expr[] y = f(points);
                Expr?[] weights = Weights(y), tangents = Gradient.Pushforward(y, points, Basis(points, place));
                int[] connected = [.. Enumerable.Range(0, y.Length).Where(i => tangents[i] is not null)];
                return Gradient.Pullback([.. connected.Select(i => tangents[i]!)], points, [.. connected.Select(i => weights[i])]);
            }

            Expr[] gradient = Reverse(points);
            Expr?[] forward = [.. inputs.SelectMany(place => Gradient.Pushforward(gradient, points, Basis(points, place)))];
            Expr?[] numerical = [.. inputs.SelectMany(place => Numerical.Along(Reverse, points, Basis(points, place), options.Step))];
            double[][] values = Values([.. forward, .. numerical, .. inputs.SelectMany(ReverseOverForward)]);
            var mismatches = new List<GradientMismatch>();
            for (int i = 0; i < inputs.Count; i++)
                for (int k = 0; k < inputs.Count; k++)
                {
                    int column = i * points.Length + inputs[k].Leaf, element = inputs[k].Element;
                    Compare(
                        mismatches,
                        2,
                        () => $"∂²y / ∂x{NameOf(names.Inputs, points, inputs[k])} ∂x{NameOf(names.Inputs, points, inputs[i])}",
                        Entry(values[column], element),
                        Entry(values[2 * forward.Length + column], element),
                        Entry(values[forward.Length + column], element));
                }

            return mismatches;
        }

        private void Compare(List<GradientMismatch> mismatches, int order, Func<string> entry, double forward, double reverse, double numerical)
        {
            _entries++;
            if (!options.Agree(forward, reverse) || !options.Agree(forward, numerical) || !options.Agree(reverse, numerical))
                mismatches.Add(new(order, entry(), forward, reverse, numerical));
        }

        private List<Place> Places(Expr[] leaves)
        {
            var all = new List<Place>();
            for (int leaf = 0; leaf < leaves.Length; leaf++)
                for (int element = 0; leaves[leaf].IsFloating && element < leaves[leaf].Shape.Count; element++) all.Add(new(leaf, element));
            if (all.Count <= options.MostElements) return all;
            return [.. Enumerable.Range(0, options.MostElements).Select(i => all[(int)((long)i * (all.Count - 1) / Math.Max(options.MostElements - 1, 1))])];
        }

        private static Expr?[] Basis(Expr[] leaves, Place place)
        {
            var vector = new Expr?[leaves.Length];
            vector[place.Leaf] = Graph.Basis.Vector(leaves[place.Leaf].Type, place.Element);
            return vector;
        }

        private static double[][] Values(Expr?[] leaves)
        {
            NDArray[] values = Evaluation.Evaluate([.. leaves.Select(leaf => leaf?.Cast(DType.Float64) ?? Expr.Literal(0.0))]);
            return [.. values.Select((value, i) => leaves[i] is null ? [] : value.ToArray<double>())];
        }

        /// <summary>One element; 0 where nothing is connected.</summary>
        private static double Entry(double[] values, int element) => values.Length == 0 ? 0 : values[element];

        private static string NameOf(string[] paths, Expr[] leaves, Place place)
        {
            ReadOnlySpan<int> sizes = leaves[place.Leaf].Shape.Sizes;
            var index = new int[sizes.Length];
            for (int axis = sizes.Length - 1, rest = place.Element; axis >= 0; axis--) (rest, index[axis]) = (rest / sizes[axis], rest % sizes[axis]);
            return index.Length == 0 ? paths[place.Leaf] : $"{paths[place.Leaf]}[{string.Join(", ", index)}]";
        }
    }
}
