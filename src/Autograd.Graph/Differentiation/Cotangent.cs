namespace Autograd.Graph;

/// <summary>
/// A cotangent on its way through a walk: where <paramref name="Mask"/> is false it is zero, whatever <paramref name="Value"/> holds there.
/// The zero of a branch not taken travels so as structure and never meets an infinite derivative (0 * inf would be NaN).
/// </summary>
/// <param name="Value">of the type of what it is the cotangent of</param>
/// <param name="Mask">truth values of the same shape; null where nothing is masked</param>
internal readonly record struct Cotangent(Expr Value, Expr? Mask = null)
{
    /// <summary>How many conditions of a mask are looked at for a repeat: enough for nested selections, and no cost in a long chain of them.</summary>
    private const int ConditionsLookedAt = 16;

    public static Cotangent operator -(Cotangent g) => g with { Value = -g.Value };

    public static Cotangent operator *(Cotangent g, Expr factor) => g with { Value = Times(g.Value, factor) };

    public static Cotangent operator *(Cotangent g, double factor) => g with { Value = Expr.Apply(Op.Mul.Instance, g.Value, NumberLike(g.Value, factor)) };

    public static Cotangent operator /(Cotangent g, Expr divisor) => g with { Value = Expr.Apply(Op.Div.Instance, g.Value, divisor) };

    /// <summary>The sum. Equal masks stay; the two sides of one condition meet in one selection; any others are settled first.</summary>
    public static Cotangent operator +(Cotangent a, Cotangent b)
    {
        if (SameMask(a.Mask, b.Mask)) return a with { Value = Expr.Apply(Op.Add.Instance, a.Value, b.Value) };
        if (a.Mask is { } m && b.Mask is { } n)
        {
            if (Opposite(m, n)) return Merge(m, a.Value, b.Value, null);
            if (IsAnd(m) && IsAnd(n) && ReferenceEquals(m.Input(0), n.Input(0)) && Opposite(m.Input(1), n.Input(1)))
                return Merge(m.Input(1), a.Value, b.Value, m.Input(0));
        }

        return new(Expr.Apply(Op.Add.Instance, a.Settle(), b.Settle()));
    }

    /// <summary>This where the condition holds, structurally zero elsewhere.</summary>
    public Cotangent Where(Expr condition) => this with { Mask = And(Mask, condition) };

    /// <summary>This where the condition does not hold, structurally zero elsewhere.</summary>
    public Cotangent Unless(Expr condition) => Where(condition.Op is Op.Not ? condition.Input(0) : Expr.Apply(Op.Not.Instance, condition));

    /// <summary>Value and mask moved alike.</summary>
    public Cotangent Move<T>(Func<Expr, T, Expr> move, T how) => new(move(Value, how), Mask is null ? null : move(Mask, how));

    /// <summary>The value with the mask's zeros written into it.</summary>
    public Expr Settle() => Mask is null ? Value : Select(Mask, Value, NumberLike(Value, 0));

    /// <summary>Selection by a condition of the values' shape; a complement is not computed but chooses the other way round.</summary>
    public static Expr Select(Expr condition, Expr a, Expr b) => condition.Op is Op.Not
        ? Expr.Apply(Op.Select.Instance, [condition.Input(0), b, a])
        : Expr.Apply(Op.Select.Instance, [condition, a, b]);

    /// <summary>A number of x's type and shape. It is no plain number, so nothing is promoted beside it.</summary>
    public static Expr NumberLike(Expr x, double number) => Expr.Literal(number, x.DType, x.Shape);

    /// <summary>g * factor; a cotangent of one, where most walks begin, leaves the factor as it is.</summary>
    private static Expr Times(Expr g, Expr factor) =>
        g.Op is Op.Literal && factor.Op is not Op.Literal && g.IsLiteral(1) ? factor : Expr.Apply(Op.Mul.Instance, g, factor);

    private static Cotangent Merge(Expr condition, Expr a, Expr b, Expr? rest) => new(Select(condition, a, b), rest);

    private static Expr And(Expr? mask, Expr condition)
    {
        if (mask is null) return condition;
        Expr conditions = mask;
        for (int k = 0; k < ConditionsLookedAt && IsAnd(conditions); k++)
        {
            if (Same(conditions.Input(1), condition)) return mask;
            conditions = conditions.Input(0);
        }

        return Same(conditions, condition) ? mask : Expr.Apply(Op.Logic.And, mask, condition);
    }

    private static bool IsAnd(Expr mask) => mask.Op is Op.Logic { Kind: LogicKind.And };

    private static bool Same(Expr a, Expr b) => ReferenceEquals(a, b) || (a.Op is Op.Not && b.Op is Op.Not && ReferenceEquals(a.Input(0), b.Input(0)));

    private static bool Opposite(Expr a, Expr b) => (a.Op is Op.Not && ReferenceEquals(a.Input(0), b)) || (b.Op is Op.Not && ReferenceEquals(b.Input(0), a));

    private static bool SameMask(Expr? a, Expr? b)
    {
        if (a is null || b is null) return a is null && b is null;
        return Same(a, b) || (IsAnd(a) && IsAnd(b) && Same(a.Input(0), b.Input(0)) && Same(a.Input(1), b.Input(1)));
    }
}
