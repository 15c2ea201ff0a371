using Autograd.Graph;

namespace Autograd.CSharp;

// Nodes that are watched, or that keep their values elsewhere: all their gradients are there before any is sent on.
internal sealed partial class BackwardWalk
{
    private static bool NeedsCare(Node node) => node.Packed is not null || Modes.Current.Anomaly;

    /// <summary>Runs a node in anomaly mode, or measured.</summary>
    private void RunObserved(int number)
    {
        Node node = _visits[number].Node;
        Modes modes = Modes.Current;
        using IDisposable? part = modes.Profile?.Part(node.name());
        void Run() => RunNode(node, _cotangents.AsSpan(_visits[number].Place, node.OutputCount), _index);
        if (modes.Anomaly) NodeTrace.Run(node, Run);
        else Run();
    }

    private void PullWithCare(Node node, ReadOnlySpan<TrackedCotangent> arrived)
    {
        TrackedCotangent[] pulled = node is FunctionNode function ? function.Pull(this, arrived)
            : node.Packed is { } packed ? PullPacked(node, packed.Open(), arrived)
            : PullApart(node, arrived);
        if (node.Hooks is { After: { Count: > 0 } after }) CallAfter(after, pulled, arrived);
        if (Modes.Current is { Anomaly: true, CheckNan: true }) CheckNan(node, pulled);
        ReadOnlySpan<Edge> edges = node.Edges;
        for (int i = 0; i < pulled.Length; i++)
            if (pulled[i].Exists && edges[i].Node is { } source && !Skips(source, _index)) Arrive(_index.Find(source), edges[i].Output, pulled[i]);
    }

    /// <summary>The gradients of a node's operands, each at its place.</summary>
    private TrackedCotangent[] PullApart(Node node, ReadOnlySpan<TrackedCotangent> arrived)
    {
        LocalStep step = node.Step();
        ReadOnlySpan<Edge> edges = node.Edges;
        var outputs = new Expr[arrived.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = step.Output(i);
        var operands = new Expr?[edges.Length];
        for (int i = 0; i < operands.Length; i++) operands[i] = step.Operand(i);
        Disentangle(operands, outputs);
        MaskedCotangent[] cotangents = Pulled(edges, outputs, operands, arrived, out int[] places);
        var pulled = new TrackedCotangent[edges.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            pulled[place] = cotangents[i].Value is null ? new(Expr.ZerosLike(operands[place]!)) : _record ? RecordedPullback.Record(cotangents[i], edges, step, arrived) : new(cotangents[i]);
        }

        return pulled;
    }

    private TrackedCotangent[] PullPacked(Node node, UnpackedStep step, ReadOnlySpan<TrackedCotangent> arrived)
    {
        ReadOnlySpan<Edge> edges = node.Edges;
        var operands = new Expr?[edges.Length];
        for (int i = 0; i < operands.Length; i++) operands[i] = step.Operand(i);
        MaskedCotangent[] cotangents = step.Filled(Pulled(edges, step.Outputs, operands, arrived, out int[] places), arrived);
        var pulled = new TrackedCotangent[edges.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            pulled[place] = cotangents[i].Value is null ? new(Expr.ZerosLike(operands[place]!)) : _record ? RecordedPullback.Record(cotangents[i], step.Histories, arrived) : new(cotangents[i]);
        }

        return pulled;
    }

    /// <summary>The cotangents of the operands that are asked for, and the places of these.</summary>
    private MaskedCotangent[] Pulled(ReadOnlySpan<Edge> edges, Expr[] outputs, Expr?[] operands, ReadOnlySpan<TrackedCotangent> arrived, out int[] places)
    {
        var asked = new List<Expr>();
        var at = new List<int>();
        for (int i = 0; i < operands.Length; i++)
        {
            if (edges[i].Node is not { } source || Skips(source, _index) || operands[i] is not { } operand || asked.Contains(operand)) continue;
            asked.Add(operand);
            at.Add(i);
        }

        places = [.. at];
        var seeds = new MaskedCotangent[arrived.Length];
        for (int i = 0; i < seeds.Length; i++) seeds[i] = arrived[i].Cotangent;
        return Gradient.MaskedPullback(outputs, asked, seeds);
    }

    // x * x: each place gets its own gradient, where the operation is one node over its operands.
    private void Disentangle(Expr?[] operands, Expr[] outputs)
    {
        if (_record || operands.Length < 2 || outputs.Length != 1 || outputs[0].Inputs.Count != operands.Length) return;
        for (int i = 0; i < operands.Length; i++)
            if (!ReferenceEquals(outputs[0].Inputs[i], operands[i])) return;
        var apart = new Expr[operands.Length];
        for (int i = 0; i < apart.Length; i++) operands[i] = apart[i] = Expr.Identity(operands[i]!);
        outputs[0] = Expr.Apply(outputs[0].Op, apart);
    }

    /// <exception cref="InvalidOperationException">a gradient holds NaN</exception>
    private static void CheckNan(Node node, ReadOnlySpan<TrackedCotangent> pulled)
    {
        for (int i = 0; i < pulled.Length; i++)
        {
            if (!pulled[i].Exists) continue;
            Expr value = pulled[i].Cotangent.Settle()!;
            if (value.IsNaN().Any().Evaluate(FacadeOptions.Current).ToScalar<bool>())
                throw new InvalidOperationException($"Function '{node.name()}' returned nan values in its {i}th output.");
        }
    }
}
