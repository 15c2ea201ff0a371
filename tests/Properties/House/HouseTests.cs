using Autograd.Graph;

namespace Autograd.Properties.House;

/// <summary>The core is a house of rooms, and a room knows only those below it.</summary>
public sealed class HouseTests
{
    // From bottom to top; what a room may know is named, so that a new room takes its place on purpose.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Values"] = [],
        ["Expressions"] = ["Values"],
        ["Operations"] = ["Values", "Expressions"],
        ["Differentiation"] = ["Values", "Expressions", "Operations"],
        ["Evaluation"] = ["Values", "Expressions"],
        ["Computations"] = ["Values", "Expressions", "Operations", "Differentiation", "Evaluation"],
        ["Verification"] = ["Values", "Expressions", "Operations", "Differentiation", "Evaluation", "Computations"],
        ["Interchange"] = ["Values", "Expressions", "Operations", "Differentiation", "Evaluation", "Computations"],
    };

    private static readonly Lazy<CompiledHouse> Core = new(() => CompiledHouse.Read(typeof(Expr).Assembly.Location, "src/Autograd.Graph"));

    private static readonly Lazy<CompiledHouse> Synthetic =
        new(() => CompiledHouse.Read(typeof(HouseTests).Assembly.Location, "tests/Properties/House/Synthetic"));

    [Fact]
    public void No_arrow_runs_up_the_house() => Assert.Equal([], Core.Value.Arrows.Where(RunsUp));

    [Fact]
    public void Every_type_of_the_core_stands_in_a_room()
    {
        foreach (HouseType type in Core.Value.Types)
        {
            string[] rooms = [.. type.Files.Select(file => file.Split('/')[0]).Distinct()];
            Assert.True(rooms is [string room] && Below.ContainsKey(room), $"{type.Name} stands in [{string.Join(", ", rooms)}]; a type has one room, of {string.Join(", ", Below.Keys)}");
        }
    }

    [Fact]
    public void Every_room_of_the_sources_is_seen_in_the_assembly()
    {
        var seen = Core.Value.Types.SelectMany(type => type.Files).Select(file => file.Split('/')[0]).ToHashSet();
        IEnumerable<string> folders = Directory.EnumerateDirectories(Repository.At("src", "Autograd.Graph")).Select(folder => Path.GetFileName(folder)!);
        Assert.Empty(folders.Except(["bin", "obj"]).Except(seen));
    }

    [Fact]
    public void The_arrows_that_run_down_are_seen()
    {
        foreach ((string from, string to) in new[] { ("Expressions", "Values"), ("Operations", "Expressions"), ("Differentiation", "Expressions"), ("Evaluation", "Expressions"), ("Evaluation", "Values") })
            Assert.Contains(Core.Value.Arrows, arrow => arrow.FromRoom == from && arrow.ToRoom == to);
    }

    [Theory]
    [InlineData("ByField")]
    [InlineData("ByBase")]
    [InlineData("ByInterface")]
    [InlineData("ByConstraint`1")]
    [InlineData("ByAttribute")]
    [InlineData("ByAttributeOfParameter")]
    [InlineData("ByParameter")]
    [InlineData("ByEnum")]
    [InlineData("ByNestedType")]
    [InlineData("ByGenericArgument")]
    [InlineData("ByGenericCall")]
    [InlineData("ByStaticCall")]
    [InlineData("ByCatch")]
    [InlineData("ByLambda")]
    [InlineData("ByIterator")]
    [InlineData("ByFunctionPointer")]
    public void An_arrow_up_is_found_however_it_is_drawn(string type) =>
        Assert.Contains(Synthetic.Value.Arrows.Where(RunsUp), arrow => $"{arrow.From}.".StartsWith($"{typeof(HouseTests).Namespace}.Synthetic.{type}.", StringComparison.Ordinal));

    [Fact]
    public void An_arrow_down_is_none_up()
    {
        Assert.Contains(Synthetic.Value.Arrows, arrow => arrow.From.EndsWith(".Upper", StringComparison.Ordinal) && arrow.ToRoom == "Values");
        Assert.DoesNotContain(Synthetic.Value.Arrows.Where(RunsUp), arrow => arrow.FromRoom == "Expressions");
        Assert.DoesNotContain(Synthetic.Value.Arrows, arrow => arrow.From.EndsWith(".Innocent", StringComparison.Ordinal));
    }

    private static bool RunsUp(Arrow arrow) => !Below.TryGetValue(arrow.FromRoom, out string[]? below) || !below.Contains(arrow.ToRoom);
}
