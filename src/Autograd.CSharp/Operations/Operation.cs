using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>How an operation is computed anew from stand-ins of its operands, by a node that kept nothing else.</summary>
/// <param name="arguments">the arguments that are no tensors: null, the only one, or a tuple of them</param>
/// <param name="operands">the tensors, null where one was left out</param>
internal delegate Expr[] Rebuild(object? arguments, Expr?[] operands);

/// <summary>What there is to know of an operation beside how it is computed.</summary>
/// <param name="name">its name in torch</param>
/// <param name="node">PyTorch's name of its node; null where it has no derivative</param>
/// <param name="saves">the tensors that PyTorch's node saves</param>
/// <param name="forms">every name by which it can be called</param>
/// <param name="isView">whether its result is a view of its first operand</param>
/// <param name="rebuild">how it is computed anew, for views and where nothing is saved</param>
/// <param name="operands">the names of the tensors that have edges, in the order of the edges</param>
/// <param name="arguments">the names of what a node keeps beside its operands, in the order in which it keeps them</param>
/// <param name="keepsTensors">whether tensors are among these</param>
internal sealed class Operation(string name, string? node, string[] saves, string[] forms, bool isView, Rebuild? rebuild, string[] operands, string[] arguments, bool keepsTensors)
{
    private Operation? _erasing;

    /// <summary>Its name in torch.</summary>
    public string Name { get; } = name;

    /// <summary>PyTorch's name of its node, such as <c>MulBackward0</c>; null where it has no derivative.</summary>
    public string? Node { get; } = node;

    /// <summary>The tensors that PyTorch's node saves.</summary>
    public IReadOnlyList<string> Saves { get; } = saves;

    /// <summary>Every name by which it can be called.</summary>
    public IReadOnlyList<string> Forms { get; } = forms;

    /// <summary>Whether its result is a view of its first operand.</summary>
    public bool IsView { get; } = isView;

    /// <summary>Whether it reshapes, which is no view of elements that lie in another order.</summary>
    public bool Reshapes { get; } = node is "ViewBackward0" or "ReshapeAliasBackward0";

    /// <summary>Whether a freed node refuses to run again.</summary>
    public bool SavesTensors { get; } = saves.Length > 0;

    /// <summary>How it is computed anew, for views and where nothing is saved.</summary>
    public Rebuild? Rebuild { get; } = rebuild;

    /// <summary>The names of the tensors that have edges, in the order of the edges.</summary>
    public IReadOnlyList<string> Operands { get; } = operands;

    /// <summary>The names of what a node keeps beside its operands, in the order in which it keeps them.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>Whether tensors are among these, which a freed node drops.</summary>
    public bool KeepsTensorArguments { get; } = keepsTensors;

    /// <summary>The node of an operation without derivative that is written in place, such as <c>EqBackward0</c>.</summary>
    public Operation Erasing => _erasing ??= Internal($"{NodeName(Name)}Backward{Math.Max(Operands.Count - 1, 0)}", saves: false);

    private static string NodeName(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The description of a node that no function of torch makes, such as a sum of gradients.</summary>
    public static Operation Internal(string node, bool saves, Rebuild? rebuild = null) => new(node, node, saves ? ["self"] : [], [], isView: false, rebuild, [], [], keepsTensors: false);

    /// <inheritdoc/>
    public override string ToString() => Node ?? Name;
}
