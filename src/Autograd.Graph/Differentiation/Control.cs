namespace Autograd.Graph;

/// <summary>
/// Control flow in the graph, for what depends on values or repeats often: C#'s own is right for all else. A body is traced once with
/// expressions that stand for its arguments; what it captures is its input too, so derivatives reach it, and whatever does not depend on its
/// arguments is computed once, outside. Derivatives are control flow again, of any order.
/// </summary>
public static partial class Control
{
    /// <summary>One of two functions of an expression, by a truth value; the other is not computed.</summary>
    /// <inheritdoc cref="Cond{T, TResult}"/>
    public static Expr Cond(Expr condition, Func<Expr, Expr> then, Func<Expr, Expr> otherwise, Expr argument) =>
        Cond(condition, then, otherwise, argument, Structure.Leaf, Structure.Leaf);

    /// <summary>One of two functions of the same argument, by a truth value; the other is not computed, and adds nothing to a derivative.</summary>
    /// <param name="condition">a truth value of rank 0</param>
    /// <param name="then">what is computed where it holds. What a function computes of captured expressions alone is computed in any case: hand it over as the argument</param>
    /// <param name="otherwise">what is computed where it does not: of the same form and types</param>
    /// <param name="argument">what the functions are given</param>
    /// <param name="of">the argument's structure</param>
    /// <param name="result">the results' structure</param>
    /// <exception cref="StructureException">the two results have different forms</exception>
    /// <exception cref="ShapeException">the two results have different shapes, or the condition is not a single one</exception>
    /// <exception cref="DTypeException">the two results have different element types, or the condition is no truth value</exception>
    public static TResult Cond<T, TResult>(Expr condition, Func<T, TResult> then, Func<T, TResult> otherwise, T argument, Structure<T> of, Structure<TResult> result)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(otherwise);
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(result);
        Expr[] arguments = of.Flatten(argument), parameters = Standing(of, argument, arguments);
        TResult yes = then(of.Rebuild(argument, parameters)), no = otherwise(of.Rebuild(argument, parameters));
        if (result.FormDifference(yes, no, "") is { } difference) throw new StructureException($"cond: the results of the two functions differ {difference}");
        Expr[] ofThen = result.Flatten(yes), ofOtherwise = result.Flatten(no);
        CheckNotEmpty(ofThen.Length, "cond");
        for (int k = 0; k < ofThen.Length; k++)
            CheckSame("cond", ofThen[k].Type, ofOtherwise[k].Type, () => $"{Leaf("the result", result.Paths(yes)[k])} is {ofThen[k].Type} where the condition holds and {ofOtherwise[k].Type} where it does not");
        Expr node = CondNode(condition, Closure.Of(parameters, [.. ofThen, .. ofOtherwise]), ofThen.Length, arguments);
        return result.Rebuild(yes, Outputs(node));
    }

    /// <summary>Runs a body over the first axis of items, a carry being handed on from place to place.</summary>
    /// <inheritdoc cref="Scan{TCarry, TItem, TOutput}"/>
    public static (Expr Carry, Expr Outputs) Scan(Expr init, Expr items, Func<Expr, Expr, (Expr Carry, Expr Output)> body, ScanOptions? options = null) =>
        Scan(init, items, body, Structure.Leaf, Structure.Leaf, Structure.Leaf, options);

    /// <summary>Runs a body over the first axis of items: (carry, item) → (carry, output), the carry being handed on from place to place.</summary>
    /// <param name="init">the first carry</param>
    /// <param name="items">expressions whose first axes have one size, which is the number of trips</param>
    /// <param name="body">what a trip does; the carry keeps its form and types</param>
    /// <param name="carry">the carry's structure</param>
    /// <param name="item">the items' structure</param>
    /// <param name="output">the outputs' structure</param>
    /// <param name="options">direction and checkpoints; <see cref="ScanOptions.Default"/> when null</param>
    /// <returns>the last carry, and the outputs of all trips along a new first axis</returns>
    /// <exception cref="StructureException">the carry changes its form</exception>
    /// <exception cref="ShapeException">the carry changes a shape, or the first axes of items differ</exception>
    /// <exception cref="DTypeException">the carry changes an element type</exception>
    public static (TCarry Carry, TOutput Outputs) Scan<TCarry, TItem, TOutput>(
        TCarry init, TItem items, Func<TCarry, TItem, (TCarry Carry, TOutput Output)> body,
        Structure<TCarry> carry, Structure<TItem> item, Structure<TOutput> output, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(carry);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(output);
        Expr[] first = carry.Flatten(init), stacks = item.Flatten(items);
        int trips = TripsOf(item, items, stacks);
        Expr[] carries = Standing(carry, init, first), parts = Parameters("item", Array.ConvertAll(stacks, ItemType));
        (TCarry next, TOutput made) = body(carry.Rebuild(init, carries), item.Rebuild(items, parts));
        Expr[] outputs = [.. Next("scan", carry, init, next), .. output.Flatten(made)];
        Expr[] all = Run(Closure.Of([.. carries, .. parts], outputs), first, stacks, trips, options ?? ScanOptions.Default);
        return (carry.Rebuild(init, all[..first.Length]), output.Rebuild(made, all[first.Length..]));
    }

    /// <summary>The last carry of a <see cref="Scan(Expr, Expr, Func{Expr, Expr, ValueTuple{Expr, Expr}}, ScanOptions?)"/> without outputs: body(… body(body(init, item 0), item 1) …).</summary>
    /// <inheritdoc cref="Scan{TCarry, TItem, TOutput}"/>
    public static Expr Fold(Expr init, Expr items, Func<Expr, Expr, Expr> body, ScanOptions? options = null) => Fold(init, items, body, Structure.Leaf, Structure.Leaf, options);

    /// <summary>The last carry of a scan without outputs: body(… body(body(init, item 0), item 1) …).</summary>
    /// <inheritdoc cref="Scan{TCarry, TItem, TOutput}"/>
    public static TCarry Fold<TCarry, TItem>(TCarry init, TItem items, Func<TCarry, TItem, TCarry> body, Structure<TCarry> carry, Structure<TItem> item, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Scan(init, items, (before, part) => (body(before, part), Array.Empty<Expr>()), carry, item, Structure.Leaves, options).Carry;
    }

    /// <summary>A value after a body ran on it so many times.</summary>
    /// <inheritdoc cref="Repeat{T}"/>
    public static Expr Repeat(int trips, Expr init, Func<Expr, Expr, Expr> body, ScanOptions? options = null) => Repeat(trips, init, body, Structure.Leaf, options);

    /// <summary>A value after a body ran on it so many times: a loop that counts.</summary>
    /// <param name="trips">how often</param>
    /// <param name="init">the first value</param>
    /// <param name="body">the next value, from the value and the number of the trip (an int64 scalar, from 0)</param>
    /// <param name="of">the value's structure</param>
    /// <param name="options">direction and checkpoints; <see cref="ScanOptions.Default"/> when null</param>
    /// <exception cref="ArgumentOutOfRangeException">trips is negative</exception>
    /// <exception cref="StructureException">the value changes its form</exception>
    /// <exception cref="ShapeException">the value changes a shape</exception>
    /// <exception cref="DTypeException">the value changes an element type</exception>
    public static T Repeat<T>(int trips, T init, Func<T, Expr, T> body, Structure<T> of, ScanOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trips);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(of);
        Expr[] first = of.Flatten(init), carries = Standing(of, init, first);
        Expr trip = Expr.Parameter("trip", DType.Int64, Shape.Scalar);
        Expr[] next = Next("repeat", of, init, body(of.Rebuild(init, carries), trip));
        CheckNotEmpty(next.Length, "repeat");
        var closure = Closure.Of([.. carries, trip], next);
        // Numbers that nobody asks for are not made.
        if (!closure.BodyOf(..).ParametersOf(All(next.Length))[first.Length]) return of.Rebuild(init, Run(Closure.Of(carries, next), first, [], trips, options ?? ScanOptions.Default));
        return of.Rebuild(init, Run(closure, first, [Expr.Iota(new Shape(trips), 0)], trips, options ?? ScanOptions.Default));
    }

    /// <summary>A value after a body ran on it as long as a condition held.</summary>
    /// <inheritdoc cref="While{T}"/>
    public static Expr While(Expr init, Func<Expr, Expr> condition, Func<Expr, Expr> body, int? maxTrips = null) => While(init, condition, body, Structure.Leaf, maxTrips);

    /// <summary>
    /// A value after a body ran on it as long as a condition held. In forward mode it is differentiable as it is; reverse mode takes a bound, and
    /// time and memory for as many trips.
    /// </summary>
    /// <param name="init">the first value</param>
    /// <param name="condition">whether there is a further trip: a truth value of rank 0</param>
    /// <param name="body">the next value</param>
    /// <param name="of">the value's structure</param>
    /// <param name="maxTrips">it ends after so many trips though the condition holds; null for no bound</param>
    /// <exception cref="ArgumentOutOfRangeException">the bound is negative</exception>
    /// <exception cref="StructureException">the value changes its form</exception>
    /// <exception cref="ShapeException">the value changes a shape, or the condition is not a single one</exception>
    /// <exception cref="DTypeException">the value changes an element type, or the condition is no truth value</exception>
    public static T While<T>(T init, Func<T, Expr> condition, Func<T, T> body, Structure<T> of, int? maxTrips = null)
    {
        if (maxTrips is { } most) ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxTrips));
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(of);
        Expr[] first = of.Flatten(init), carries = Standing(of, init, first);
        T standing = of.Rebuild(init, carries);
        Expr goesOn = condition(standing) ?? throw new InvalidOperationException("while: the condition gave null, not a truth value");
        Expr[] next = Next("while", of, init, body(standing));
        CheckNotEmpty(next.Length, "while");
        return of.Rebuild(init, Outputs(WhileNode(Closure.Of(carries, [goesOn, .. next]), first, maxTrips)));
    }

    private static Expr[] Run(Closure closure, Expr[] init, Expr[] items, int trips, ScanOptions options)
    {
        CheckNotEmpty(closure.Outputs.Length, "scan");
        return options.CheckpointEvery is null || trips < 2
            ? Outputs(ScanNode(closure, init, items, trips, options.Reversed, recomputes: false))
            : CheckpointedScan(closure, init, items, trips, options);
    }

    /// <summary>Parameters that stand for the leaves of a value while a function of it is traced.</summary>
    private static Expr[] Standing<T>(Structure<T> of, T value, Expr[] leaves)
    {
        string[] paths = of.Paths(value);
        return [.. leaves.Select((leaf, i) => Expr.Parameter(paths[i].Length == 0 ? "value" : paths[i], leaf.DType, leaf.Shape))];
    }

    /// <summary>The leaves of the next value, which must be as the one before.</summary>
    private static Expr[] Next<T>(string name, Structure<T> of, T before, T next)
    {
        if (of.FormDifference(before, next, "") is { } difference) throw new StructureException($"{name}: before and behind the body the value differs {difference}");
        Expr[] was = of.Flatten(before), leaves = of.Flatten(next);
        for (int i = 0; i < leaves.Length; i++)
            CheckSame(name, was[i].Type, leaves[i].Type, () => $"{Leaf("the value", of.Paths(before)[i])} is {was[i].Type} before the body and {leaves[i].Type} behind it; it must stay the same");
        return leaves;
    }

    private static string Leaf(string whole, string path) => path.Length == 0 ? whole : $"{whole} at '{path}'";

    private static void CheckSame(string name, ExprType first, ExprType second, Func<string> message)
    {
        if (first.DType != second.DType) throw new DTypeException($"{name}: {message()} (Cast converts)");
        if (!first.Shape.Equals(second.Shape)) throw new ShapeException($"{name}: {message()}");
    }

    private static void CheckNotEmpty(int outputs, string name)
    {
        if (outputs == 0) throw new ArgumentException($"{name}: the body gives nothing, so there is nothing to compute");
    }

    private static int TripsOf<T>(Structure<T> item, T items, Expr[] stacks)
    {
        if (stacks.Length == 0) throw new ArgumentException("scan: there are no items, whose first axis counts the trips (Repeat runs a body so many times)");
        for (int i = 0; i < stacks.Length; i++)
        {
            if (stacks[i].Rank == 0) throw new ShapeException($"scan: {Leaf("the items", item.Paths(items)[i])} are {stacks[i].Type}; their first axis must be that of the trips");
            if (stacks[i].Shape[0] != stacks[0].Shape[0])
                throw new ShapeException($"scan: {Leaf("the items", item.Paths(items)[i])} are {stacks[i].Type}, others {stacks[0].Type}; first axes must have one size, the number of trips");
        }

        return stacks[0].Shape[0];
    }
}
