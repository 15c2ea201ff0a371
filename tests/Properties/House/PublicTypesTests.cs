using System.Reflection;
using System.Runtime.CompilerServices;
using Autograd.CSharp;
using Autograd.Graph;

namespace Autograd.Properties.House;

/// <summary>Where public types stand: in which namespace, in which file.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void Every_public_type_of_the_core_is_in_one_namespace() =>
        Assert.All(Library("Autograd.Graph").GetExportedTypes(), type => Assert.Equal("Autograd.Graph", type.Namespace));

    [Fact]
    public void Every_public_type_of_the_facade_is_in_one_namespace() =>
        Assert.All(Library("Autograd.CSharp").GetExportedTypes(), type => Assert.Equal("Autograd.CSharp", type.Namespace));

    [Theory]
    [InlineData("Autograd.Graph")]
    [InlineData("Autograd.CSharp")]
    public void A_public_type_has_files_of_its_own_named_after_it(string library)
    {
        // What is nested stands with the type around it, by family or aspect: Op.Unary.cs, torch.Tensor.Indexing.cs.
        CompiledHouse house = CompiledHouse.Read(Library(library).Location, $"src/{library}");
        HouseType[] types = [.. house.Types.Where(type => type.IsPublic && !type.IsNested)];
        Assert.NotEmpty(types);
        foreach (HouseType type in types)
        {
            string name = type.Name[(type.Name.LastIndexOf('.') + 1)..].Split('`')[0];
            Assert.True(type.Files.Count > 0, $"{type.Name} has no file");
            Assert.All(type.Files, file => Assert.StartsWith($"{name}.", Path.GetFileName(file), StringComparison.Ordinal));
        }

        foreach (IGrouping<string, string> file in types.SelectMany(type => type.Files.Select(file => (type.Name, file))).GroupBy(pair => pair.file, pair => pair.Name))
            Assert.True(file.Count() == 1, $"{file.Key} declares {string.Join(" and ", file)}");
    }

    [Fact]
    public void The_facade_stands_on_the_public_core() =>
        Assert.DoesNotContain(Library("Autograd.Graph").GetCustomAttributes<InternalsVisibleToAttribute>(), friend => friend.AssemblyName == "Autograd.CSharp");

    private static Assembly Library(string name) => name == "Autograd.Graph" ? typeof(Expr).Assembly : typeof(torch).Assembly;
}
