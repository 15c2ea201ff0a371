namespace Autograd.Graph;

/// <summary>An evaluation met a parameter that nothing is bound to.</summary>
public sealed class UnboundParameterException : InvalidOperationException
{
    internal UnboundParameterException(Op.Parameter parameter)
        : base(parameter.NoValue is { } reason
            ? $"{parameter.Label} ({parameter.Type}) has no value: {reason}"
            : $"parameter '{parameter.Label}' ({parameter.Type}) is not bound to a value; a computation that has it as an input binds it when it runs") => Parameter = parameter.Label;

    /// <summary>The parameter's name.</summary>
    public string Parameter { get; }
}
