namespace Autograd.Graph;

/// <summary>Names and costs of single operations in descriptions.</summary>
internal static class OpCosts
{
    /// <summary>
    /// Operations an element: about as many as the peak of fused multiply-adds would do in the time that one element takes in cache. Round
    /// numbers, for bounds and for what is worth a thread: division and square root 8, exponentials and logarithms 40, powers and errors 100.
    /// </summary>
    public static int Of(Op op) => op switch
    {
        Op.Div or Op.Sqrt or Op.Rsqrt or Op.Rem or Op.IntDiv => 8,
        Op.Pow or Op.Atan2 or Op.Erf or Op.Erfc => 100,
        Op.Exp or Op.Expm1 or Op.Exp2 or Op.Log or Op.Log1p or Op.Log2 or Op.Log10 or Op.Sin or Op.Cos or Op.Tan or Op.Asin or Op.Acos or Op.Atan
            or Op.Sinh or Op.Cosh or Op.Tanh or Op.Sigmoid or Op.Softplus or Op.NormalCdf or Op.GeluSlope => 40,
        Op.Structural or Op.Alias => 0,
        _ => 1,
    };

    /// <summary>The name with the attributes that make a difference to an element.</summary>
    public static string NameOf(Op op) => op switch
    {
        Op.Compare compare => Lower(compare.Kind),
        Op.Extremum extremum => Lower(extremum.Kind),
        Op.Logic logic => Lower(logic.Kind),
        Op.Round round => Lower(round.Mode),
        Op.Cast cast => $"cast to {cast.To.Name()}",
        Op.IntPow power => $"power {power.Exponent}",
        Op.Reduce reduce => $"fold {Lower(reduce.Kind)}",
        Op.Identity => "copy",
        _ => op.Name,
    };

    private static string Lower<T>(T kind) where T : struct, Enum => kind.ToString().ToLowerInvariant();
}
