using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>A graph beside its shadow, in which what was float32 is float64.</summary>
internal sealed class PrecisionComparison : INodeObserver
{
    /// <summary>A value that was rounded once has this relative error at most; less is not told apart from none.</summary>
    private const double Rounding = 1.0 / (1 << 24);

    /// <summary>Rounding alone costs an operation less than this.</summary>
    private const double LeastDigits = 0.5;

    private readonly Expr[] _outputs;
    private readonly Dictionary<Expr, Expr> _shadows = new(ReferenceEqualityComparer.Instance), _originals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, NDArray> _values = new(ReferenceEqualityComparer.Instance);
    private readonly List<PrecisionRow> _rows = [];
    private bool _inShadow;

    public PrecisionComparison(Expr[] outputs)
    {
        _outputs = outputs;
        using NodeMap places = NodeMap.Create();
        foreach (Expr node in Interpreter.Collect(outputs, places)) _shadows.Add(node, ShadowOf(node));
    }

    /// <summary>Runs both and compares.</summary>
    public PrecisionReport Run(CancellationToken cancellationToken)
    {
        NDArray[] values = Interpreter.Evaluate(_outputs, cancellationToken, observer: this);
        _inShadow = true;
        Expr[] shadows = Array.ConvertAll(_outputs, output => _shadows[output]);
        NDArray[] exact = Interpreter.Evaluate(shadows, cancellationToken, observer: this);
        _rows.Sort(static (a, b) => b.DigitsLost.CompareTo(a.DigitsLost));
        var digits = new double[values.Length];
        for (int i = 0; i < digits.Length; i++) digits[i] = DigitsOf(Worst(values[i], exact[i]));
        return new([.. _rows], [.. digits], _values.Count);
    }

    /// <inheritdoc/>
    public void Computed(Expr node, ReadOnlySpan<NDArray> inputs, NDArray[] outputs)
    {
        if (!_inShadow)
        {
            // Values of nodes with several outputs are compared where an output is taken.
            if (outputs.Length == 1) _values[node] = outputs[0];
        }
        else if (outputs.Length == 1 && _originals.TryGetValue(node, out Expr? original) && !node.IsSource && node.Op is not Op.Project)
        {
            Compare(original, inputs, outputs[0]);
        }
    }

    /// <summary>Finds the element at which most is lost.</summary>
    private void Compare(Expr original, ReadOnlySpan<NDArray> exactInputs, NDArray exact)
    {
        NDArray value = _values[original];
        if (!value.DType.IsFloating()) return;
        bool byElement = original.Op is Op.Elementwise;
        var inputs = new NDArray[exactInputs.Length];
        double ofInputs = Rounding;
        for (int k = 0; k < inputs.Length; k++)
        {
            inputs[k] = ValueOf(original.Input(k));
            if (!byElement) ofInputs = Math.Max(ofInputs, Worst(inputs[k], exactInputs[k]));
        }

        (double lost, double before, double after, int place) = (LeastDigits, 0, 0, -1);
        for (int i = 0; i < value.Count; i++)
        {
            double error = ErrorAt(value, exact, i);
            if (error <= Rounding) continue;
            double input = byElement ? Rounding : ofInputs;
            if (byElement)
                for (int k = 0; k < inputs.Length; k++) input = Math.Max(input, ErrorAt(inputs[k], exactInputs[k], i));
            if (DigitsOf(input) - DigitsOf(error) is var digits && digits <= lost) continue;
            (lost, before, after, place) = (digits, DigitsOf(input), DigitsOf(error), i);
        }

        if (place >= 0) _rows.Add(new(original, before, after, place, CallSites.Of(original)));
    }

    private NDArray ValueOf(Expr node)
    {
        while (Interpreter.StandsFor(node) is { } standsFor) node = standsFor;
        return _values[node];
    }

    private static double DigitsOf(double error) => Math.Log10(1 / Math.Max(error, Rounding));

    private static double Worst(NDArray value, NDArray exact)
    {
        double worst = 0;
        if (value.DType.IsFloating())
            for (int i = 0; i < value.Count; i++) worst = Math.Max(worst, ErrorAt(value, exact, i));
        return worst;
    }

    /// <summary>The relative error, 1 at most.</summary>
    private static double ErrorAt(NDArray value, NDArray exact, int place)
    {
        double a = value.At(place).ToDouble(), b = exact.At(place).ToDouble();
        if (a.Equals(b) || a == b) return 0;
        double error = Math.Abs(a - b) / Math.Abs(b);
        return error < 1 ? error : 1;
    }

    /// <summary>The same node of float64 where it was of float32.</summary>
    private Expr ShadowOf(Expr node)
    {
        Expr shadow = Interpreter.StandsFor(node) is { } original ? _shadows[original] : Widened(node);
        _originals.TryAdd(shadow, node);
        return shadow;
    }

    private Expr Widened(Expr node)
    {
        switch (node.Op)
        {
            case Op.Iota iota: return Expr.Iota(node.Shape, iota.Axis, Wide(node.DType));
            case Op.Literal: return Expr.Literal(node.LiteralValue.As(Wide(node.DType)), node.DType == DType.Float32 ? DType.Float64 : node.DType, node.Shape);
            case Op.Parameter parameter when node.Value is null: throw new UnboundParameterException(parameter);
            case Op.Source: return Expr.Constant(node.DType == DType.Float32 ? ReferenceKernels.Compute(Expr.Apply(new Op.Cast(DType.Float64), node), [node.Value!])[0] : node.Value!);
        }

        var inputs = new Expr[node.InputCount];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = _shadows[node.Input(i)];
            // The bodies of control flow have their types: they run alike in both.
            if (node.Op is Op.Control) inputs[i] = inputs[i].Cast(node.Input(i).DType);
        }

        if (node.Op is Op.Cast { To: DType.Float32 }) return inputs[0].Cast(DType.Float64);
        Expr shadow = Expr.Apply(node.Op, (ReadOnlySpan<Expr>)inputs);
        return shadow.OutputCount == 1 ? shadow.Cast(Wide(shadow.DType)) : shadow;
    }

    private static DType Wide(DType dtype) => dtype == DType.Float32 ? DType.Float64 : dtype;
}
