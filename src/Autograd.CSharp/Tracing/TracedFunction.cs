using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A function of the caller's within a traced one: its backward is the rule of an expression, so that transforms differentiate by it, and map it over examples.</summary>
internal sealed class TracedFunction
{
    private readonly autograd.Function _function;
    private readonly autograd.AutogradContext _context;
    private readonly Tensor[] _operands;
    private readonly Tensor?[] _standIns;
    private Tensor[] _results = [];
    private bool[] _flows = [];
    private CustomPullback? _pullback;

    private TracedFunction(autograd.Function function, autograd.AutogradContext context, Tensor[] operands)
    {
        _function = function;
        _context = context;
        _operands = operands;
        _standIns = new Tensor?[operands.Length];
    }

    /// <summary>The function's results.</summary>
    public static Tensor[] Apply(autograd.Function function, object?[] arguments, Tensor?[] tensors, bool[] needs, bool tracked)
    {
        var call = new TracedFunction(function, new autograd.AutogradContext(needs), [.. tensors.OfType<Tensor>()]);
        Expr[] operands = Recording.Operand(call._operands, tracked);
        if (operands.Length == 0) return CustomNode.Forward(function, call._context, arguments);
        Expr[] values = TracedCall.Run(() => Transform.WithVjp(function.Name, leaves => call.Forward(arguments, tensors, leaves), call.Pull, Structure.Leaves, Structure.Leaves)(operands));
        Tensor[] results = call.Recorded(operands, values, tracked);
        if (Modes.Current.Level is { } level && function.HasJvp) call.Push(level, tensors, results);
        return results;
    }

    private Expr[] Forward(object?[] arguments, Tensor?[] tensors, Expr[] leaves)
    {
        var given = (object?[])arguments.Clone();
        for (int i = 0, next = 0; i < given.Length; i++)
            if (tensors[i] is not null) given[i] = _standIns[next] = new Tensor(leaves[next++]);
        _results = CustomNode.Forward(_function, _context, given);
        foreach (Tensor dirty in _context.Dirty) CustomNode.CheckDirty(dirty, _results, tracked: false);
        _flows = Array.ConvertAll(_results, result => result.DType.IsFloating() && CustomNode.IndexOf(_context.NonDifferentiable, result) < 0);
        _pullback = new CustomPullback(_function, _flows, tensors);
        _context.FinishTraced();
        return Array.ConvertAll(_results, result => result.Value);
    }

    private Tensor[] Recorded(Expr[] operands, Expr[] values, bool tracked)
    {
        Expr[] outputs = [.. values.Where((_, i) => _flows[i])];
        Node? node = tracked && outputs.Length > 0
            ? new Node(Operation.Internal(_function.Name + "Backward", saves: true), (ReadOnlySpan<Operand>)Recording.Operands(_operands, operands), outputs, outputs.Length, null)
            : null;
        var recorded = new Tensor[values.Length];
        for (int i = 0, output = 0; i < recorded.Length; i++)
        {
            Node? history = _flows[i] ? node : null;
            int place = history is null ? 0 : output++;
            recorded[i] = IsWritten(_results[i]) && CustomNode.IndexOf(_standIns, _results[i]) is >= 0 and var written ? _operands[written].Rebase(values[i], history, place)
                : history is null ? new Tensor(_flows[i] ? values[i] : Expr.StopGradient(values[i])) : new Tensor(values[i], history, place);
        }

        return recorded;
    }

    /// <summary>The rule: runs whenever something is differentiated, on the expressions that stand for results, operands and cotangents then.</summary>
    private Expr[] Pull(Expr[] results, Expr[] operands, Expr[] cotangents)
    {
        using (Trace.Begin(TraceKind.Functional))
        {
            Tensor?[] gradients = [.. cotangents.Where((_, i) => _flows[i]).Select(Tensor.At)];
            Tensor?[] pulled = _pullback!.Run(_context.With(tensor => Saved(tensor, results, operands)), gradients);
            var given = new Expr[operands.Length];
            for (int i = 0; i < given.Length; i++)
            {
                given[i] = !operands[i].DType.IsFloating() ? operands[i] : pulled[i]?.Value ?? Expr.ZerosLike(operands[i]);
                if (_function.IsOnceDifferentiable && pulled[i] is not null) given[i] = Once(given[i], operands, cotangents);
            }

            return given;
        }
    }

    private static Expr Once(Expr gradient, Expr[] operands, Expr[] cotangents) =>
        Expr.WithRule("once_differentiable", gradient, [.. operands, .. cotangents.Where(cotangent => !cotangent.IsAbsent)], (_, _, _) => throw new InvalidOperationException(OnceNode.Text));

    private Tensor Saved(Tensor tensor, Expr[] results, Expr[] operands)
    {
        int place = IsWritten(tensor) ? -1 : CustomNode.IndexOf(_standIns, tensor), result = CustomNode.IndexOf(_results, tensor);
        Expr value = place >= 0 ? operands[place] : result >= 0 && _flows[result] ? results[result] : Expr.StopGradient(tensor.Value);
        return value.DType.IsFloating() && (place >= 0 || result >= 0) ? Tensor.At(value) : new Tensor(value);
    }

    private bool IsWritten(Tensor tensor) => CustomNode.IndexOf(_context.Dirty, tensor) >= 0;

    /// <summary>The caller's own rule for tangents.</summary>
    private void Push(DualLevel level, Tensor?[] tensors, Tensor[] results)
    {
        Tensor?[] tangents = Array.ConvertAll(tensors, tensor => tensor is null ? null : level.TangentOf(tensor));
        if (Array.TrueForAll(tangents, tangent => tangent is null)) return;
        IReadOnlyList<Tensor?> pushed = _function.jvp(_context.With(tensor => Original(tensor, results)), tangents);
        if (pushed.Count != results.Length) throw new ArgumentException($"{_function.Name}.jvp returned an incorrect number of tangents (expected {results.Length}, got {pushed.Count})");
        for (int i = 0; i < results.Length; i++) level.Replace(results[i], pushed[i]);
    }

    private Tensor Original(Tensor tensor, Tensor[] results)
    {
        int place = CustomNode.IndexOf(_standIns, tensor), result = CustomNode.IndexOf(_results, tensor);
        return place >= 0 ? _operands[place] : result >= 0 ? results[result] : tensor;
    }
}
