using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Autograd.Graph;

/// <summary>
/// An immutable map from nodes to the gradients of one output, for what was asked for. Of a node that was asked for, the gradient is present or
/// absent (the output does not depend on it, which is more than being zero); to look up one that was not asked for is an error.
/// A vector space: maps add and scale, so the gradients of micro-batches fold. Enumeration gives what is present, in the order it was asked for.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class GradientMap : IReadOnlyCollection<KeyValuePair<Expr, Expr>>
{
    // Up to here looking at each is faster than an index.
    private const int LargestWithoutIndex = 8;

    private readonly Expr[] _wrt;
    private readonly Expr?[] _gradients;
    private Dictionary<Expr, int>? _index;

    internal GradientMap(Expr[] wrt, Expr?[] gradients) => (_wrt, _gradients) = (wrt, gradients);

    /// <summary>The map that nothing was asked of: what sums begin with.</summary>
    public static GradientMap Zero { get; } = new([], []);

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<Expr> Wrt => _wrt.AsReadOnly();

    /// <summary>How many gradients are present.</summary>
    public int Count => _gradients.Length - _gradients.AsSpan().Count((Expr?)null);

    /// <summary>The gradient with respect to a node.</summary>
    /// <exception cref="GradientException">the node was not asked for, or the output does not depend on it</exception>
    public Expr this[Expr node] => _gradients[Place(node)] ?? throw new GradientException(
        $"gradient: the output does not depend on {node} by operations that have derivatives; GetOrZero gives zeros for it, TryGetValue tells");

    /// <summary>The gradient with respect to a node, where the output depends on it.</summary>
    /// <returns>whether it does</returns>
    /// <exception cref="GradientException">the node was not asked for</exception>
    public bool TryGetValue(Expr node, [NotNullWhen(true)] out Expr? gradient) => (gradient = _gradients[Place(node)]) is not null;

    /// <summary>The gradient with respect to a node, zeros where the output does not depend on it.</summary>
    /// <exception cref="GradientException">the node was not asked for</exception>
    public Expr GetOrZero(Expr node) => _gradients[Place(node)] ?? Expr.ZerosLike(node);

    /// <summary>The sum: what either was asked for; absent and absent is absent, absent and a gradient is the gradient.</summary>
    public static GradientMap operator +(GradientMap a, GradientMap b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a._wrt.Length == 0) return b;
        if (b._wrt.Length == 0) return a;
        var wrt = new List<Expr>(a._wrt);
        var gradients = new List<Expr?>(a._gradients);
        for (int i = 0; i < b._wrt.Length; i++)
        {
            int place = a.Find(b._wrt[i]);
            if (place < 0)
            {
                wrt.Add(b._wrt[i]);
                gradients.Add(b._gradients[i]);
            }
            else if (b._gradients[i] is { } gradient)
            {
                gradients[place] = gradients[place] is { } other ? other + gradient : gradient;
            }
        }

        // Maps of one set of parameters share its array.
        return new(wrt.Count == a._wrt.Length ? a._wrt : [.. wrt], [.. gradients]);
    }

    /// <summary>The difference: what either was asked for.</summary>
    public static GradientMap operator -(GradientMap a, GradientMap b) => a + -b;

    /// <summary>The map of negated gradients.</summary>
    public static GradientMap operator -(GradientMap map) => NotNull(map).Map(static g => -g);

    /// <summary>Each gradient times a number.</summary>
    public static GradientMap operator *(GradientMap map, double factor) => NotNull(map).Map(g => g * factor);

    /// <summary>Each gradient times a number.</summary>
    public static GradientMap operator *(double factor, GradientMap map) => map * factor;

    /// <summary>Each gradient times a scalar expression.</summary>
    /// <exception cref="ShapeException">the factor has not exactly one element</exception>
    public static GradientMap operator *(GradientMap map, Expr factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        if (factor.Shape.Count != 1) throw new ShapeException($"gradient map: the factor has shape {factor.Shape}; a map scales by one element (Map applies any function)");
        Expr scalar = factor.Reshape(Shape.Scalar);
        return NotNull(map).Map(g => g * scalar.Cast(g.DType));
    }

    /// <summary>Each gradient times a scalar expression.</summary>
    /// <exception cref="ShapeException">the factor has not exactly one element</exception>
    public static GradientMap operator *(Expr factor, GradientMap map) => map * factor;

    /// <summary>Each gradient divided by a number.</summary>
    public static GradientMap operator /(GradientMap map, double divisor) => NotNull(map).Map(g => g / divisor);

    /// <summary>A map with a function of each gradient that is present; what is absent stays so.</summary>
    public GradientMap Map(Func<Expr, Expr> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var mapped = new Expr?[_gradients.Length];
        for (int i = 0; i < mapped.Length; i++)
            if (_gradients[i] is { } gradient) mapped[i] = function(gradient) ?? throw new InvalidOperationException($"gradient map: the function gave null for {_wrt[i]}");
        return new(_wrt, mapped);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Expr, Expr>> GetEnumerator()
    {
        for (int i = 0; i < _wrt.Length; i++)
            if (_gradients[i] is { } gradient) yield return new(_wrt[i], gradient);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What was asked for and the types of what is present; nothing is computed for it.</summary>
    public override string ToString()
    {
        const int shown = 8;
        var entries = new string[Math.Min(_wrt.Length, shown)];
        for (int i = 0; i < entries.Length; i++) entries[i] = $"{_wrt[i].Name ?? _wrt[i].Op.Name} {_wrt[i].Type}{(_gradients[i] is null ? " (absent)" : "")}";
        return $"{Count} of {_wrt.Length} gradients {{ {string.Join(", ", entries)}{(_wrt.Length > shown ? ", ..." : "")} }}";
    }

    private static GradientMap NotNull(GradientMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map;
    }

    private int Place(Expr node)
    {
        ArgumentNullException.ThrowIfNull(node);
        int place = Find(node);
        return place >= 0 ? place : throw new GradientException($"gradient: {node} was not asked for; name it in wrt: Gradient.Of(output, wrt)");
    }

    private int Find(Expr node)
    {
        if (_wrt.Length <= LargestWithoutIndex) return Array.IndexOf(_wrt, node);
        // Two threads may both make the index: the same one, published whole.
        Dictionary<Expr, int>? index = Volatile.Read(ref _index);
        if (index is null)
        {
            index = new(_wrt.Length, ReferenceEqualityComparer.Instance);
            for (int i = 0; i < _wrt.Length; i++) index.Add(_wrt[i], i);
            Volatile.Write(ref _index, index);
        }

        return index.TryGetValue(node, out int place) ? place : -1;
    }
}
