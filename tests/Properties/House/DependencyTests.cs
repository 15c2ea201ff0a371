using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;

namespace Autograd.Properties.House;

/// <summary>The libraries run wherever .NET runs: on managed code alone, and little of it.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Autograd.Graph")]
    [InlineData("Autograd.CSharp", "Autograd.Graph")]
    [InlineData("Autograd.FSharp", "Autograd.Graph", "FSharp.Core", "netstandard")] // by netstandard FSharp.Core names the framework
    public void A_library_references_the_framework_and_little_else(string library, params string[] own)
    {
        using PEReader image = new(File.OpenRead(Path.Combine(Output(library), $"{library}.dll")));
        MetadataReader metadata = image.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Assert.Contains("System.Runtime", references);
        Assert.All(references, name => Assert.True(name.StartsWith("System.", StringComparison.Ordinal) || own.Contains(name), $"{library} references {name}"));
    }

    [Theory]
    [InlineData("Autograd.Graph")]
    [InlineData("Autograd.CSharp")]
    [InlineData("Autograd.FSharp")]
    public void A_library_calls_no_native_code(string library)
    {
        using PEReader image = new(File.OpenRead(Path.Combine(Output(library), $"{library}.dll")));
        MetadataReader metadata = image.GetMetadataReader();
        Assert.True((image.PEHeaders.CorHeader!.Flags & CorFlags.ILOnly) != 0);
        Assert.All(metadata.MethodDefinitions, method => Assert.True(metadata.GetMethodDefinition(method).GetImport().Module.IsNil));
    }

    [Theory]
    [InlineData("Autograd.Graph", "System.Numerics.Tensors")]
    [InlineData("Autograd.CSharp", "Autograd.Graph", "System.Numerics.Tensors")]
    [InlineData("Autograd.FSharp", "Autograd.Graph", "FSharp.Core", "System.Numerics.Tensors")]
    public void The_output_of_a_library_holds_managed_assemblies_only(string library, params string[] dependencies)
    {
        string[] packages = [.. Packages(library).Order(StringComparer.Ordinal)];
        Assert.Equal(dependencies, packages);
        foreach (string file in Directory.EnumerateFiles(Output(library), "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is ".pdb" or ".xml" or ".json") continue;
            Assert.Equal(".dll", Path.GetExtension(file));
            using PEReader image = new(File.OpenRead(file));
            Assert.True(image.HasMetadata, $"{file} is native");
        }
    }

    /// <summary>What the library's manifest says that it needs at run time, itself left out; fails on native assets.</summary>
    private static IEnumerable<string> Packages(string library)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output(library), $"{library}.deps.json")));
        foreach (JsonProperty package in manifest.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject())
        {
            Assert.False(package.Value.TryGetProperty("native", out _) || package.Value.TryGetProperty("runtimeTargets", out _), $"{package.Name} brings native assets");
            string name = package.Name.Split('/')[0];
            if (name != library) yield return name;
        }
    }

    private static string Output(string library) => Repository.At("src", library, "bin", Repository.Configuration, "net10.0");
}
