using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd.CSharp;

/// <summary>In anomaly mode, where each node was made: the frames of the caller, and the node whose backward made it.</summary>
internal static class NodeTrace
{
    private const string Traceback = "traceback_", Parent = "parent_";

    private static readonly ConditionalWeakTable<Node, Dictionary<string, object?>> s_notes = [];

    [ThreadStatic]
    private static Node? t_running;

    /// <summary>What is noted of a node.</summary>
    public static IDictionary<string, object?> Of(Node node) => s_notes.GetOrCreateValue(node);

    /// <summary>Notes where a node is made: here.</summary>
    public static void Note(Node node)
    {
        IDictionary<string, object?> notes = Of(node);
        notes[Traceback] = CallSite();
        if (t_running is { } running) notes[Parent] = running;
    }

    /// <summary>Runs a node as the one that makes others; one that fails is named, with where it was made.</summary>
    public static void Run(Node node, Action run)
    {
        Node? outer = t_running;
        t_running = node;
        try
        {
            run();
        }
        catch
        {
            Report(node);
            throw;
        }
        finally
        {
            t_running = outer;
        }
    }

    private static void Report(Node node)
    {
        var notes = s_notes.TryGetValue(node, out Dictionary<string, object?>? found) ? found : null;
        if (notes?.GetValueOrDefault(Traceback) is not string made)
        {
            Warnings.Issue($"Error detected in {node.name()}. No forward pass information available. Enable detect anomaly during forward pass for more information.");
            return;
        }

        Warnings.Issue($"Error detected in {node.name()}. Traceback of forward call that caused the error:\n{made}");
        var seen = new HashSet<Node> { node };
        while (notes?.GetValueOrDefault(Parent) is Node parent && seen.Add(parent))
        {
            notes = s_notes.TryGetValue(parent, out found) ? found : null;
            Warnings.Issue(notes?.GetValueOrDefault(Traceback) is string induced
                ? $"\n\nPrevious calculation was induced by {parent.name()}. Traceback of forward call that induced the previous calculation:\n{induced}"
                : $"\n\nPrevious calculation was induced by {parent.name()}. No forward pass information available. Enable detect anomaly during forward pass for more information.");
        }
    }

    /// <summary>The stack without the library's own frames, the caller's outermost first, as Python writes it.</summary>
    private static string CallSite()
    {
        string? own = typeof(NodeTrace).Assembly.FullName;
        var text = new StringBuilder();
        foreach (StackFrame frame in new StackTrace(fNeedFileInfo: true).GetFrames().Reverse())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method || method.DeclaringAssemblyName == own) continue;
            string name = method.DeclaringTypeName is { } type ? $"{type}.{method.Name}" : method.Name;
            text.Append(frame.GetFileName() is { } file ? $"  File \"{file}\", line {frame.GetFileLineNumber()}, in {name}\n" : $"  in {name}\n");
        }

        return text.ToString();
    }
}
