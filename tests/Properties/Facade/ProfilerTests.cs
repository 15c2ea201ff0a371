using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>The profiler counts calls, nodes, named parts and steps of evaluations.</summary>
public class ProfilerTests
{
    private static autograd.profiler.Profile Measured()
    {
        Tensor x = ones(2, requires_grad: true);
        using var profile = autograd.profiler.profile();
        using (autograd.profiler.record_function("mine"))
        {
            for (int i = 0; i < 3; i++) (x * x).exp().sum().backward();
        }

        return profile;
    }

    [Fact]
    public void Every_operation_node_part_and_step_is_counted()
    {
        var counts = Measured().key_averages().ToDictionary(e => e.key, e => e.count);
        Assert.Equal(3, counts["aten::mul"]);
        Assert.Equal(3, counts["aten::exp"]);
        Assert.Equal(3, counts["MulBackward0"]);
        Assert.Equal(1, counts["mine"]);
        Assert.True(counts["evaluate::prepare"] >= 3);
        Assert.Contains(counts.Keys, key => key == "evaluate::loop");
    }

    [Fact]
    public void A_part_counts_what_is_in_it_and_its_own_time_is_less()
    {
        autograd.profiler.EventList events = Measured().key_averages();
        autograd.profiler.FunctionEventAvg part = events.Single(e => e.key == "mine"), product = events.Single(e => e.key == "aten::mul");
        Assert.True(part.cpu_time_total >= product.cpu_time_total);
        Assert.True(part.self_cpu_time_total <= part.cpu_time_total);
        Assert.Equal(product.cpu_time_total, product.self_cpu_time_total);
    }

    [Fact]
    public void The_table_has_the_layout_of_PyTorch()
    {
        string[] lines = Measured().key_averages().table(sort_by: "count", row_limit: 2).Split('\n');
        Assert.Equal("Name    Self CPU %      Self CPU   CPU total %     CPU total  CPU time avg    # of Calls  ", lines[1].TrimStart());
        Assert.Equal(lines[0], lines[2]);
        Assert.Equal(lines[0].Length, lines[3].Length);
        Assert.StartsWith("Self CPU time total: ", lines[6]);
        Assert.Throws<ArgumentException>(() => Measured().key_averages().table(sort_by: "colour"));
    }

    [Fact]
    public async Task Other_flows_are_not_measured()
    {
        autograd.profiler.Profile profile;
        Task other;
        using (ExecutionContext.SuppressFlow()) other = Task.Run(async () => { await Task.Yield(); _ = ones(2).tan(); });
        using (profile = autograd.profiler.profile())
        {
            await other;
            await Task.Run(() => ones(2).cos());
        }

        _ = ones(2).sin();
        Assert.Equal(["aten::cos"], profile.key_averages().Select(e => e.key).Where(k => k is "aten::cos" or "aten::sin" or "aten::tan"));
        string path = Path.GetTempFileName();
        profile.export_chrome_trace(path);
        Assert.Contains("\"name\": \"aten::cos\"", File.ReadAllText(path));
        File.Delete(path);
    }

    [Fact]
    public void Nothing_is_measured_where_nobody_asks()
    {
        using autograd.profiler.Profile profile = autograd.profiler.profile(enabled: false);
        using (autograd.profiler.record_function("part")) _ = ones(2).cos();
        Assert.Empty(profile.key_averages());
        Assert.Equal(0, profile.self_cpu_time_total);
    }
}
