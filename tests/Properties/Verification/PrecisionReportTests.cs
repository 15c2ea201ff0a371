using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Verification;

/// <summary>The node that loses digits is found by running the graph in two precisions.</summary>
public sealed class PrecisionReportTests
{
    [Fact]
    public void Cancellation_is_ranked_first()
    {
        // 1 - cos x of a small x: the cosine is right to the last bit, the difference has no digit left.
        Expr x = Expr.Variable(NDArray.Vector(1e-4f, 2e-4f)), difference = 1 - Expr.Cos(x), y = difference / (x * x);
        PrecisionReport report = PrecisionReport.Of(y);
        Assert.Same(difference, report.Rows[0].Node);
        Assert.InRange(report.Rows[0].DigitsLost, 6.5, 7.5);
        Assert.InRange(report.OutputDigits[0], 0, 1);
        Assert.Contains("sub : float32 [2]", report.ToString(), StringComparison.Ordinal);

        // 2 sin²(x/2), which is the same, loses none.
        Expr s = Expr.Sin(x / 2), better = 2 * s * s / (x * x);
        PrecisionReport other = PrecisionReport.Of(better);
        Assert.True(other.OutputDigits[0] > 6.5);
        Assert.Empty(other.Rows);
        Assert.Contains("no node loses digits", other.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_that_cancel_and_gradients_are_seen_too()
    {
        Expr x = Expr.Variable(NDArray.Vector([.. Enumerable.Range(0, 64).Select(i => 1e7f + 0.1f * i), -64e7f]));
        PrecisionReport report = PrecisionReport.Of(x.Sum());
        Assert.IsType<Op.Reduce>(report.Rows[0].Node.Op);
        Assert.Equal(7.2, report.Rows[0].InputDigits, 0.1);
        Expr w = Expr.Variable(NDArray.Scalar(1e-5f)), loss = Expr.Log(Expr.Cosh(w));
        Assert.NotEmpty(PrecisionReport.Of([loss, Gradient.Of(loss)[w]]).Rows);
    }

    [Fact]
    public void Control_flow_runs_alike_in_both()
    {
        Expr x = Expr.Variable(NDArray.Vector(1e-4f, 2e-4f)), y = Control.Repeat(3, x, (v, _) => v * 1.5f), difference = 1 - Expr.Cos(y);
        Assert.Same(difference, PrecisionReport.Of(difference * 2).Rows[0].Node);
    }

    [Fact]
    public void Values_that_are_equal_in_both_precisions_lose_nothing()
    {
        Expr x = Expr.Variable(NDArray.Vector(1f, 2, 3)), y = ((x * 2).Sum() - 12).Cast(DType.Float64);
        PrecisionReport report = PrecisionReport.Of(y);
        Assert.Empty(report.Rows);
        Assert.Equal(7.2, report.OutputDigits[0], 0.1);
    }
}
