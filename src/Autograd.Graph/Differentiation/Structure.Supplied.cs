namespace Autograd.Graph;

/// <summary>The structures that are supplied, and those made of others.</summary>
public static class Structure
{
    /// <summary>One expression: the only leaf of itself.</summary>
    public static Structure<Expr> Leaf { get; } = new LeafStructure();

    /// <summary>Expressions in an array.</summary>
    public static Structure<Expr[]> Leaves { get; } = Array(Leaf);

    /// <summary>The structure that a type says it has.</summary>
    public static Structure<T> For<T>() where T : IStructured<T> => T.Layout;

    /// <summary>An array of equal structures, of any length.</summary>
    public static Structure<T[]> Array<T>(Structure<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new SequenceStructure<T[], T>(element, static elements => elements);
    }

    /// <summary>A list of equal structures, of any length.</summary>
    public static Structure<IReadOnlyList<T>> List<T>(Structure<T> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new SequenceStructure<IReadOnlyList<T>, T>(element, static elements => elements);
    }

    /// <summary>A dictionary of equal structures, by key: two are alike where they have the same keys, whatever their order.</summary>
    /// <typeparam name="TKey">keys with an order; strings go by ordinal</typeparam>
    /// <typeparam name="T">what the keys stand for</typeparam>
    public static Structure<IReadOnlyDictionary<TKey, T>> Dictionary<TKey, T>(Structure<T> element) where TKey : notnull, IComparable<TKey>
    {
        ArgumentNullException.ThrowIfNull(element);
        return new DictionaryStructure<TKey, T>(element);
    }

    /// <summary>Two structures.</summary>
    public static Structure<(T1, T2)> Tuple<T1, T2>(Structure<T1> first, Structure<T2> second) => new PairStructure<T1, T2>(Item(first, 1), Item(second, 2));

    /// <summary>Three structures.</summary>
    public static Structure<(T1, T2, T3)> Tuple<T1, T2, T3>(Structure<T1> first, Structure<T2> second, Structure<T3> third) =>
        From<(T1, T2, T3), ((T1, T2), T3)>(new PairStructure<(T1, T2), T3>(Tuple(first, second), Item(third, 3)), static t => ((t.Item1, t.Item2), t.Item3), static p => (p.Item1.Item1, p.Item1.Item2, p.Item2));

    /// <summary>Four structures.</summary>
    public static Structure<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Structure<T1> first, Structure<T2> second, Structure<T3> third, Structure<T4> fourth) =>
        From<(T1, T2, T3, T4), ((T1, T2, T3), T4)>(
            new PairStructure<(T1, T2, T3), T4>(Tuple(first, second, third), Item(fourth, 4)),
            static t => ((t.Item1, t.Item2, t.Item3), t.Item4),
            static p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item2));

    /// <summary>Five structures.</summary>
    public static Structure<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(Structure<T1> first, Structure<T2> second, Structure<T3> third, Structure<T4> fourth, Structure<T5> fifth) =>
        From<(T1, T2, T3, T4, T5), ((T1, T2, T3, T4), T5)>(
            new PairStructure<(T1, T2, T3, T4), T5>(Tuple(first, second, third, fourth), Item(fifth, 5)),
            static t => ((t.Item1, t.Item2, t.Item3, t.Item4), t.Item5),
            static p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item1.Item4, p.Item2));

    /// <summary>Six structures.</summary>
    public static Structure<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Structure<T1> first, Structure<T2> second, Structure<T3> third, Structure<T4> fourth, Structure<T5> fifth, Structure<T6> sixth) =>
        From<(T1, T2, T3, T4, T5, T6), ((T1, T2, T3, T4, T5), T6)>(
            new PairStructure<(T1, T2, T3, T4, T5), T6>(Tuple(first, second, third, fourth, fifth), Item(sixth, 6)),
            static t => ((t.Item1, t.Item2, t.Item3, t.Item4, t.Item5), t.Item6),
            static p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item1.Item4, p.Item1.Item5, p.Item2));

    /// <summary>Seven structures.</summary>
    public static Structure<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Structure<T1> first, Structure<T2> second, Structure<T3> third, Structure<T4> fourth, Structure<T5> fifth, Structure<T6> sixth, Structure<T7> seventh) =>
        From<(T1, T2, T3, T4, T5, T6, T7), ((T1, T2, T3, T4, T5, T6), T7)>(
            new PairStructure<(T1, T2, T3, T4, T5, T6), T7>(Tuple(first, second, third, fourth, fifth, sixth), Item(seventh, 7)),
            static t => ((t.Item1, t.Item2, t.Item3, t.Item4, t.Item5, t.Item6), t.Item7),
            static p => (p.Item1.Item1, p.Item1.Item2, p.Item1.Item3, p.Item1.Item4, p.Item1.Item5, p.Item1.Item6, p.Item2));

    /// <summary>A type that holds a fixed number of expressions, such as a record.</summary>
    /// <param name="take">its expressions</param>
    /// <param name="make">a new value of as many others</param>
    /// <param name="names">what the expressions are called in errors; their indices where there are none</param>
    public static Structure<T> Of<T>(Func<T, Expr[]> take, Func<Expr[], T> make, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(names);
        return new MappedStructure<T, Expr[]>(new SequenceStructure<Expr[], Expr>(Leaf, static leaves => leaves, [.. names]), take, make);
    }

    /// <summary>A type that holds other structures, such as a record of records: as a tuple, list or dictionary of them.</summary>
    /// <param name="parts">the structure of what it is taken apart into</param>
    /// <param name="take">its parts</param>
    /// <param name="make">a new value of other parts</param>
    public static Structure<T> From<T, TParts>(Structure<TParts> parts, Func<T, TParts> take, Func<TParts, T> make)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(take);
        ArgumentNullException.ThrowIfNull(make);
        return new MappedStructure<T, TParts>(parts, take, make);
    }

    private static Structure<T> Item<T>(Structure<T> structure, int index)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure is NamedStructure<T> ? structure : structure.Named($"Item{index}");
    }
}
