using System.Buffers;
using System.Text;

namespace Autograd.Graph;

/// <summary>
/// Computations as JSON documents, one node a line. What is read has the structure of what was written and evaluates to the same bits: numbers and
/// arrays are kept bit for bit, names of nodes and the sharing of nodes too. Derivative rules are stored by name: <see cref="RuleRegistry"/>.
/// </summary>
public static class ComputationJson
{
    /// <summary>The version that is written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>The computation as a document.</summary>
    /// <param name="computation">what is written</param>
    /// <param name="rules">the rules that may be named; <see cref="RuleRegistry.Default"/> when null</param>
    /// <exception cref="ComputationException">a node has a rule that is not registered</exception>
    public static string ToJson(this Computation computation, RuleRegistry? rules = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteJson(computation, buffer, rules);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the document as UTF-8.</summary>
    /// <param name="computation">what is written</param>
    /// <param name="output">where to</param>
    /// <param name="rules">the rules that may be named; <see cref="RuleRegistry.Default"/> when null</param>
    /// <exception cref="ComputationException">a node has a rule that is not registered</exception>
    public static void WriteJson(this Computation computation, IBufferWriter<byte> output, RuleRegistry? rules = null)
    {
        ArgumentNullException.ThrowIfNull(computation);
        ArgumentNullException.ThrowIfNull(output);
        new ComputationJsonWriter(output, rules ?? RuleRegistry.Default).Write(computation);
    }

    /// <summary>Writes the document as UTF-8, in parts of some megabytes.</summary>
    /// <param name="computation">what is written</param>
    /// <param name="output">where to; it stays open</param>
    /// <param name="rules">the rules that may be named; <see cref="RuleRegistry.Default"/> when null</param>
    /// <exception cref="ComputationException">a node has a rule that is not registered</exception>
    public static void WriteJson(this Computation computation, Stream output, RuleRegistry? rules = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var sink = new StreamSink(output);
        WriteJson(computation, sink, rules);
        sink.Flush();
    }

    /// <summary>The computation of a document.</summary>
    /// <param name="json">the document</param>
    /// <param name="rules">the rules that may be named; <see cref="RuleRegistry.Default"/> when null</param>
    /// <exception cref="ComputationFormatException">it is malformed, of a newer version, or no computation</exception>
    public static Computation Read(string json, RuleRegistry? rules = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Read(Encoding.UTF8.GetBytes(json).AsMemory(), rules);
    }

    /// <summary>The computation of a document in UTF-8.</summary>
    /// <inheritdoc cref="Read(string, RuleRegistry)"/>
    public static Computation Read(ReadOnlySpan<byte> json, RuleRegistry? rules = null) => Read(json.ToArray().AsMemory(), rules);

    /// <summary>The computation of a document in UTF-8 that must not change meanwhile.</summary>
    /// <inheritdoc cref="Read(string, RuleRegistry)"/>
    public static Computation Read(ReadOnlyMemory<byte> json, RuleRegistry? rules = null) => new ComputationJsonReader(new(json), rules ?? RuleRegistry.Default).Read();

    /// <summary>The computation of a document in UTF-8, of 2 GiB at most, which the stream holds from here to its end.</summary>
    /// <inheritdoc cref="Read(string, RuleRegistry)"/>
    public static Computation Read(Stream json, RuleRegistry? rules = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var all = new MemoryStream();
        json.CopyTo(all);
        return Read(all.GetBuffer().AsMemory(0, (int)all.Length), rules);
    }
}
