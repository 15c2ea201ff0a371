using Autograd.CSharp.Operations;
using Xunit;

namespace Autograd.Conformance;

/// <summary>What the generator says of the operations is consistent, and the page on them is current.</summary>
public class OperatorTableTests
{
    /// <summary>Names a file to which the page is written instead of compared: <c>docs/operators.md</c>.</summary>
    private const string Update = "AUTOGRAD_WRITE_OPERATORS";

    [Fact]
    public void The_page_on_operators_is_current()
    {
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 } file) File.WriteAllText(file, OperatorTable.Page());
        else Assert.Equal(OperatorTable.Page(), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "operators.md")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_node_that_keeps_nothing_can_be_computed_anew()
    {
        foreach (Operation operation in OperationTable.All)
            if (operation.Node is not null && !operation.SavesTensors) Assert.NotNull(operation.Rebuild);
    }

    [Fact]
    public void Nodes_are_named_as_PyTorch_names_them()
    {
        foreach (Operation operation in OperationTable.All)
            if (operation.Node is { } node) Assert.Matches(@"^[A-Z][A-Za-z0-9]*Backward\d$", node);
    }
}
