namespace Autograd.Graph;

/// <summary>
/// Cuts a sequence of nodes in topological order into segments. Whatever the cuts, arrows between segments go one way only.
/// </summary>
internal static class GraphFolding
{
    private const int FewestRepeats = 3, MostEven = 40;

    private static readonly char[] s_separators = ['.', '/'];

    /// <summary>For each node the number of its segment, and for each segment its name or null.</summary>
    /// <param name="nodes">in topological order</param>
    /// <param name="most">the most segments, at least 1</param>
    public static (int[] Segments, List<string?> Names) Cut(IReadOnlyList<Expr> nodes, int most)
    {
        if (nodes.Count <= most) return ([.. Enumerable.Range(0, nodes.Count)], [.. nodes.Select(_ => (string?)null)]);
        return ByNames(nodes, most) ?? ByRepeats(nodes, most) ?? Evenly(nodes.Count, Math.Min(most, MostEven));
    }

    /// <summary>A segment ends with the node that has a name: what comes before is what that needs. Neighbours with one prefix fall together.</summary>
    private static (int[], List<string?>)? ByNames(IReadOnlyList<Expr> nodes, int most)
    {
        string?[] names = [.. nodes.Select(node => node.Op is Op.Parameter ? null : node.Name)];
        int depth = names.Max(name => name is null ? 0 : Parts(name));
        for (; depth > 0; depth--)
        {
            var segments = new int[nodes.Count];
            var found = new List<string?>();
            int start = 0;
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i] is not { } name) continue;
                string prefix = Prefix(name, depth);
                if (found.Count == 0 || found[^1] != prefix) found.Add(prefix);
                for (; start <= i; start++) segments[start] = found.Count - 1;
            }

            if (start < names.Length) found.Add(null);
            for (; start < names.Length; start++) segments[start] = found.Count - 1;
            if (found.Count >= 2 && found.Count <= most) return (segments, found);
        }

        return null;
    }

    private static int Parts(string name) => name.Split(s_separators).Length;

    private static string Prefix(string name, int parts)
    {
        int end = -1;
        while (parts-- > 0)
        {
            end = name.IndexOfAny(s_separators, end + 1);
            if (end < 0) return name;
        }

        return name[..end];
    }

    /// <summary>A segment ends with an operation that comes again and again at even distances.</summary>
    private static (int[], List<string?>)? ByRepeats(IReadOnlyList<Expr> nodes, int most)
    {
        var places = new Dictionary<int, List<int>>();
        for (int i = 0; i < nodes.Count; i++)
        {
            int signature = SignatureOf(nodes[i]);
            if (!places.TryGetValue(signature, out List<int>? at)) places.Add(signature, at = []);
            at.Add(i);
        }

        List<int>? best = null;
        foreach (List<int> at in places.Values)
        {
            if (at.Count < FewestRepeats || at.Count >= most) continue;
            if (!IsEven(at, nodes.Count)) continue;
            // Of those that repeat alike the one that comes last in its period: it is the likeliest to be its end.
            if (best is null || at.Count > best.Count || (at.Count == best.Count && at[0] > best[0])) best = at;
        }

        if (best is null) return null;
        var segments = new int[nodes.Count];
        int segment = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = segment;
            if (segment < best.Count && i == best[segment]) segment++;
        }

        return (segments, [.. Enumerable.Repeat((string?)null, segments[^1] + 1)]);
    }

    private static bool IsEven(List<int> at, int count)
    {
        int shortest = int.MaxValue, longest = 0;
        for (int i = 1; i < at.Count; i++)
        {
            shortest = Math.Min(shortest, at[i] - at[i - 1]);
            longest = Math.Max(longest, at[i] - at[i - 1]);
        }

        return shortest > 1 && 4 * (longest - shortest) <= longest && (long)longest * (at.Count + 1) >= count / 2;
    }

    private static (int[], List<string?>) Evenly(int count, int most)
    {
        int each = (count + most - 1) / most;
        return ([.. Enumerable.Range(0, count).Select(i => i / each)], [.. Enumerable.Repeat((string?)null, (count + each - 1) / each)]);
    }

    /// <summary>Alike for nodes of equal ops and types.</summary>
    public static int SignatureOf(Expr node) => node.OutputCount == 1 ? HashCode.Combine(node.Op.Hash, node.DType, node.Shape) : node.Op.Hash;
}
