using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Makes the boxes and arrows of one drawing.</summary>
internal sealed class DrawingBuilder : IDisposable
{
    private const int FewestNodes = 12, LongestName = 40;

    private readonly NodeMap _places = NodeMap.Create();
    private readonly List<Expr> _order = [];
    private readonly List<DrawnNode> _nodes = [];
    private readonly OrderedDictionary<(int From, int To), Arrow> _arrows = [];
    private readonly HashSet<Expr> _outputs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, string> _letters = [];
    private int[] _boxes = [];
    private int _forward;

    private DrawingBuilder() { }

    /// <summary>All values that go from one box to another.</summary>
    private sealed class Arrow
    {
        public readonly List<string> Labels = [];
        public int Count;
        public bool Backward = true, Dashed = true;
    }

    public static Drawing Draw(List<(string Name, Expr Value)> forward, List<(string Name, Expr Value)> backward, DrawingOptions? options)
    {
        int most = (options ?? DrawingOptions.Default).MostNodes;
        if (most < FewestNodes) throw new ArgumentOutOfRangeException(nameof(options), most, $"drawing: at most {most} nodes; there must be room for {FewestNodes}");
        using var builder = new DrawingBuilder();
        builder.Collect(forward, backward);
        builder.Boxes(most - builder.OutputBoxes(forward, backward, most));
        builder.Arrows();
        builder.Outputs(forward, backward, most);
        return new([.. builder._nodes], [.. builder._arrows.Select(arrow => Edge(arrow.Key, arrow.Value))]);
    }

    public void Dispose() => _places.Dispose();

    private void Collect(List<(string Name, Expr Value)> forward, List<(string Name, Expr Value)> backward)
    {
        Traversal.Collect([.. forward.Select(output => output.Value)], _order, _places, default(AllInputs));
        _forward = _order.Count;
        Traversal.Collect([.. backward.Select(output => output.Value)], _order, _places, default(AllInputs));
        foreach ((_, Expr value) in forward.Concat(backward)) _outputs.Add(value);
    }

    /// <summary>Numbers stand in the boxes that use them, unless they are outputs.</summary>
    private bool IsDrawn(Expr node) => node.Op is not Op.Literal || _outputs.Contains(node);

    /// <summary>Whether no arrow leads to a node: not so of a cell whose expression is pending.</summary>
    private static bool IsSource(Expr node) => default(AllInputs).Count(node) == 0;

    private void Boxes(int most)
    {
        _boxes = new int[_order.Count];
        Array.Fill(_boxes, -1);
        int drawn = _order.Count(IsDrawn), sources = _order.Count(node => IsDrawn(node) && IsSource(node));
        bool folds = drawn > most, sourcesApart = !folds || 3 * sources <= most;
        int room = Math.Max(2, sourcesApart ? most - sources : most);
        if (!folds)
        {
            for (int i = 0; i < _boxes.Length; i++)
                if (IsDrawn(_order[i])) _boxes[i] = Add(DrawnLabels.NodeOf(_order[i], IsDrawn, i >= _forward));
            return;
        }

        if (sourcesApart)
        {
            for (int i = 0; i < _boxes.Length; i++)
                if (IsDrawn(_order[i]) && IsSource(_order[i])) _boxes[i] = Add(DrawnLabels.NodeOf(_order[i], IsDrawn, i >= _forward));
        }

        int[] forward = [.. Remaining(0, _forward)], backward = [.. Remaining(_forward, _order.Count)];
        int forwardRoom = Math.Clamp((int)((long)room * forward.Length / (forward.Length + backward.Length)), 1, room - 1);
        Fold(forward, backward.Length == 0 ? room : forwardRoom, backward: false);
        Fold(backward, forward.Length == 0 ? room : room - forwardRoom, backward: true);
    }

    private IEnumerable<int> Remaining(int from, int end) => Enumerable.Range(from, end - from).Where(i => _boxes[i] < 0 && IsDrawn(_order[i]));

    private void Fold(int[] members, int most, bool backward)
    {
        if (members.Length == 0) return;
        (int[] segments, List<string?> names) = GraphFolding.Cut([.. members.Select(i => _order[i])], most);
        for (int start = 0, end; start < members.Length; start = end)
        {
            end = start + 1;
            while (end < members.Length && segments[end] == segments[start]) end++;
            Expr[] block = [.. members[start..end].Select(i => _order[i])];
            int box = Add(block.Length == 1 ? DrawnLabels.NodeOf(block[0], IsDrawn, backward) : Block(block, names[segments[start]], backward));
            for (int i = start; i < end; i++) _boxes[members[i]] = box;
        }
    }

    /// <summary>Blocks of equal operations have one letter: what is repeated looks it.</summary>
    private DrawnNode Block(Expr[] block, string? name, bool backward)
    {
        var hash = new HashCode();
        foreach (Expr node in block) hash.Add(GraphFolding.SignatureOf(node));
        ref string? letter = ref CollectionsMarshal.GetValueRefOrAddDefault(_letters, hash.ToHashCode(), out bool known);
        if (!known) letter = Letter(_letters.Count - 1);
        string title = name is null ? $"block {letter}" : OneLine.Of(name, LongestName);
        return new(string.Create(CultureInfo.InvariantCulture, $"{title}: {block.Length} nodes"), DrawnLabels.Tally(block), DrawnKind.Block, backward);
    }

    private static string Letter(int index) => index < 26 ? $"{(char)('A' + index)}" : string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + index % 26)}{index / 26}");

    private int Add(DrawnNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private void Arrows()
    {
        for (int i = 0; i < _order.Count; i++)
        {
            Expr node = _order[i];
            if (_boxes[i] < 0) continue;
            for (int k = 0; k < default(AllInputs).Count(node); k++)
            {
                Expr input = default(AllInputs).Input(node, k);
                if (_places.TryGet(input, out int place) && _boxes[place] >= 0 && _boxes[place] != _boxes[i])
                    Connect(_boxes[place], _boxes[i], DrawnLabels.TypeOf(input), i >= _forward, node.Op is Op.WithRule && k > 0);
            }
        }
    }

    private void Connect(int from, int to, string label, bool backward, bool dashed)
    {
        if (!_arrows.TryGetValue((from, to), out Arrow? arrow)) _arrows.Add((from, to), arrow = new());
        arrow.Count++;
        arrow.Backward &= backward;
        arrow.Dashed &= dashed;
        if (!arrow.Labels.Contains(label)) arrow.Labels.Add(label);
    }

    private static DrawnEdge Edge((int From, int To) ends, Arrow arrow)
    {
        string label = arrow.Labels.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{arrow.Count} values")
            : arrow.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{arrow.Count} × {arrow.Labels[0]}")
            : arrow.Labels[0];
        return new(ends.From, ends.To, label, arrow.Backward, arrow.Dashed);
    }

    /// <summary>Many outputs share a box.</summary>
    private int OutputBoxes(List<(string Name, Expr Value)> forward, List<(string Name, Expr Value)> backward, int most) =>
        3 * (forward.Count + backward.Count) <= most ? forward.Count + backward.Count : (forward.Count > 0 ? 1 : 0) + (backward.Count > 0 ? 1 : 0);

    private void Outputs(List<(string Name, Expr Value)> forward, List<(string Name, Expr Value)> backward, int most)
    {
        bool each = OutputBoxes(forward, backward, most) == forward.Count + backward.Count;
        foreach ((List<(string Name, Expr Value)> outputs, bool isBackward) in new[] { (forward, false), (backward, true) })
        {
            int shared = each || outputs.Count == 0 ? -1 : Add(new(string.Create(CultureInfo.InvariantCulture, $"{outputs.Count} {(isBackward ? "gradients" : "outputs")}"), null, DrawnKind.Output, isBackward));
            foreach ((string name, Expr value) in outputs)
            {
                int box = each ? Add(new(OneLine.Of(name, LongestName), null, DrawnKind.Output, isBackward)) : shared;
                _places.TryGet(value, out int place);
                Connect(_boxes[place], box, DrawnLabels.TypeOf(value), isBackward, dashed: false);
            }
        }
    }
}
