using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.Properties.ControlFlow.Loops;

namespace Autograd.Properties.ControlFlow;

/// <summary>A scan is the loop that C# would write.</summary>
public sealed partial class ScanTests
{
    private static void SameBits(Expr expected, Expr actual)
    {
        NDArray reference = expected.Evaluate(EvaluationOptions.Reference);
        Assert.True(reference.BitsEqual(actual.Evaluate(EvaluationOptions.Reference)), $"{reference} unrolled, {actual.Evaluate(EvaluationOptions.Reference)} by the reference");
        Assert.True(reference.BitsEqual(actual.Evaluate()), $"{reference} unrolled, {actual.Evaluate()} by a plan");
    }

    [Property(MaxTest = 60)]
    public void Values_of_random_bodies_are_those_of_the_unrolled_loop(int seed)
    {
        var s = new Sampler(seed);
        RandomBody body = RandomBody.Draw(s);
        (Expr[] carry, Expr[] outputs) = Unrolled(body.Init, body.Items, body.Trips, body.Run, body.Reversed);
        (Expr[] last, Expr[] stacks) = Scanned(body.Init, body.Items, body.Run, new() { Reversed = body.Reversed });
        for (int i = 0; i < carry.Length; i++) SameBits(carry[i], last[i]);
        for (int k = 0; k < outputs.Length; k++) SameBits(outputs[k], stacks[k]);
    }

    [Property(MaxTest = 40)]
    public void Gradients_of_random_bodies_are_those_of_the_unrolled_loop_to_the_second_order(int seed)
    {
        var s = new Sampler(seed);
        RandomBody body = RandomBody.Draw(s);
        if (body.Trips == 0) return;
        ScanOptions options = new() { Reversed = body.Reversed, CheckpointEvery = s.Bool() ? null : s.Int(0, 3) };
        Expr unrolled = Squares(Unrolled(body.Init, body.Items, body.Trips, body.Run, body.Reversed)), scanned = Squares(Scanned(body.Init, body.Items, body.Run, options));
        for (int order = 1; order <= 2; order++)
        {
            GradientMap expected = Gradient.Of(unrolled, body.Variables), actual = Gradient.Of(scanned, body.Variables);
            Expr next = Expr.Literal(0.0), nextScanned = next;
            foreach (Expr variable in body.Variables)
            {
                // A loop of few trips may not get as far as the body could: then the scan gives zeros where the unrolled loop is not connected.
                expected.TryGetValue(variable, out Expr? unrolledGradient);
                Expr b = actual.GetOrZero(variable), a = unrolledGradient ?? Expr.ZerosLike(variable);
                Check.Close(a.Evaluate().ToArray<double>(), b.Evaluate());
                Assert.True(b.Evaluate(EvaluationOptions.Reference).BitsEqual(b.Evaluate()), "reference and plan differ");
                next += Check.Total(a * a);
                nextScanned += Check.Total(b * b);
            }

            (unrolled, scanned) = (next, nextScanned);
        }
    }

    [Property(MaxTest = 30)]
    public void Both_modes_agree_with_central_differences(int seed)
    {
        var s = new Sampler(seed);
        int trips = s.Int(0, 4);
        Shape shape = s.Shape(maxRank: 2);
        NDArray x = s.Uniform(Op.Scan.Stacked(shape, trips)), c = s.Uniform(shape), w = s.Uniform(shape);
        Check.Derivatives(v => Fold(v, s), [c, x, w], s);

        static Expr Fold(Expr[] v, Sampler s) => Control.Scan(v[0], v[1], (carry, item) => (Expr.Tanh(carry * v[2] + item), carry * item)) is var (last, stack)
            ? Check.Total(Expr.Sin(last)) + Check.Total(stack * stack)
            : throw new InvalidOperationException();
    }

    private static Expr Squares((Expr[] Carry, Expr[] Outputs) result)
    {
        Expr sum = Expr.Literal(0.0);
        foreach (Expr part in (Expr[])[.. result.Carry, .. result.Outputs])
            if (part.DType == DType.Float64) sum += Check.Total(Expr.Sin(part) * part);
        return sum;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Few_trips_are_no_exception(int trips)
    {
        Expr init = Expr.Variable(NDArray.Vector(1.0, 2.0)), items = Expr.Variable(NDArray.Zeros(new Shape(trips, 2), DType.Float64)), w = Expr.Variable(NDArray.Scalar(3.0));
        (Expr last, Expr stack) = Control.Scan(init, items, (carry, item) => (carry * w + item, carry));
        Assert.Equal(trips == 0 ? [1.0, 2.0] : [3.0, 6.0], last.Evaluate().ToArray<double>());
        Assert.Equal(new Shape(trips, 2), stack.Evaluate().Shape);
        GradientMap g = Gradient.Of(Check.Total(last), init, w, items);
        Assert.Equal(trips == 0 ? [1.0, 1.0] : [3.0, 3.0], g[init].Evaluate().ToArray<double>());
        Assert.Equal(trips == 0 ? 0.0 : 3.0, g.GetOrZero(w).Evaluate().ToScalar<double>());
        Assert.Equal(new Shape(trips, 2), g[items].Evaluate().Shape);
    }

    [Fact]
    public void Carries_may_change_places_and_be_handed_on()
    {
        Expr[] init = [Expr.Constant(NDArray.Scalar(1.0)), Expr.Constant(NDArray.Scalar(2.0)), Expr.Constant(NDArray.Scalar(3.0))];
        Expr[] Body(Expr[] c) => [c[1], c[0], c[2]];
        for (int trips = 0; trips < 4; trips++)
        {
            Expr[] last = Control.Repeat(trips, init, (c, _) => Body(c), Structure.Leaves);
            double[] expected = trips % 2 == 0 ? [1, 2, 3] : [2, 1, 3];
            for (int i = 0; i < 3; i++) SameBits(Expr.Constant(NDArray.Scalar(expected[i])), last[i]);
        }
    }

    [Fact]
    public void Items_are_read_as_they_lie()
    {
        NDArray data = NDArray.Create<double>([.. Enumerable.Range(0, 24).Select(i => i * 0.25)], new Shape(2, 3, 4));
        Expr x = Expr.Variable(data);
        Expr[] views = [x, x.Transpose(1, 0, 2), x.Transpose(2, 1, 0), x.Reverse(0), x.Slice(0, 0, 1).Reshape(3, 4).BroadcastTo(5, 3, 4), x.Slice(2, 1, 4, 2), Expr.Literal(0.5, DType.Float64, new Shape(3, 2)), Expr.Iota(new Shape(4), 0).Cast(DType.Float64)];
        foreach (Expr view in views)
        {
            Expr init = Expr.Literal(1.0, DType.Float64, new Shape([.. view.Shape.Sizes[1..]]));
            (Expr[] Carry, Expr[] Output) Body(Expr[] c, Expr[] item) => ([c[0] * 0.5 + item[0]], [item[0] - c[0]]);
            (Expr[] carry, Expr[] outputs) = Unrolled([init], [view], view.Shape[0], Body);
            (Expr[] last, Expr[] stacks) = Scanned([init], [view], Body);
            SameBits(carry[0], last[0]);
            SameBits(outputs[0], stacks[0]);
        }
    }

    [Fact]
    public void Scans_within_scans()
    {
        Expr x = Expr.Variable(NDArray.Create<double>([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], new Shape(3, 2))), w = Expr.Variable(NDArray.Scalar(0.9));
        Expr Nested(Expr at, Expr by) => Control.Fold(Expr.Literal(1.0), at, (carry, row) => Control.Fold(carry, row, (inner, item) => Expr.Sin(inner * by + item) + carry * 0.1));
        Expr Plain(Expr at, Expr by)
        {
            Expr carry = Expr.Literal(1.0);
            for (int i = 0; i < 3; i++)
            {
                Expr inner = carry;
                for (int k = 0; k < 2; k++) inner = Expr.Sin(inner * by + At(At(at, i), k)) + carry * 0.1;
                carry = inner;
            }

            return carry;
        }

        SameBits(Plain(x, w), Nested(x, w));
        Expr[] Gradients(Func<Expr, Expr, Expr> f)
        {
            Expr first = Gradient.Of(f(x, w), w)[w], second = Gradient.Of(first, [x, w]) is var g ? Check.Total(g[x]) + g[w] : first;
            return [Gradient.Of(f(x, w), x)[x], first, second, Gradient.Pushforward([first], [w], [Expr.Literal(1.0)])[0]!];
        }

        Expr[] expected = Gradients(Plain), actual = Gradients(Nested);
        for (int i = 0; i < expected.Length; i++) Check.Close(expected[i].Evaluate().ToArray<double>(), actual[i].Evaluate());
    }

    [Fact]
    public void Hessian_through_a_scan_is_that_of_the_closed_form()
    {
        // x·w⁴ after four trips.
        Expr w = Expr.Variable(NDArray.Scalar(1.5)), x = Expr.Variable(NDArray.Scalar(2.0));
        Expr y = Control.Repeat(4, x, (c, _) => c * w);
        Expr first = Gradient.Of(y, w)[w], second = Gradient.Of(first, w)[w], third = Gradient.Of(second, w)[w], mixed = Gradient.Of(second, x)[x];
        Assert.Equal(4 * 2 * Math.Pow(1.5, 3), first.Evaluate().ToScalar<double>(), 1e-12);
        Assert.Equal(12 * 2 * Math.Pow(1.5, 2), second.Evaluate().ToScalar<double>(), 1e-12);
        Assert.Equal(24 * 2 * 1.5, third.Evaluate().ToScalar<double>(), 1e-12);
        Assert.Equal(12 * Math.Pow(1.5, 2), mixed.Evaluate().ToScalar<double>(), 1e-12);
    }

    [Fact]
    public void Named_arguments_and_their_derivatives_are_the_arguments()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0));
        Expr y = Control.Repeat(2, x, (c, _) => c.Named("state") * c);
        Assert.Equal(81.0, y.Evaluate().ToScalar<double>());
        Assert.Equal(4 * 27.0, Gradient.Of(y, x)[x].Evaluate().ToScalar<double>());
    }

    [Fact]
    public void The_branch_not_taken_within_a_body_adds_nothing_to_a_gradient()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.0, 4.0));
        Expr y = Control.Repeat(2, x, (c, _) => Expr.Where(c > 1.0, Expr.Sqrt(c), c));
        Check.Close([1, 1 / (2 * Math.Sqrt(4) * 2 * Math.Sqrt(2))], Gradient.Of(Check.Total(y), x)[x].Evaluate());
    }

    [Fact]
    public void A_carry_keeps_its_type()
    {
        Expr x = Expr.Variable(NDArray.Vector(1f, 2f));
        var structure = Structure.Tuple(Structure.Leaf.Named("position"), Structure.Leaf.Named("speed"));
        DTypeException type = Assert.Throws<DTypeException>(() => Control.Repeat(3, (x, x), (c, _) => (c.Item1, c.Item2.Cast(DType.Float64)), structure));
        Assert.Contains("the value at '.speed' is float32 [2] before the body and float64 [2] behind it", type.Message, StringComparison.Ordinal);
        ShapeException shape = Assert.Throws<ShapeException>(() => Control.Repeat(3, x, (c, _) => c.Sum()));
        Assert.Contains("the value is float32 [2] before the body and float32 [] behind it", shape.Message, StringComparison.Ordinal);
        Assert.Throws<StructureException>(() => Control.Repeat(3, new[] { x }, (c, _) => [x, x], Structure.Leaves));
        ShapeException items = Assert.Throws<ShapeException>(() => Scanned([x], [x, Expr.Literal(0.0)], (c, item) => (c, [])));
        Assert.Contains("first axis", items.Message, StringComparison.Ordinal);
        ShapeException sizes = Assert.Throws<ShapeException>(() => Scanned([x], [x, Expr.Literal(0.0, shape: new Shape(3))], (c, item) => (c, [])));
        Assert.Contains("first axes must have one size", sizes.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Scanned([x], [], (c, item) => (c, [])));
    }
}
