namespace Autograd.Graph;

/// <summary>
/// A cotangent on its way through a walk: where <paramref name="Mask"/> is false it is zero, whatever <paramref name="Value"/> holds there.
/// The zero of a branch not taken travels so as structure and never meets an infinite derivative (0 * inf would be NaN).
/// </summary>
/// <param name="Value">of the type of what it is the cotangent of</param>
/// <param name="Mask">truth values of the same shape; null where nothing is masked</param>
/// <param name="Settled">whether the mask's zeros are written into the value already</param>
/// <param name="Conditions">how many conditions the mask joins</param>
internal readonly record struct Cotangent(Expr Value, Expr? Mask = null, bool Settled = false, int Conditions = 0)
{
    /// <summary>
    /// Where masks of more conditions than this meet, their zeros become ordinary ones. A formula's selections are fewer, at three orders of
    /// derivative too; a mask that grew without end over a chain of layers would be settled at every sum and cost more than the derivative.
    /// </summary>
    private const int MostConditions = 2048;

    /// <summary>No cotangent: nothing depends on what it would be of.</summary>
    public static Cotangent None => default;

    /// <summary>Whether there is one.</summary>
    public bool Exists => Value is not null;

    /// <summary>The cotangent that a rule wrote out: the zeros of its outermost selection are structural too.</summary>
    public static Cotangent OfRule(Expr value)
    {
        if (value.Op is not Op.Select) return new(value);
        if (value.Input(2).IsLiteral(0)) return new(value, value.Input(0), Settled: true, Conditions: 1);
        return value.Input(1).IsLiteral(0) ? new Cotangent(value).Unless(value.Input(0)) with { Settled = true } : new(value);
    }

    public static Cotangent operator -(Cotangent g) => g with { Value = -g.Value };

    public static Cotangent operator *(Cotangent g, Expr factor) => g with { Value = Times(g.Value, factor), Settled = false };

    public static Cotangent operator *(Cotangent g, double factor) => g * NumberLike(g.Value, factor);

    public static Cotangent operator /(Cotangent g, Expr divisor) => g with { Value = Expr.Apply(Op.Div.Instance, g.Value, divisor), Settled = false };

    /// <summary>
    /// The sum. A mask that the other implies stays, the two sides of one condition meet in one selection; any others are settled
    /// and stay masked where both were.
    /// </summary>
    public static Cotangent operator +(Cotangent a, Cotangent b)
    {
        if (a.Mask is not { } m || b.Mask is not { } n) return new(Sum(a.Settle(), b.Settle()));
        bool within = Masks.Implies(n, m), contains = Masks.Implies(m, n);
        if (within && contains) return a with { Value = Sum(a.Value, b.Value), Settled = a.Settled && b.Settled };
        if (Masks.Sides(m, n, out Expr condition, out Expr? rest)) return new(Select(condition, a.Value, b.Value), rest, Conditions: a.Conditions - 1);
        if (within) return a with { Value = Sum(a.Value, b.Settle()) };
        if (contains) return b with { Value = Sum(a.Settle(), b.Value) };
        int conditions = a.Conditions + b.Conditions;
        Expr sum = Sum(a.Settle(), b.Settle());
        return conditions > MostConditions ? new(sum) : new(sum, Expr.Apply(Op.Logic.Or, m, n), Settled: true, conditions);
    }

    /// <summary>This where the condition holds, structurally zero elsewhere.</summary>
    public Cotangent Where(Expr condition)
    {
        Expr mask = Mask is null ? condition : Masks.And(Mask, condition);
        return ReferenceEquals(mask, Mask) ? this : new(Value, mask, Conditions: Conditions + 1);
    }

    /// <summary>This where the condition does not hold, structurally zero elsewhere.</summary>
    public Cotangent Unless(Expr condition) => Where(condition.Op is Op.Not ? condition.Input(0) : Expr.Apply(Op.Not.Instance, condition));

    /// <summary>Value and mask moved alike.</summary>
    public Cotangent Move<T>(Func<Expr, T, Expr> move, T how) => this with { Value = move(Value, how), Mask = Mask is null ? null : move(Mask, how) };

    /// <summary>The value with the mask's zeros written into it.</summary>
    public Expr Settle() => Mask is null || Settled ? Value : Select(Mask, Value, NumberLike(Value, 0));

    /// <summary>Selection by a condition of the values' shape; a complement is not computed but chooses the other way round.</summary>
    public static Expr Select(Expr condition, Expr a, Expr b) => condition.Op is Op.Not
        ? Expr.Apply(Op.Select.Instance, [condition.Input(0), b, a])
        : Expr.Apply(Op.Select.Instance, [condition, a, b]);

    /// <summary>A number of x's type and shape. It is no plain number, so nothing is promoted beside it.</summary>
    public static Expr NumberLike(Expr x, double number) => Expr.SharedLiteral(number, x.DType, x.Shape);

    /// <summary>g * factor; a cotangent of one, where most walks begin, leaves the factor as it is.</summary>
    private static Expr Times(Expr g, Expr factor) =>
        g.Op is Op.Literal && factor.Op is not Op.Literal && g.IsLiteral(1) ? factor : Expr.Apply(Op.Mul.Instance, g, factor);

    private static Expr Sum(Expr a, Expr b) => Expr.Apply(Op.Add.Instance, a, b);
}
