using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>An immutable list of integers (axes, sizes, a permutation) that compares by its elements.</summary>
[CollectionBuilder(typeof(IntList), nameof(Create))]
public readonly struct IntList : IEquatable<IntList>, IReadOnlyList<int>
{
    private readonly int[]? _items;

    private IntList(int[] items) => _items = items;

    /// <summary>A list of the given items, copied.</summary>
    public static IntList Create(ReadOnlySpan<int> items) => new(items.ToArray());

    /// <summary>0, 1, ... count - 1.</summary>
    public static IntList Range(int count, int start = 0)
    {
        var items = new int[count];
        for (int i = 0; i < count; i++) items[i] = start + i;
        return new(items);
    }

    /// <summary>count times the same value.</summary>
    public static IntList Repeat(int value, int count)
    {
        var items = new int[count];
        Array.Fill(items, value);
        return new(items);
    }

    /// <summary>Takes the array as it is: the caller must not keep it.</summary>
    internal static IntList Wrap(int[] items) => new(items);

    /// <summary>The items.</summary>
    public ReadOnlySpan<int> Span => _items;

    /// <inheritdoc/>
    public int Count => _items?.Length ?? 0;

    /// <inheritdoc/>
    public int this[int index] => _items![index];

    /// <summary>Whether the list holds <paramref name="item"/>.</summary>
    public bool Contains(int item) => Span.Contains(item);

    /// <summary>The place of <paramref name="item"/>, or -1.</summary>
    public int IndexOf(int item) => Span.IndexOf(item);

    /// <inheritdoc/>
    public bool Equals(IntList other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IntList other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Count;
        foreach (int item in Span) hash = hash * 31 + item;
        return hash;
    }

    /// <summary>Whether both hold the same items in the same order.</summary>
    public static bool operator ==(IntList a, IntList b) => a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(IntList a, IntList b) => !a.Equals(b);

    /// <summary>Enumerates without allocation.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Span.GetEnumerator();

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => ((IEnumerable<int>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();

    /// <summary><c>[0, 2]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _items ?? [])}]";
}
