namespace Autograd.CSharp.Operations;

/// <summary>
/// Marks the one definition of an operation, a static method over core expressions. From it are generated the function of
/// <c>torch</c>, the method of <c>Tensor</c>, the in-place and alias forms, and the <see cref="Operation"/> that describes its node.
/// </summary>
/// <param name="node">PyTorch's name of the node, such as <c>ExpBackward0</c>; null where the operation has no derivative</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string? node = null) : Attribute
{
    /// <summary>PyTorch's name of the node.</summary>
    public string? Node { get; } = node;

    /// <summary>The tensors that PyTorch's node saves, by parameter name or <c>result</c>, separated by commas; a freed node that saves any refuses a second backward.</summary>
    public string Saves { get; set; } = "";

    /// <summary>Which of function and method exist.</summary>
    public Forms Forms { get; set; } = Forms.Function | Forms.Method;

    /// <summary>Whether there is an in-place method, its name with a trailing underscore.</summary>
    public bool InPlace { get; set; }

    /// <summary>Whether the result is a view of <c>self</c>: reading it shows later writes to its base.</summary>
    public bool View { get; set; }

    /// <summary>Where the function stands if not in torch itself, such as <c>nn.functional.relu</c>; there is then no method.</summary>
    public string? Path { get; set; }

    /// <summary>Which of several overloads that a call fits is taken, the highest: a literal 0 is a dimension rather than an element type.</summary>
    public int Priority { get; set; }

    /// <summary>Further names, separated by commas: <c>absolute</c>, <c>special.exp2</c>, <c>nn.functional.relu</c>.</summary>
    public string Aliases { get; set; } = "";
}
