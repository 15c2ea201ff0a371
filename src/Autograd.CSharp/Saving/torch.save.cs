namespace Autograd.CSharp;

// The files are safetensors: other programs read the tensors by their names, and nothing in a file can run.
public static partial class torch
{
    /// <summary>Writes a tensor to a file, which is there whole or not at all. Of a tensor with history its value is written.</summary>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void save(Tensor obj, string f) => SavedTensors.Of(obj).Write(f);

    /// <summary>Writes a tensor to a stream.</summary>
    public static void save(Tensor obj, Stream f) => SavedTensors.Of(obj).Write(f);

    /// <summary>Writes a list of tensors to a file.</summary>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void save(IEnumerable<Tensor> obj, string f) => SavedTensors.Of(obj).Write(f);

    /// <summary>Writes a list of tensors to a stream.</summary>
    public static void save(IEnumerable<Tensor> obj, Stream f) => SavedTensors.Of(obj).Write(f);

    /// <summary>Writes tensors by their names to a file.</summary>
    /// <exception cref="ArgumentException">a name comes twice, or is <c>__metadata__</c></exception>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void save(IEnumerable<KeyValuePair<string, Tensor>> obj, string f) => SavedTensors.Of(obj).Write(f);

    /// <summary>Writes tensors by their names to a stream.</summary>
    /// <exception cref="ArgumentException">a name comes twice, or is <c>__metadata__</c></exception>
    public static void save(IEnumerable<KeyValuePair<string, Tensor>> obj, Stream f) => SavedTensors.Of(obj).Write(f);

    /// <summary>The tensor of a file that <see cref="save(Tensor, string)"/> wrote.</summary>
    /// <exception cref="Graph.ArrayFormatException">the file is of another format, damaged or incomplete, or holds something else than one tensor</exception>
    /// <exception cref="IOException">the file cannot be read</exception>
    public static Tensor load(string f) => load<Tensor>(f);

    /// <inheritdoc cref="load(string)"/>
    public static Tensor load(Stream f) => load<Tensor>(f);

    /// <summary>What a file holds. Leaves require grad as the saved tensors did.</summary>
    /// <typeparam name="T">
    /// <see cref="Tensor"/>, <see cref="List{T}"/> of tensors, or <see cref="Dictionary{TKey, TValue}"/> of tensors by their names, as which any
    /// safetensors file can be read
    /// </typeparam>
    /// <param name="f">the file</param>
    /// <param name="widen">whether element types that tensors do not have yet (such as float16) are read as wider ones</param>
    /// <exception cref="Graph.ArrayFormatException">the file is of another format, damaged or incomplete, or holds something else</exception>
    /// <exception cref="NotSupportedException">T is another type</exception>
    /// <exception cref="IOException">the file cannot be read</exception>
    public static T load<T>(string f, bool widen = false)
        where T : class => SavedTensors.As<T>(Graph.SafetensorsFile.Read(f, widen), f);

    /// <inheritdoc cref="load{T}(string, bool)"/>
    public static T load<T>(Stream f, bool widen = false)
        where T : class => SavedTensors.As<T>(Graph.SafetensorsFile.Read(f, widen), null);
}
