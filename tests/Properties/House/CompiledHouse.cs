using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Autograd.Properties.House;

/// <summary>
/// A built assembly read as a house: every type stands in the room (the folder) that its source files lie in, as the debug information
/// tells, and knows the types that its members' signatures, attributes and code name. Only constants leave no trace: the compiler copies them.
/// </summary>
internal sealed class CompiledHouse
{
    // Of a type without code, the documents that declare it (Portable PDB specification, "Type Definition Documents").
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    // For the constructor alone, which reads everything: the image is closed behind it.
    private readonly MetadataReader _metadata;
    private readonly Dictionary<TypeDefinitionHandle, SortedSet<string>> _files = [];
    private readonly List<Arrow> _arrows = [];
    private readonly List<HouseType> _types = [];

    private CompiledHouse(PEReader image, MetadataReader symbols, string root)
    {
        _metadata = image.GetMetadataReader();
        ReadFiles(symbols, root);
        foreach (TypeDefinitionHandle type in _metadata.TypeDefinitions)
        {
            ReadArrows(image, type);
            if (!IsGenerated(type)) _types.Add(new(NameOf(type), IsVisible(type), !_metadata.GetTypeDefinition(type).GetDeclaringType().IsNil, FilesOf(type)));
        }
    }

    /// <summary>Reads an assembly and the symbols beside it.</summary>
    /// <param name="assembly">path of the .dll</param>
    /// <param name="root">the house's folder within the project, such as <c>src/Autograd.Graph</c></param>
    public static CompiledHouse Read(string assembly, string root)
    {
        using PEReader image = new(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        return new(image, symbols.GetMetadataReader(), $"/{root}/");
    }

    /// <summary>What knows what across rooms, each pair of types once.</summary>
    public IReadOnlyList<Arrow> Arrows => _arrows;

    /// <summary>Every type that somebody wrote.</summary>
    public IReadOnlyList<HouseType> Types => _types;

    private void ReadFiles(MetadataReader symbols, string root)
    {
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            var files = _files[handle] = [];
            foreach (MethodDefinitionHandle method in _metadata.GetTypeDefinition(handle).GetMethods())
            {
                MethodDebugInformation information = symbols.GetMethodDebugInformation(method);
                if (information.SequencePointsBlob.IsNil) continue;
                foreach (SequencePoint point in information.GetSequencePoints()) Add(files, point.Document);
            }

            foreach (CustomDebugInformationHandle custom in symbols.GetCustomDebugInformation(handle))
            {
                CustomDebugInformation information = symbols.GetCustomDebugInformation(custom);
                if (symbols.GetGuid(information.Kind) != TypeDefinitionDocuments) continue;
                BlobReader blob = symbols.GetBlobReader(information.Value);
                while (blob.RemainingBytes > 0) Add(files, MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
            }
        }

        void Add(SortedSet<string> files, DocumentHandle document)
        {
            string path = symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
            int start = path.LastIndexOf(root, StringComparison.Ordinal);
            if (start < 0) return;
            string file = path[(start + root.Length)..];
            if (!file.StartsWith("obj/", StringComparison.Ordinal)) files.Add(file);
        }
    }

    private void ReadArrows(PEReader image, TypeDefinitionHandle type)
    {
        string from = RoomOf(type);
        if (from.Length == 0) return;
        var known = new TypeReferences(_metadata, image).Of(type);
        foreach (TypeDefinitionHandle other in known)
        {
            string to = RoomOf(other);
            if (to.Length > 0 && to != from) _arrows.Add(new(from, NameOf(type), to, NameOf(other)));
        }
    }

    /// <summary>The files of a type; of what the compiler nests in it without lines of its own, those of the type around it.</summary>
    private SortedSet<string> FilesOf(TypeDefinitionHandle type)
    {
        TypeDefinitionHandle around = _metadata.GetTypeDefinition(type).GetDeclaringType();
        return _files[type].Count > 0 || around.IsNil ? _files[type] : FilesOf(around);
    }

    /// <summary>The folder of a type, "(two rooms)" where its parts lie in several, empty where it lies outside of the house.</summary>
    private string RoomOf(TypeDefinitionHandle type)
    {
        string? room = null;
        foreach (string file in FilesOf(type))
        {
            string folder = file.Contains('/') ? file[..file.IndexOf('/')] : ".";
            if (room is not null && room != folder) return "(two rooms)";
            room = folder;
        }

        return room ?? "";
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return $"{NameOf(type.GetDeclaringType())}.{name}";
        string space = _metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) switch
        {
            System.Reflection.TypeAttributes.Public => true,
            System.Reflection.TypeAttributes.NestedPublic => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    /// <summary>Whether the compiler made the type: its names begin as no written name can, or its namespace is the compiler's own.</summary>
    private bool IsGenerated(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        if (_metadata.GetString(type.Name).StartsWith('<')) return true;
        if (!type.GetDeclaringType().IsNil) return IsGenerated(type.GetDeclaringType());
        return _metadata.GetString(type.Namespace) is "Microsoft.CodeAnalysis" or "System.Runtime.CompilerServices";
    }
}
