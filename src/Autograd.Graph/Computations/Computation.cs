using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// A closed function as data: parameters, and outputs that depend on nothing else that is unbound. What its expressions capture (variables,
/// constants, numbers) is part of it as it is; to run it on other values, make them parameters.
/// </summary>
public sealed partial class Computation
{
    private Computation(ImmutableArray<Expr> parameters, ImmutableArray<Expr> outputs, ImmutableArray<NamedType> named)
    {
        (Parameters, Outputs) = (parameters, outputs);
        Signature = new([.. parameters.Select(parameter => new NamedType(LabelOf(parameter), parameter.Type))], named);
    }

    /// <summary>The parameters, in the order of a run's arguments: <see cref="Expr.Parameter(string, DType, Shape)"/>.</summary>
    public ImmutableArray<Expr> Parameters { get; }

    /// <summary>What is computed of them.</summary>
    public ImmutableArray<Expr> Outputs { get; }

    /// <summary>Names and types.</summary>
    public ComputationSignature Signature { get; }

    /// <summary>A computation whose outputs have the names that <see cref="Expr.Named"/> gave them, or none.</summary>
    /// <param name="parameters">the parameters; one that no output depends on is allowed</param>
    /// <param name="outputs">what is computed of them; where the same expression comes again, its name stands for the first</param>
    /// <exception cref="ComputationException">a parameter is none or is named twice, an output depends on one that is not listed, or two outputs have one name</exception>
    /// <exception cref="InvalidOperationException">an output is a node of several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static Computation Of(IReadOnlyList<Expr> parameters, IReadOnlyList<Expr> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var named = new (string?, Expr)[outputs.Count];
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < named.Length; i++) named[i] = (outputs[i] is { } output && seen.Add(output) ? output.Name : null, outputs[i]!);
        return Make(parameters, named);
    }

    /// <summary>A computation whose outputs have names of their own.</summary>
    /// <param name="parameters">the parameters; one that no output depends on is allowed</param>
    /// <param name="outputs">what is computed of them, under different names</param>
    /// <exception cref="ComputationException">a parameter is none or is named twice, an output depends on one that is not listed, or two outputs have one name</exception>
    /// <exception cref="InvalidOperationException">an output is a node of several outputs; <see cref="Expr.Output"/> takes one</exception>
    public static Computation Of(IReadOnlyList<Expr> parameters, IReadOnlyList<(string Name, Expr Value)> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var named = new (string?, Expr)[outputs.Count];
        for (int i = 0; i < named.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(outputs[i].Name, nameof(outputs));
            named[i] = outputs[i];
        }

        return Make(parameters, named);
    }

    /// <summary>The plan of the computation, ready to run. It holds all that a run needs, and nothing of the expressions.</summary>
    /// <param name="options">settings of its runs; <see cref="EvaluationOptions.Default"/> when null</param>
    public CompiledComputation Compile(EvaluationOptions? options = null) => new(this, options ?? EvaluationOptions.Default);

    /// <summary>The signature: <c>(w: float32 [2, 3], x: float32 [3]) -> (loss: float32 [])</c>.</summary>
    public override string ToString() => Signature.ToString();

    /// <summary>A computation of checked parts; an output has a name or null.</summary>
    internal static Computation Make(IReadOnlyList<Expr> parameters, (string? Name, Expr Value)[] outputs)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            if ((parameters[i] ?? throw new ArgumentNullException(nameof(parameters), $"computation: parameter {i} is null")).Op is not Op.Parameter)
                throw new ComputationException($"computation: parameter {i} ({parameters[i]}) is none; Expr.Parameter(name, type, shape) makes one");
        }

        foreach ((string? _, Expr value) in outputs)
        {
            if (value is null) throw new ArgumentNullException(nameof(outputs), "computation: an output is null");
        }

        var made = new Computation([.. parameters], [.. outputs.Select(output => output.Value)], [.. outputs.Select(output => new NamedType(output.Name, output.Value.Type))]);
        made.CheckClosed();
        return made;
    }

    private static string LabelOf(Expr parameter) => ((Op.Parameter)parameter.Op).Label;

    private void CheckClosed()
    {
        var listed = new HashSet<Expr>(Parameters, ReferenceEqualityComparer.Instance);
        using NodeMap places = NodeMap.Create();
        var nodes = new List<Expr>();
        for (int i = 0; i < Outputs.Length; i++)
        {
            int before = nodes.Count;
            Traversal.Collect([Outputs[i]], nodes, places, default(Wiring.UnknownValues));
            foreach (Expr node in CollectionsMarshal.AsSpan(nodes)[before..])
                if (node.Op is Op.Parameter && !listed.Contains(node)) throw NotListed(i, node);
        }
    }

    private ComputationException NotListed(int output, Expr node)
    {
        string label = LabelOf(node);
        foreach (NamedType parameter in Signature.Parameters)
        {
            if (parameter.Name == label)
                return new($"computation: {Signature.OutputName(output)} depends on another parameter '{label}' ({node.Type}) than the one listed ({parameter.Type}); each call of Expr.Parameter makes one of its own");
        }

        return new($"computation: {Signature.OutputName(output)} depends on parameter '{label}' ({node.Type}), which is not listed (there are {ComputationSignature.Listed(Signature.Parameters)})");
    }
}
