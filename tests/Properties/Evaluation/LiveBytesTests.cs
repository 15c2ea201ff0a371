using Autograd.Graph;
using Xunit;

namespace Autograd.Properties;

/// <summary>Memory that stays alive is measured for the whole process, so no other test runs beside these.</summary>
[Collection("Memory")]
public class LiveBytesTests
{
    [Fact]
    public void Live_bytes_stay_flat_over_cells_that_are_averaged_unread()
    {
        var cells = new List<SourceCell>();
        long early = 0;
        for (int i = 0; i < 400; i++)
        {
            // Each step's graph holds 4 MB that only its history keeps alive.
            Expr x = Expr.Variable(NDArray.Zeros(1 << 20));
            Expr loss = (x * x).Sum();
            cells.Add(new SourceCell(loss));
            Gradient.Of(loss)[x].Evaluate();
            loss.Evaluate();
            cells[^1].Settle();
            if (i == 20) early = GC.GetTotalMemory(forceFullCollection: true);
        }

        long late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(late - early < 16 << 20, $"live bytes grew from {early} to {late}");
        Expr mean = Expr.Zero;
        foreach (SourceCell cell in cells) mean += Expr.Cell(cell) / cells.Count;
        Assert.Equal(0, mean.Evaluate().ToScalar().ToDouble());
    }
}
