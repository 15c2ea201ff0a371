namespace Autograd.Graph;

/// <summary>Several floating expressions as one vector, of the widest of their types: what a rule that gives a single value has for several. One alone stays as it is.</summary>
internal sealed class Packing
{
    private readonly ExprType[] _types;
    private readonly int[] _starts;
    private readonly DType _dtype;
    private readonly int _length;

    public Packing(IReadOnlyList<Expr> parts)
    {
        _types = [.. parts.Select(part => part.Type)];
        _starts = new int[_types.Length];
        _dtype = _types[0].DType;
        for (int i = 0; i < _types.Length; i++)
        {
            _starts[i] = _length;
            _length += _types[i].Shape.Count;
            _dtype = Promotion.Of([Expr.Literal(0, _dtype, Shape.Scalar), Expr.Literal(0, _types[i].DType, Shape.Scalar)]);
        }
    }

    /// <summary>The parts one after the other; null stands for zeros.</summary>
    public Expr Pack(IReadOnlyList<Expr?> parts)
    {
        if (_types.Length == 1) return parts[0] ?? Expr.Literal(0, _types[0].DType, _types[0].Shape);
        return Expr.Concat([.. _types.Select((type, i) => parts[i]?.Cast(_dtype).Reshape(type.Shape.Count) ?? Expr.Literal(0, _dtype, new Shape(type.Shape.Count)))]);
    }

    /// <summary>The parts of a vector.</summary>
    public Expr[] Unpack(Expr packed)
    {
        if (_types.Length == 1) return [packed];
        return [.. _types.Select((type, i) => packed.Slice(0, _starts[i], _starts[i] + type.Shape.Count).Reshape(type.Shape).Cast(type.DType))];
    }

    /// <summary>A vector that is one part at its place and zero elsewhere.</summary>
    public Expr Place(int part, Expr x)
    {
        int count = _types[part].Shape.Count;
        return x.Cast(_dtype).Reshape(count).Pad(Expr.Literal(0, _dtype), [_starts[part]], [_length - _starts[part] - count]);
    }

    /// <summary>
    /// Values that are differentiated by a rule for all of them together: each evaluates to itself, and its cotangent goes by way of a vector of
    /// all, which is never computed, to the rule and on to the arguments. Values that are not floating stay as they are.
    /// </summary>
    /// <param name="name">the rule's name</param>
    /// <param name="values">what a function gave</param>
    /// <param name="arguments">from the values as a vector: what they are differentiated by, and the rule, whose value and cotangent are such vectors</param>
    public static Expr[] Attach(string name, IReadOnlyList<Expr> values, Func<Packing, Expr, (IReadOnlyList<Expr> Arguments, DerivativeRule Rule)> arguments)
    {
        Expr[] floating = [.. values.Where(value => value.IsFloating)];
        if (floating.Length == 0) return [.. values];
        var packing = new Packing(floating);
        Expr value = packing.Pack(floating);
        (IReadOnlyList<Expr> of, DerivativeRule rule) = arguments(packing, value);
        Expr packed = Expr.WithRule(name, value, of, rule);
        var attached = new Expr[values.Count];
        for (int i = 0, next = 0; i < attached.Length; i++)
        {
            attached[i] = values[i];
            if (!values[i].IsFloating) continue;
            int part = next++;
            attached[i] = floating.Length == 1 ? packed : Expr.WithRule(name, values[i], [packed], (_, _, g) => [packing.Place(part, g)]);
        }

        return attached;
    }
}
