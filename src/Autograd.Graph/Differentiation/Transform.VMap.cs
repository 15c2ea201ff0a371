namespace Autograd.Graph;

public static partial class Transform
{
    private const string NoValue = "inside VMap, values are not known (return what depends on it, and evaluate that)";

    /// <summary>
    /// A function of one example as a function of many: f of each example along an axis, the results along an axis of theirs. f runs once, on an
    /// expression that stands for an example and has no value, and each operation in it becomes one operation on all examples. What f takes from
    /// around it is alike for all of them.
    /// </summary>
    /// <param name="f">what is done with one example</param>
    /// <param name="inAxis">the axis of the argument along which the examples lie, in [-rank, rank)</param>
    /// <param name="outAxis">the axis of the result along which theirs lie, in [-rank, rank)</param>
    /// <exception cref="ArgumentOutOfRangeException">when called: argument or result have no such axis</exception>
    public static Func<Expr, Expr> VMap(Func<Expr, Expr> f, int inAxis = 0, int outAxis = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        return x =>
        {
            ArgumentNullException.ThrowIfNull(x);
            return OverExamples(arguments => [f(arguments[0]) ?? throw new ArgumentException("vmap: the function gave null", nameof(f))], [x], [inAxis], [outAxis])[0];
        };
    }

    /// <summary>As <see cref="VMap(Func{Expr, Expr}, int, int)"/>, of structures of expressions.</summary>
    /// <param name="f">what is done with one example</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="inAxes">
    /// for each leaf of the argument the axis along which the examples lie, in [-rank, rank), null where it is alike for all of them; a single one
    /// goes for all leaves; 0 when omitted
    /// </param>
    /// <param name="outAxes">for each leaf of the result the axis along which those of the examples lie; a single one goes for all leaves; 0 when omitted</param>
    /// <exception cref="ShapeException">when called: leaves have different numbers of examples</exception>
    /// <exception cref="ArgumentOutOfRangeException">when called: a leaf has no such axis</exception>
    /// <exception cref="ArgumentException">when called: there are not as many axes as leaves, or no leaf of the argument is mapped</exception>
    public static Func<TInput, TOutput> VMap<TInput, TOutput>(
        Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output, IReadOnlyList<int?>? inAxes = null, IReadOnlyList<int>? outAxes = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return x =>
        {
            TOutput form = default!;
            Expr[] leaves = OverExamples(examples => output.Flatten(form = f(input.Rebuild(x, examples))), input.Flatten(x), inAxes ?? [0], outAxes ?? [0]);
            return output.Rebuild(form, leaves);
        };
    }

    /// <summary>f of each example.</summary>
    /// <param name="f">from one example's arguments to its results</param>
    /// <param name="arguments">those of all examples</param>
    /// <param name="inAxes">for each argument the axis along which the examples lie; null where it is alike for all of them; a single one goes for all</param>
    /// <param name="outAxes">for each result the axis along which those of the examples lie; a single one goes for all</param>
    private static Expr[] OverExamples(Func<Expr[], Expr[]> f, Expr[] arguments, IReadOnlyList<int?> inAxes, IReadOnlyList<int> outAxes)
    {
        int size = CountExamples(arguments, inAxes);
        var ofOne = new Expr[arguments.Length];
        var placeholders = new List<Expr>(arguments.Length);
        var examples = new List<Expr>(arguments.Length);
        for (int i = 0; i < arguments.Length; i++)
        {
            ofOne[i] = arguments[i];
            if (arguments[i].IsAbsent || AxisOf(inAxes, i) is not { } axis) continue;
            Expr leading = arguments[i].MoveAxis(axis, 0);
            ofOne[i] = Expr.Placeholder($"argument {i} of vmap", leading.DType, new Shape(leading.Shape.Sizes[1..]), NoValue);
            placeholders.Add(ofOne[i]);
            examples.Add(leading);
        }

        Expr[] results = f(ofOne);
        if (outAxes.Count != 1 && outAxes.Count != results.Length)
            throw new ArgumentException($"vmap: {outAxes.Count} axes for {results.Length} results (one for each, or one for all)", nameof(outAxes));
        Expr?[] batched = new BatchingWalk(size).Batch(results, placeholders, examples);
        for (int i = 0; i < results.Length; i++)
            if (!results[i].IsAbsent) results[i] = Placed(batched[i] ?? BatchedInputs.Repeated(results[i], size), i, AxisOf(outAxes, i));
        return results;
    }

    private static T AxisOf<T>(IReadOnlyList<T> axes, int i) => axes[axes.Count == 1 ? 0 : i];

    private static int CountExamples(Expr[] arguments, IReadOnlyList<int?> inAxes)
    {
        if (inAxes.Count != 1 && inAxes.Count != arguments.Length)
            throw new ArgumentException($"vmap: {inAxes.Count} axes for {arguments.Length} arguments (one for each, null where it is alike for all examples; or one for all)", nameof(inAxes));
        int first = -1, size = 0, along = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsAbsent || AxisOf(inAxes, i) is not { } axis) continue;
            Expr argument = arguments[i];
            if (axis < -argument.Rank || axis >= argument.Rank)
                throw new ArgumentOutOfRangeException(nameof(inAxes), axis, $"vmap: argument {i} ({argument.Type}) has no axis {axis} of examples (null says that it is alike for all of them)");
            int count = argument.Shape[axis < 0 ? axis + argument.Rank : axis];
            if (first < 0) (first, size, along) = (i, count, axis);
            else if (count != size)
                throw new ShapeException($"vmap: argument {i} has {count} examples along axis {axis}, argument {first} has {size}{(axis == along ? "" : $" along axis {along}")}");
        }

        return first >= 0 ? size : throw new ArgumentException("vmap: no argument is mapped, so nothing says how many examples there are (an axis for one of them does)", nameof(inAxes));
    }

    /// <summary>A result with its axis of examples, which is the first, at its place.</summary>
    private static Expr Placed(Expr result, int i, int axis)
    {
        if (axis < -result.Rank || axis >= result.Rank)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"vmap: result {i}, {result.Type} with the examples first, has no axis {axis} to lay them along");
        return result.MoveAxis(0, axis);
    }
}
