namespace Autograd.Generators;

/// <summary>What a parameter of a definition becomes in the facade's forms.</summary>
internal enum ParameterKind
{
    /// <summary>Expr: a Tensor.</summary>
    Tensor,

    /// <summary>Expr?: a Tensor or null.</summary>
    OptionalTensor,

    /// <summary>IReadOnlyList&lt;Expr&gt;: a list of Tensors.</summary>
    TensorList,

    /// <summary>Anything else: passed on as it is.</summary>
    Value,
}

/// <summary>What a definition's result becomes.</summary>
internal enum ResultKind
{
    /// <summary>Expr: a Tensor.</summary>
    Tensor,

    /// <summary>IReadOnlyList&lt;Expr&gt;: an array of Tensors.</summary>
    TensorList,

    /// <summary>A tuple of Expr: a tuple of Tensors with the same names.</summary>
    Tuple,
}

/// <summary>One parameter of a definition.</summary>
/// <param name="Name">its name, without a leading @</param>
/// <param name="Type">its type in the definition, fully qualified</param>
/// <param name="Default">the source text of its default, empty where it has none</param>
/// <param name="Kind">what it becomes</param>
/// <param name="IsParams">whether it is a params array</param>
/// <param name="IsOperand">whether it has an edge in the node: tensors not marked [NoGrad], and numbers marked [Operand]</param>
internal sealed record ParameterModel(string Name, string Type, string Default, ParameterKind Kind, bool IsParams, bool IsOperand);

/// <summary>One definition: all that is generated follows from it.</summary>
internal sealed record OperationModel(
    string Class,
    string Name,
    string? Node,
    EquatableArray<string> Saves,
    bool Function,
    bool Method,
    bool InPlace,
    bool Hidden,
    bool View,
    int Priority,
    string? Path,
    EquatableArray<string> Aliases,
    EquatableArray<ParameterModel> Parameters,
    ResultKind Result,
    EquatableArray<string> ResultNames,
    string Documentation)
{
    /// <summary>Whether the node needs no value to run backward, so that a freed one can be run again.</summary>
    public bool SavesNothing => Node is not null && Saves.Count == 0;
}
