using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Where nodes were made, recorded only while somebody asks for it: a stack trace for each node costs some ten microseconds, and a bound on
/// what is known only as long as the node lives.
/// </summary>
public static class CallSites
{
    // The number of open scopes in the process: while there is none, making a node looks no further.
    private static int s_scopes;

    // Whether anything was ever recorded: programs that never ask look nothing up.
    private static bool s_recorded;

    [ThreadStatic]
    private static int t_scopes;

    [ThreadStatic]
    private static Expr? t_differentiated;

    private static readonly ConditionalWeakTable<Expr, CallSite> s_sites = [];

    /// <summary>Records where this thread makes nodes until the scope is disposed. Of nodes made by differentiation the site of what is differentiated is recorded.</summary>
    public static IDisposable Record() => new Scope();

    /// <summary>Where a node was made; null where nobody recorded it.</summary>
    public static CallSite? Of(Expr node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return s_sites.TryGetValue(node, out CallSite? site) ? site : null;
    }

    /// <summary>Whether this thread records.</summary>
    internal static bool AreRecorded => s_scopes != 0 && t_scopes != 0;

    /// <summary>Records where a new node comes from.</summary>
    internal static void Note(Expr node)
    {
        if (t_differentiated is not { } differentiated) s_sites.AddOrUpdate(node, Caller());
        else if (Of(differentiated) is { } site) s_sites.AddOrUpdate(node, site with { BackwardOf = differentiated });
    }

    /// <summary>Records that a node made of another comes from where that one does.</summary>
    internal static void Copy(Expr from, Expr to)
    {
        if (s_recorded && Of(from) is { } site) s_sites.AddOrUpdate(to, site);
    }

    /// <summary>Nodes that this thread makes until the scope is disposed belong to the derivative of a node.</summary>
    internal static Differentiation BackwardOf(Expr node)
    {
        Expr? outer = t_differentiated;
        t_differentiated = node;
        return new(outer);
    }

    /// <summary>The innermost method that belongs neither to this library nor to the runtime.</summary>
    private static CallSite Caller()
    {
        foreach (StackFrame frame in new StackTrace(skipFrames: 2, fNeedFileInfo: true).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method || IsLibrary(method.DeclaringAssemblyName)) continue;
            string? type = method.DeclaringTypeName;
            return new(type is null ? method.Name : $"{type[(type.LastIndexOf('.') + 1)..]}.{method.Name}", frame.GetFileName(), frame.GetFileLineNumber(), null);
        }

        return new("unknown", null, 0, null);
    }

    private static bool IsLibrary(string assembly)
    {
        ReadOnlySpan<char> name = assembly.AsSpan(0, assembly.IndexOf(',') is >= 0 and var comma ? comma : assembly.Length);
        return name is "Autograd.Graph" or "Autograd.CSharp" or "Autograd.FSharp" or "FSharp.Core" || name.StartsWith("System.");
    }

    /// <summary>While a node is differentiated.</summary>
    internal readonly ref struct Differentiation(Expr? outer)
    {
        private readonly Expr? _outer = outer;

        public void Dispose() => t_differentiated = _outer;
    }

    private sealed class Scope : IDisposable
    {
        private bool _disposed;

        public Scope()
        {
            s_recorded = true;
            t_scopes++;
            Interlocked.Increment(ref s_scopes);
        }

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            t_scopes--;
            Interlocked.Decrement(ref s_scopes);
        }
    }
}
