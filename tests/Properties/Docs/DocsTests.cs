using System.Text.RegularExpressions;
using Autograd.Properties.House;

namespace Autograd.Properties.Docs;

/// <summary>What the documents show is code that runs: the regions of <see cref="Examples"/>, the F# samples, lines of the sources.</summary>
public sealed partial class DocsTests
{
    private static IEnumerable<string> Documents =>
        Directory.EnumerateFiles(Repository.At("docs"), "*.md").Append(Repository.At("README.md")).Append(Repository.At("CONTRIBUTING.md")).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_block_of_CSharp_is_an_example_that_runs_or_stands_in_the_named_source()
    {
        HashSet<string> examples = [.. Regions().Values];
        foreach ((string document, string block) in Blocks("csharp"))
        {
            // Using directives are those of the examples' file.
            string[] lines = block.Split('\n');
            string code = string.Join('\n', lines.SkipWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';'))).Trim('\n');
            if (examples.Contains(code)) continue;
            AssertQuotesSource(document, lines, "is no region of Examples*.cs");
        }
    }

    /// <summary>The first line names a file of the project, which has the others.</summary>
    private static void AssertQuotesSource(string document, string[] lines, string otherwise)
    {
        Match source = SourceComment().Match(lines[0]);
        Assert.True(source.Success, $"{document}: this block {otherwise} and names no source in its first line (// src/...):\n{string.Join('\n', lines)}");
        HashSet<string> written = [.. File.ReadLines(Repository.At(source.Groups[1].Value.Split('/'))).Select(line => line.Trim())];
        foreach (string line in lines[1..])
            Assert.True(written.Contains(line.Trim()) || line.Trim() == "...", $"{document}: {source.Groups[1].Value} has no line `{line.Trim()}`");
    }

    [Fact]
    public void Every_using_directive_shown_is_that_of_the_examples()
    {
        HashSet<string> directives = [.. ExamplesFiles.SelectMany(File.ReadLines).Where(line => line.StartsWith("using ", StringComparison.Ordinal))];
        foreach ((string document, string block) in Blocks("csharp"))
            foreach (string line in block.Split('\n').TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';')))
                Assert.True(directives.Contains(line), $"{document}: {line}");
    }

    [Fact]
    public void Every_example_stands_in_a_document()
    {
        string all = string.Join('\n', Blocks("csharp").Select(block => block.Code));
        foreach ((string name, string code) in Regions()) Assert.True(all.Contains(code, StringComparison.Ordinal), $"no document shows the example '{name}'");
    }

    [Fact]
    public void Every_block_of_FSharp_stands_in_a_script_or_in_the_named_source()
    {
        string scripts = string.Join('\n', Directory.EnumerateFiles(Repository.At("samples", "FSharp"), "*.fsx").Select(Read));
        Assert.NotEmpty(Blocks("fsharp"));
        foreach ((string document, string block) in Blocks("fsharp"))
            if (!scripts.Contains(block, StringComparison.Ordinal)) AssertQuotesSource(document, block.Split('\n'), "stands in no script of samples/FSharp");
    }

    [Fact]
    public void Every_link_to_a_file_leads_somewhere()
    {
        foreach (string document in Documents)
        {
            foreach (Match link in Link().Matches(Read(document)))
            {
                string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.True(Path.Exists(target), $"{Path.GetFileName(document)} links to {link.Groups[1].Value}, which does not exist");
            }
        }
    }

    private static IEnumerable<string> ExamplesFiles => Directory.EnumerateFiles(Repository.At("tests", "Properties", "Docs"), "Examples*.cs").Order(StringComparer.Ordinal);

    private static string Read(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    private static IEnumerable<(string Document, string Code)> Blocks(string language) =>
        from document in Documents
        from Match block in Fence().Matches(Read(document))
        where block.Groups[2].Value == language
        select (Path.GetFileName(document), Unindented(block.Groups[3].Value, block.Groups[1].Length));

    /// <summary>The regions of the examples by name, without their indent.</summary>
    private static Dictionary<string, string> Regions()
    {
        var regions = new Dictionary<string, string>();
        foreach (string file in ExamplesFiles)
            foreach (Match region in Region().Matches(Read(file)))
                regions.Add(region.Groups[2].Value, Unindented(region.Groups[3].Value, region.Groups[1].Length));

        Assert.NotEmpty(regions);
        return regions;
    }

    private static string Unindented(string text, int indent) =>
        string.Join('\n', text.TrimEnd('\n', ' ').Split('\n').Select(line => line.Length > indent ? line[indent..] : line.Trim()));

    [GeneratedRegex(@"^([ ]*)```(\w+)\n(.*?)^\1```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^([ ]*)#region (\w+)\n(.*?)^[ ]*#endregion", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^// (\S+\.[cf]s)$")]
    private static partial Regex SourceComment();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
