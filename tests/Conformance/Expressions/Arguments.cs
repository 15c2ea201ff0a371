using Autograd.Graph;

namespace Autograd.Conformance;

/// <summary>The evaluated arguments of a call; each is taken once, and none may be left over.</summary>
internal sealed class Arguments(string function, IReadOnlyList<object?> positional, Dictionary<string, object?> keywords)
{
    private int _next;

    public bool HasPositional => _next < positional.Count;

    public bool NextIsInteger => HasPositional && positional[_next] is long;

    /// <summary>The next positional argument, or the keyword, or the default.</summary>
    public object? Take(string name, object? otherwise)
    {
        if (HasPositional) return positional[_next++];
        return keywords.Remove(name, out object? value) ? value : otherwise;
    }

    /// <exception cref="UnsupportedCaseException">the argument is not there, or is not of that type</exception>
    public T Take<T>(string name) => Take(name, null) is T value ? value : throw Unsupported();

    public double TakeNumber(string name, double? otherwise = null) => Take(name, otherwise) switch
    {
        long whole => whole,
        double number => number,
        _ => throw Unsupported(),
    };

    public long TakeInteger(string name, long? otherwise = null) => Take(name, otherwise) is long whole ? whole : throw Unsupported();

    public bool TakeFlag(string name, bool otherwise) => Take(name, otherwise) is bool flag ? flag : throw Unsupported();

    /// <summary>Sizes in a tuple, or spread over the remaining positional arguments.</summary>
    public int[] TakeSizes(string name = "size")
    {
        object? first = Take(name, null);
        if (first is object?[] sizes) return Array.ConvertAll(sizes, Size);
        var spread = new List<int> { Size(first) };
        while (HasPositional) spread.Add(Size(positional[_next++]));
        return [.. spread];
    }

    public DType TakeDType(DType otherwise) => keywords.Remove("dtype", out object? value) && value is DType dtype ? dtype : otherwise;

    /// <summary>To be called when everything known has been taken.</summary>
    /// <exception cref="UnsupportedCaseException">something is left</exception>
    public void Done()
    {
        keywords.Remove("requires_grad");   // draws the same numbers
        if (HasPositional || keywords.Count > 0) throw Unsupported();
    }

    private int Size(object? value) => value is long size ? int.CreateChecked(size) : throw Unsupported();

    private UnsupportedCaseException Unsupported() =>
        new($"{function} with such arguments");
}
