namespace Autograd.Graph;

/// <summary>The fields of an object, each to be asked for.</summary>
internal sealed class JsonFields(JsonValue whole)
{
    /// <summary>More than any op has: fields are searched one by one.</summary>
    public const int Most = 64;

    private readonly List<Field> _fields = [];

    private record struct Field(string Name, int Start, JsonValue Value, bool Asked);

    /// <summary>The object.</summary>
    public JsonValue Whole => whole;

    public bool IsFull => _fields.Count == Most;

    public bool TryAdd(string name, int start, JsonValue value)
    {
        if (IsFull) return false;
        foreach (Field field in _fields)
            if (field.Name == name) return false;
        _fields.Add(new(name, start, value, false));
        return true;
    }

    public JsonValue? Find(string name)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Name != name) continue;
            _fields[i] = _fields[i] with { Asked = true };
            return _fields[i].Value;
        }

        return null;
    }

    public JsonValue Get(string name, string of) => Find(name) ?? throw whole.Error($"{of} has no '{name}'");

    /// <exception cref="ComputationFormatException">a field was not asked for: it means nothing here</exception>
    public void RefuseOthers(string of)
    {
        foreach (Field field in _fields)
        {
            if (field.Asked) continue;
            string known = string.Join(", ", _fields.Where(other => other.Asked).Select(other => other.Name));
            throw whole.Document.Error(field.Start, $"{of} has no field '{field.Name}'{(known.Length > 0 ? $" (of those here it has {known})" : "")}");
        }
    }
}
