namespace Autograd.Graph;

public sealed partial class Computation
{
    /// <summary>The computation with an expression in a parameter's place, such as an output of another computation.</summary>
    /// <inheritdoc cref="Substitute(IReadOnlyList{ValueTuple{Expr, Expr}})"/>
    /// <param name="parameter">the parameter's name</param>
    /// <param name="by">what takes its place, of its type</param>
    public Computation Substitute(string parameter, Expr by) => Substitute([(Parameters[Signature.IndexOfParameter(parameter)], by)]);

    /// <summary>
    /// The computation with nodes replaced, parameters or any others; all at once, so that what a replacement depends on is not replaced in turn.
    /// Derivatives speak of the replacements too, as those of <see cref="Expr.Substitute"/>. A replaced parameter is no longer one, unless a replacement depends on it; parameters that come with replacements stand behind the others.
    /// </summary>
    /// <param name="replacements">nodes and what takes their places, each of its node's type; a node that is no parameter and that no output depends on counts for nothing</param>
    /// <exception cref="ComputationException">there is no parameter of the name, a node is replaced twice, or two parameters have one name afterwards</exception>
    /// <exception cref="DTypeException">a replacement has not its node's element type</exception>
    /// <exception cref="ShapeException">a replacement has not its node's shape</exception>
    /// <exception cref="InvalidOperationException">a node has several outputs; <see cref="Expr.Output"/> takes one</exception>
    public Computation Substitute(IReadOnlyList<(Expr Node, Expr By)> replacements)
    {
        ArgumentNullException.ThrowIfNull(replacements);
        var by = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach ((Expr node, Expr replacement) in replacements)
        {
            ArgumentNullException.ThrowIfNull(node, nameof(replacements));
            ArgumentNullException.ThrowIfNull(replacement, nameof(replacements));
            if (!by.TryAdd(node, replacement)) throw new ComputationException($"substitute: {node} is replaced twice");
        }

        Expr[] outputs = Expr.Substitute(Outputs, by);
        var met = new List<Expr>();
        // Of a parameter that takes part in derivatives alone the replacement does so too.
        foreach (Expr node in Needed([.. outputs, .. Parameters.Where(by.ContainsKey).Select(parameter => by[parameter])]))
            if (node.Op is Op.Parameter) met.Add(node);
        var needed = new HashSet<Expr>(met, ReferenceEqualityComparer.Instance);
        Expr[] kept = [.. Parameters.Where(parameter => !by.ContainsKey(parameter) || needed.Contains(parameter))];
        return Make([.. kept, .. met.Except(Parameters, ReferenceEqualityComparer.Instance).Cast<Expr>()], NamedOutputs(outputs));
    }

    /// <summary>
    /// The computation of the other parameters, some being bound to arrays. What then depends on no parameter is evaluated now and becomes a
    /// constant, what was captured (variables, constants) included: differentiate by a captured variable before.
    /// </summary>
    /// <param name="values">parameters by name, and their values</param>
    /// <param name="largestConstant">
    /// bytes of the largest array that becomes a constant; one no larger than the arrays it is made of does in any case. What is larger, such as
    /// a broadcast number, stays as it is, and what stands on it is judged by its own size.
    /// </param>
    /// <param name="cancellationToken">asked as it evaluates</param>
    /// <exception cref="ComputationException">there is no such parameter, or one is bound twice</exception>
    /// <exception cref="DTypeException">a value has not its parameter's element type</exception>
    /// <exception cref="ShapeException">a value has not its parameter's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    public Computation PartiallyEvaluate(IReadOnlyList<(string Name, NDArray Value)> values, long largestConstant = 1 << 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var bound = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach ((string name, NDArray value) in values)
        {
            Expr parameter = Parameters[Signature.IndexOfParameter(name)];
            ArgumentNullException.ThrowIfNull(value, nameof(values));
            if (value.DType != parameter.DType) throw new DTypeException($"partially evaluate: parameter '{name}' is {parameter.Type}, the value is {new ExprType(value.DType, value.Shape)} (Cast converts)");
            if (!value.Shape.Equals(parameter.Shape)) throw new ShapeException($"partially evaluate: parameter '{name}' is {parameter.Type}, the value is {new ExprType(value.DType, value.Shape)}");
            if (!bound.TryAdd(parameter, Expr.Constant(value).Named(name))) throw new ComputationException($"partially evaluate: parameter '{name}' is bound twice");
        }

        Expr[] outputs = PartialEvaluation.Of(Substitution.In(Outputs, bound)!, largestConstant, cancellationToken);
        return Make([.. Parameters.Where(parameter => !bound.ContainsKey(parameter))], NamedOutputs(outputs));
    }

    /// <summary>Some outputs only, and of the parameters those that they depend on; with none named all outputs.</summary>
    /// <param name="outputs">names of outputs, in the order that they are to have</param>
    /// <exception cref="ComputationException">there is no such output, or one is named twice</exception>
    public Computation Prune(params string[] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        (string? Name, Expr Value)[] kept = NamedOutputs(Outputs);
        if (outputs.Length > 0) kept = [.. outputs.Select(name => ((string?)name, Outputs[Signature.IndexOfOutput(name)]))];
        var needed = new HashSet<Expr>(Needed([.. kept.Select(output => output.Value)]), ReferenceEqualityComparer.Instance);
        return Make([.. Parameters.Where(needed.Contains)], kept);
    }

    /// <summary>What outputs are evaluated by.</summary>
    private static List<Expr> Needed(ReadOnlySpan<Expr> outputs)
    {
        using NodeMap places = NodeMap.Create();
        var nodes = new List<Expr>();
        Traversal.Collect(outputs, nodes, places, default(Wiring.UnknownValues));
        return nodes;
    }
}
