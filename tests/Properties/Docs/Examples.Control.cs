using Autograd.Graph;
using Autograd.Properties;

namespace Autograd.Docs;

public sealed partial class Examples
{
    [Fact]
    public void A_pendulum_is_differentiated_through_its_steps()
    {
        #region pendulum
        Expr length = Expr.Variable(NDArray.Scalar(1.3)), start = Expr.Variable(NDArray.Scalar(0.5));
        var state = Structure.Tuple(Structure.Leaf.Named("angle"), Structure.Leaf.Named("speed"));
        const double dt = 0.01;

        (Expr Angle, Expr Speed) Step((Expr Angle, Expr Speed) at)
        {
            Expr speed = at.Speed - dt * (9.81 / length) * Expr.Sin(at.Angle);   // length is captured: gradients reach it
            return (at.Angle + dt * speed, speed);
        }

        // One node for a thousand steps; the second of the pair is what is put out at each.
        ((Expr Angle, Expr Speed) last, Expr angles) = Control.Scan(
            (start, Expr.Literal(0.0)), Expr.Iota(new Shape(1000), 0),
            (at, _) => Step(at) is var next ? (next, next.Angle) : default, state, Structure.Leaf, Structure.Leaf);

        GradientMap g = Gradient.Of(last.Angle, length, start);
        NDArray[] values = Evaluation.Evaluate([last.Angle, g[length], g[start], angles]);
        #endregion
        Assert.Equal(1000, values[3].Count);
        (double angle, double speed) = (0.5, 0.0);
        for (int i = 0; i < 1000; i++)
        {
            speed -= dt * (9.81 / 1.3) * Math.Sin(angle);
            angle += dt * speed;
        }

        Assert.Equal(angle, values[0].ToScalar<double>(), 1e-12);
        Assert.Equal(angle, values[3][999].ToDouble(), 1e-12);
        double At(double l, double from)
        {
            (double a, double v) = (from, 0.0);
            for (int i = 0; i < 1000; i++)
            {
                v -= dt * (9.81 / l) * Math.Sin(a);
                a += dt * v;
            }

            return a;
        }

        Assert.Equal((At(1.3 + 1e-5, 0.5) - At(1.3 - 1e-5, 0.5)) / 2e-5, values[1].ToScalar<double>(), 1e-5);
        Assert.Equal((At(1.3, 0.5 + 1e-5) - At(1.3, 0.5 - 1e-5)) / 2e-5, values[2].ToScalar<double>(), 1e-5);
    }

    [Fact]
    public void A_neural_differential_equation_is_trained_through_checkpoints()
    {
        #region ode
        Expr w = Expr.Variable(NDArray.Create<double>([0.1, -1.5, 1.2, 0.2], new Shape(2, 2))), x = Expr.Variable(NDArray.Vector(1.0, 0.0));

        Expr Slope(Expr at) => Expr.Tanh(w.MatMul(at));

        // A step of Heun's method; backwards, the states of about √400 steps are kept, and all else is computed again.
        Expr end = Control.Repeat(400, x, (at, step) =>
        {
            Expr here = Slope(at), there = Slope(at + 0.01 * here);
            return at + 0.005 * (here + there);
        }, ScanOptions.Checkpointed);

        Expr loss = (end - Expr.Constant(NDArray.Vector(0.0, 1.0))).Square().Sum();
        Expr dw = Gradient.Of(loss, w)[w];
        #endregion
        Expr plain = x;
        for (int i = 0; i < 400; i++)
        {
            Expr here = Slope(plain), there = Slope(plain + 0.01 * here);
            plain += 0.005 * (here + there);
        }

        Expr expected = Gradient.Of((plain - Expr.Constant(NDArray.Vector(0.0, 1.0))).Square().Sum(), w)[w];
        Check.Close(expected.Evaluate().ToArray<double>(), dw.Evaluate());
    }

    [Fact]
    public void A_choice_computes_one_case()
    {
        #region cond
        Expr x = Expr.Variable(NDArray.Vector(3.0, 4.0));
        Expr norm = (x * x).Sum();
        Expr y = Control.Cond(norm > 1.0, v => v / Expr.Sqrt((v * v).Sum()), v => v, x);   // projected onto the unit ball
        Expr dx = Gradient.Of(y.Sum(), x)[x];
        #endregion
        Check.Close([0.6, 0.8], y.Evaluate());
        Check.Close([0.032, -0.024], dx.Evaluate());
    }

    [Fact]
    public void A_root_is_differentiated_by_what_it_is_the_root_of()
    {
        #region newton
        Expr a = Expr.Variable(NDArray.Scalar(2.0));
        Expr root = Control.While(a, x => Expr.Abs(x * x - a) > 1e-12, x => (x + a / x) / 2, maxTrips: 50);
        Expr tangent = Gradient.Pushforward([root], [a], [Expr.Literal(1.0)])[0]!;   // without a bound too
        Expr gradient = Gradient.Of(root, a)[a];                                     // for the bound's sake
        #endregion
        Assert.Equal(1 / Math.Sqrt(8), tangent.Evaluate().ToScalar<double>(), 1e-9);
        Assert.Equal(1 / Math.Sqrt(8), gradient.Evaluate().ToScalar<double>(), 1e-9);
    }
}
