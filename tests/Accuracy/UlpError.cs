namespace Autograd.Accuracy;

/// <summary>Distances in units in the last place of the exact result.</summary>
internal static class UlpError
{
    private const double SingleLimit = 340282366920938463463374607431768211456.0;

    /// <summary>
    /// |y - exact| in float units in the last place. Infinity counts as 2^128; a NaN where none belongs, a missing one and a zero of
    /// the wrong sign are infinitely wrong.
    /// </summary>
    internal static double OfSingle(float y, double exact)
    {
        if (float.IsNaN(y) || double.IsNaN(exact))
        {
            return float.IsNaN(y) && double.IsNaN(exact) ? 0 : double.PositiveInfinity;
        }

        if (y == 0 && exact == 0)
        {
            return float.IsNegative(y) == double.IsNegative(exact) ? 0 : double.PositiveInfinity;
        }

        double value = float.IsInfinity(y) ? Math.CopySign(SingleLimit, y) : y;
        exact = Math.Clamp(exact, -SingleLimit, SingleLimit);
        long exponent = (long)((BitConverter.DoubleToUInt64Bits(exact) >> 52) & 0x7FF);
        long unit = Math.Min(Math.Max(exponent - 23, 1023 - 149), 1023 + 104);
        return Math.Abs(value - exact) / BitConverter.Int64BitsToDouble(unit << 52);
    }
}
