namespace Autograd.Accuracy;

/// <summary>Arguments at which functions change their behaviour.</summary>
internal static class SpecialValues
{
    internal static double[] Doubles { get; } = WithNeighbours(
        [
            0, double.Epsilon, 2.2250738585072014e-308, 1e-300, 1e-20, 7.450580596923828e-09, 0.25, 0.34657359027997264, 0.5, 0.55,
            0.41421356237309503, 0.7071067811865476, Math.PI / 4, 1, 1.0397207708399179, 1.4142135623730951, 1.5, Math.PI / 2, 2, 2.5, 3, Math.PI,
            4, 5, 5.92, 8.5, 9, 10, 10.055, 20, 22, 26.55, 27.23, 36.05, 40, 88.7228, 89, 100, 103.98, 104, 127, 128, 149, 150, 160, 708.3964,
            709.782712893384, 710.4758600739439, 711, 745.1332191019412, 746, 1022, 1023, 1024, 1074, 1075, 1e5, 16777215, 16777216,
            823549.6, 1073741824, 1099511627776, 4503599627370495.5, 4503599627370496, 9007199254740991, 9007199254740992, 6381956970095103.0 * 2.9e18,
            1e22, 1e38, 1e150, 1e300, double.MaxValue, double.PositiveInfinity,
        ],
        Math.BitIncrement,
        Math.BitDecrement);

    internal static float[] Singles { get; } = WithNeighbours(
        [.. Doubles.Where((_, i) => i % 6 == 0).Select(x => (float)x).Distinct(), float.Epsilon, 1.17549435e-38f, float.MaxValue, 0.0002f, 3.99f, 10.06f, 87, 125, 10000, 1e30f],
        MathF.BitIncrement,
        MathF.BitDecrement);

    /// <summary>Each value with the numbers next to it, of both signs, and NaN.</summary>
    private static T[] WithNeighbours<T>(IEnumerable<T> values, Func<T, T> up, Func<T, T> down)
        where T : System.Numerics.IFloatingPointIeee754<T> =>
        [.. values.SelectMany(x => new[] { x, -x, up(x), -up(x), down(x), -down(x) }), T.NaN];
}
