using System.Text;
using System.Text.Json;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A tensor, a list or a dictionary of them, as a safetensors file holds it: the arrays, and beside them in the metadata what they are together.</summary>
internal sealed class SavedTensors
{
    private const string Key = "autograd", TensorKind = "tensor", ListKind = "list", DictionaryKind = "dictionary";

    private readonly string _kind;
    private readonly List<KeyValuePair<string, Tensor>> _tensors = [];

    private SavedTensors(string kind) => _kind = kind;

    public static SavedTensors Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var saved = new SavedTensors(TensorKind);
        saved._tensors.Add(new(TensorKind, tensor));
        return saved;
    }

    public static SavedTensors Of(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var saved = new SavedTensors(ListKind);
        foreach (Tensor tensor in tensors) saved.Add(saved._tensors.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), tensor);
        return saved;
    }

    public static SavedTensors Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var saved = new SavedTensors(DictionaryKind);
        foreach ((string name, Tensor tensor) in tensors) saved.Add(name, tensor);
        return saved;
    }

    private void Add(string name, Tensor tensor) => _tensors.Add(new(name, tensor ?? throw new ArgumentException($"save: tensor '{name}' is null")));

    public void Write(string path) => SafetensorsFile.Write(path, Arrays(), Metadata());

    public void Write(Stream stream) => SafetensorsFile.Write(stream, Arrays(), Metadata());

    private IEnumerable<KeyValuePair<string, NDArray>> Arrays() => [.. _tensors.Select(pair => new KeyValuePair<string, NDArray>(pair.Key, pair.Value.Evaluate()))];

    /// <summary>What the tensors are together, in which order, and which of them require grad.</summary>
    private Dictionary<string, string> Metadata()
    {
        using var text = new MemoryStream();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("kind", _kind);
            Names("names", _tensors);
            Names("requires_grad", _tensors.Where(pair => pair.Value.requires_grad));
            json.WriteEndObject();

            void Names(string name, IEnumerable<KeyValuePair<string, Tensor>> tensors)
            {
                json.WriteStartArray(name);
                foreach ((string key, _) in tensors) json.WriteStringValue(key);
                json.WriteEndArray();
            }
        }

        return new() { [Key] = Encoding.UTF8.GetString(text.ToArray()) };
    }

    /// <summary>What a file holds, as a type that the caller expects.</summary>
    /// <param name="content">what was read</param>
    /// <param name="file">the file's name in errors; null where there is none</param>
    /// <exception cref="ArrayFormatException">it holds something else</exception>
    /// <exception cref="NotSupportedException">T is no type that can be read</exception>
    public static T As<T>(SafetensorsContent content, string? file)
        where T : class
    {
        string expected = typeof(T) == typeof(Tensor) ? TensorKind
            : typeof(T) == typeof(List<Tensor>) ? ListKind
            : typeof(T) == typeof(Dictionary<string, Tensor>) ? DictionaryKind
            : throw new NotSupportedException($"load: files hold a Tensor, a List<Tensor> or a Dictionary<string, Tensor>, not {typeof(T).Name}");
        (string kind, List<KeyValuePair<string, Tensor>> tensors) = Read(content, file);
        if (expected != DictionaryKind && expected != kind)
            throw Error(file, kind == TensorKind ? "the file holds a tensor: load(f) reads it" : $"the file holds {tensors.Count} tensors: load<{(kind == ListKind ? "List<Tensor>" : "Dictionary<string, Tensor>")}>(f) reads them");
        return (T)(object)(expected switch
        {
            TensorKind => tensors[0].Value,
            ListKind => tensors.ConvertAll(pair => pair.Value),
            _ => new Dictionary<string, Tensor>(tensors),
        });
    }

    private static (string Kind, List<KeyValuePair<string, Tensor>> Tensors) Read(SafetensorsContent content, string? file)
    {
        string kind = DictionaryKind;
        List<string> names = [.. content.Arrays.Keys];
        var tracked = new HashSet<string>(StringComparer.Ordinal);
        if (content.Metadata.TryGetValue(Key, out string? text))
        {
            try
            {
                using JsonDocument together = JsonDocument.Parse(text);
                kind = together.RootElement.GetProperty("kind").GetString() ?? "";
                List<string> ordered = Names(together, "names");
                if (!names.Order(StringComparer.Ordinal).SequenceEqual(ordered.Order(StringComparer.Ordinal))) throw new FormatException("the names are not those of the arrays");
                names = ordered;
                tracked.UnionWith(Names(together, "requires_grad"));
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                throw Error(file, $"the metadata '{Key}' do not say what the tensors are together: {error.Message}");
            }

            if (kind is not (TensorKind or ListKind or DictionaryKind) || (kind == TensorKind && names.Count != 1)) throw Error(file, $"the metadata '{Key}' name {names.Count} tensors of the unknown kind '{kind}'");
        }

        return (kind, names.ConvertAll(name => new KeyValuePair<string, Tensor>(name, Leaf(name, content.Arrays[name], tracked.Contains(name), file))));
    }

    private static Tensor Leaf(string name, NDArray array, bool requiresGrad, string? file) => requiresGrad && !array.DType.IsFloating()
        ? throw Error(file, $"tensor '{name}' is of {array.DType.Name()} and cannot require grad, as the metadata '{Key}' say")
        : new Tensor(array, requiresGrad);

    private static List<string> Names(JsonDocument document, string name)
    {
        var names = new List<string>();
        foreach (JsonElement element in document.RootElement.GetProperty(name).EnumerateArray()) names.Add(element.GetString() ?? "");
        return names;
    }

    private static ArrayFormatException Error(string? file, string text) => new(file is null ? $"load: {text}" : $"load: {file}: {text}", -1);
}
