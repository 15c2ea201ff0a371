using Xunit;
using Xunit.Abstractions;

namespace Autograd.Conformance;

/// <summary>The members of TorchSharp that programs on tensors and autograd use: the facade has them, or its page on differences says why not.</summary>
public class TorchSharpTests(ITestOutputHelper output)
{
    private const string List = "torchsharp_api.md";

    [Fact]
    public void Members_are_there_or_named_among_the_differences()
    {
        List<TorchSharpMember> members = TorchSharpMember.Read(Recording.Text(List));
        List<TorchSharpMember> missing = members.FindAll(member => !member.Resolves());
        output.WriteLine($"{List}: {members.Count - missing.Count} of {members.Count} members");
        foreach (TorchSharpMember member in missing) output.WriteLine("  missing: " + member.Line);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "differences.md"));
        Assert.Empty(missing.Where(member => !page.Contains($"`{Called(member)}`", StringComparison.Ordinal)).Select(member => member.Line));
    }

    private static string Called(TorchSharpMember member) => $"{member.Owner}.{member.Name}";
}
