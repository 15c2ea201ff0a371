using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>An elementwise op, the element type of its inputs (for a selection, of its branches), and how many inputs it has.</summary>
internal sealed record ElementOp(Op Op, DType DType, int Arity)
{
    /// <summary>The element type of the result.</summary>
    internal DType Result => Op switch
    {
        Op.Compare => DType.Bool,
        Op.Cast cast => cast.To,
        _ => DType,
    };

    /// <summary>The element type of an input.</summary>
    internal DType Input(int i) => Op is Op.Select && i == 0 ? DType.Bool : DType;
}

/// <summary>Every elementwise op on every element type that it takes.</summary>
internal static class ElementOps
{
    internal static readonly ElementOp[] All = [.. List()];

    private static IEnumerable<ElementOp> List()
    {
        foreach (DType dtype in DTypes.All)
        {
            bool truth = dtype == DType.Bool, floating = dtype.IsFloating();
            yield return new(Op.Select.Instance, dtype, 3);
            foreach (CompareKind kind in Enum.GetValues<CompareKind>()) yield return new(new Op.Compare(kind), dtype, 2);
            foreach (DType to in DTypes.All) yield return new(new Op.Cast(to), dtype, 1);
            if (!floating) yield return new(Op.Not.Instance, dtype, 1);
            foreach (LogicKind kind in Enum.GetValues<LogicKind>())
                if (!floating && !(truth && kind is LogicKind.ShiftLeft or LogicKind.ShiftRight)) yield return new(new Op.Logic(kind), dtype, 2);
            if (truth) continue;
            foreach (Op op in (Op[])[Op.Add.Instance, Op.Sub.Instance, Op.Mul.Instance, new Op.Extremum(ExtremumKind.Max), new Op.Extremum(ExtremumKind.Min)]) yield return new(op, dtype, 2);
            foreach (Op op in (Op[])[Op.Neg.Instance, Op.Abs.Instance, Op.Sign.Instance, .. Powers(floating), .. Roundings()]) yield return new(op, dtype, 1);
            if (!floating) continue;
            foreach (RemainderKind kind in Enum.GetValues<RemainderKind>()) yield return new(new Op.Rem(kind), dtype, 2);
            foreach (Op op in (Op[])[Op.Div.Instance, Op.Pow.Instance, Op.Atan2.Instance]) yield return new(op, dtype, 2);
            foreach (Op op in (Op[])[Op.Sqrt.Instance, Op.Rsqrt.Instance, Op.Exp.Instance, Op.Tanh.Instance, Op.Erf.Instance, Op.Log1p.Instance]) yield return new(op, dtype, 1);
        }
    }

    private static IEnumerable<Op> Roundings() => Enum.GetValues<RoundMode>().Select(mode => new Op.Round(mode));

    private static IEnumerable<Op> Powers(bool floating) => new[] { 0, 1, 2, 3, 4, 7, 10, -1, -3 }.Where(exponent => floating || exponent >= 0).Select(exponent => new Op.IntPow(exponent));

    /// <summary>Elements of all magnitudes that a type has, special ones among them.</summary>
    internal static NDArray Draw(Random random, DType dtype, int count)
    {
        NDArray array = NDArray.Zeros(new Shape(count), dtype);
        for (int i = 0; i < count; i++)
        {
            Number next = dtype switch
            {
                DType.Bool => random.Next(2) == 0,
                DType.Float32 => random.Next(4) == 0 ? SpecialValues.Singles[random.Next(SpecialValues.Singles.Length)] : MathF.ScaleB(random.NextSingle() * 2 - 1, random.Next(-70, 70)),
                DType.Float64 => random.Next(4) == 0 ? SpecialValues.Doubles[random.Next(SpecialValues.Doubles.Length)] : Math.ScaleB(random.NextDouble() * 2 - 1, random.Next(-70, 70)),
                DType.Int32 => random.Next(int.MinValue, int.MaxValue) >> random.Next(32),
                _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
            };
            array.Set(i, random.Next(4) == 0 && dtype.IsInteger() ? (Number)(dtype == DType.Int32 ? int.MinValue : long.MinValue) : next);
        }

        return array;
    }
}
