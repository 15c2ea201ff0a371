namespace Autograd.Graph;

/// <summary>
/// Masks of cotangents: conditions joined by and, the latest last. What they know of each other is found by looking at few nodes,
/// so that a walk stays linear; what is not found costs a node or two, never a wrong result.
/// </summary>
internal static class Masks
{
    /// <summary>How many conditions of a mask are looked at: enough for nested selections.</summary>
    private const int ConditionsLookedAt = 8;

    /// <summary>Where both hold; a condition that the mask has already is not repeated.</summary>
    public static Expr And(Expr mask, Expr condition) => Implies(mask, condition) ? mask : Expr.Apply(Op.Logic.And, mask, condition);

    /// <summary>Whether a mask is false wherever the other is, as far as one looks: the other is the mask, one of its conditions, or either of something that it implies.</summary>
    public static bool Implies(Expr mask, Expr other)
    {
        for (int k = 0; k < ConditionsLookedAt; k++)
        {
            if (HasCondition(mask, other)) return true;
            if (other.Op is not Op.Logic { Kind: LogicKind.Or }) return false;
            if (HasCondition(mask, other.Input(1))) return true;
            other = other.Input(0);
        }

        return false;
    }

    private static bool HasCondition(Expr mask, Expr condition)
    {
        for (int k = 0; k < ConditionsLookedAt; k++)
        {
            if (Same(mask, condition)) return true;
            if (!IsAnd(mask)) return false;
            if (Same(mask.Input(1), condition)) return true;
            mask = mask.Input(0);
        }

        return false;
    }

    /// <summary>Whether two masks are the two sides of one condition, alike in all others.</summary>
    public static bool Sides(Expr a, Expr b, out Expr condition, out Expr? rest)
    {
        (condition, rest) = (a, null);
        if (Opposite(a, b)) return true;
        if (!IsAnd(a) || !IsAnd(b) || !Same(a.Input(0), b.Input(0))) return false;
        (condition, rest) = (a.Input(1), a.Input(0));
        return Opposite(condition, b.Input(1));
    }

    private static bool IsAnd(Expr mask) => mask.Op is Op.Logic { Kind: LogicKind.And };

    private static bool Opposite(Expr a, Expr b) => (a.Op is Op.Not && Same(a.Input(0), b)) || (b.Op is Op.Not && Same(b.Input(0), a));

    /// <summary>Whether two conditions are one node or, as a condition is often written twice, one op on the same inputs.</summary>
    private static bool Same(Expr a, Expr b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.IsSource || a.InputCount != b.InputCount || !a.Op.Equals(b.Op)) return false;
        for (int i = 0; i < a.InputCount; i++)
            if (!SameInput(a.Input(i), b.Input(i))) return false;
        return true;
    }

    private static bool SameInput(Expr a, Expr b) => ReferenceEquals(a, b)
        || (a.Op is Op.Literal && b.Op is Op.Literal && a.LiteralValue == b.LiteralValue && a.Shape.Equals(b.Shape))
        || (a.Op is Op.Compare && a.Op.Equals(b.Op) && ReferenceEquals(a.Input(0), b.Input(0)) && ReferenceEquals(a.Input(1), b.Input(1)));
}
