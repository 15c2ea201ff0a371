using Autograd.Graph;

namespace Autograd.Properties.ControlFlow;

/// <summary>A body drawn by chance: several carries and items of different shapes and types, captured variables and numbers, and what to run it on.</summary>
internal sealed record RandomBody(Expr[] Init, Expr[] Items, int Trips, bool Reversed, Expr[] Variables, Func<Expr[], Expr[], (Expr[], Expr[])> Run)
{
    public static RandomBody Draw(Sampler s)
    {
        int trips = s.Int(0, 5), n = s.Int(1, 3), m = s.Int(1, 3);
        Expr[] init = [Variable(n), Variable(), Variable(n, m)];
        Expr[] items = [Variable(trips, n), Variable(trips), Expr.Iota(new Shape(trips), 0)];
        Expr[] captured = [Variable(n, n), Variable(m), Variable()];
        int[] choices = [.. Enumerable.Range(0, 12).Select(_ => s.Int(0, 3))];
        double[] numbers = [.. Enumerable.Range(0, 4).Select(_ => s.Real(-1, 1))];
        bool counts = s.Bool();
        Expr[] first = counts ? [.. init, Expr.Literal(0L)] : init;
        return new(first, items, trips, s.Bool(), [.. init, items[0], items[1], .. captured], Run);

        Expr Variable(params int[] sizes) => Expr.Variable(s.Uniform(new Shape(sizes)));

        (Expr[], Expr[]) Run(Expr[] carry, Expr[] item)
        {
            Expr a = carry[0], b = carry[1], c = carry[2], x = item[0], y = item[1], i = item[2].Cast(DType.Float64);
            Expr nextA = choices[0] switch
            {
                0 => Expr.Tanh(Expr.Dot(captured[0], a, [1], [0]) + x),
                1 => a * numbers[0] + Expr.Sin(x * y),
                2 => Expr.Where(a > x, a * captured[2], Expr.Cos(x)),
                _ => a,
            };
            Expr nextB = choices[1] switch
            {
                0 => b * 0.5 + Check.Total(a) * numbers[1],
                1 => Expr.Sigmoid(y) * b + i * 0.01,
                2 => captured[2] * y,
                _ => Expr.Where(b > 0.0, b, y),
            };
            Expr nextC = choices[2] switch
            {
                0 => c * captured[1] * 0.7,
                1 => Expr.Sin(c + nextB),
                2 => Expr.StopGradient(c) * b,
                _ => Expr.WithRule("square", c * c, [c, captured[1]], (v, of, g) => [g * 2 * of[0], Check.Total(g) * b * captured[1] * 0]) * 0.5,
            };
            Expr[] outputs = choices[3] switch
            {
                0 => [],
                1 => [nextA, a],
                2 => [Expr.Exp(nextC), y * captured[2], nextB],
                _ => [Check.Total(c) + b, nextA, nextA],
            };
            Expr[] next = choices[4] == 0 && a.Shape.Equals(x.Shape) ? [x, nextB, nextC] : [nextA, nextB, nextC];
            return (counts ? [.. next, carry[3] + 1] : next, outputs);
        }
    }
}
