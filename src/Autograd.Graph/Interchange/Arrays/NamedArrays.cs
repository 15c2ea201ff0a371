namespace Autograd.Graph;

/// <summary>What is to be written under names.</summary>
internal static class NamedArrays
{
    /// <summary>The arrays, looked at once.</summary>
    /// <exception cref="ArgumentException">a name or array is null, or a name comes twice</exception>
    public static KeyValuePair<string, NDArray>[] Checked(IEnumerable<KeyValuePair<string, NDArray>> arrays, string format)
    {
        KeyValuePair<string, NDArray>[] named = [.. arrays];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, NDArray array) in named)
        {
            if (name is null) throw new ArgumentException($"{format}: a name is null", nameof(arrays));
            if (array is null) throw new ArgumentException($"{format}: the array '{name}' is null", nameof(arrays));
            if (!names.Add(name)) throw new ArgumentException($"{format}: two arrays are named '{name}'", nameof(arrays));
        }

        return named;
    }
}
