using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>What a computation takes and gives: names and types, in order.</summary>
public sealed class ComputationSignature
{
    private readonly Dictionary<string, int> _parameters = [], _outputs = [];

    internal ComputationSignature(ImmutableArray<NamedType> parameters, ImmutableArray<NamedType> outputs)
    {
        (Parameters, Outputs) = (parameters, outputs);
        for (int i = 0; i < parameters.Length; i++)
            if (!_parameters.TryAdd(parameters[i].Name!, i))
                throw new ComputationException($"computation: two parameters are named '{parameters[i].Name}' (each name stands for one)");
        for (int i = 0; i < outputs.Length; i++)
            if (outputs[i].Name is { } name && !_outputs.TryAdd(name, i))
                throw new ComputationException($"computation: two outputs are named '{name}' (give each a name of its own, or none)");
    }

    /// <summary>The parameters, in the order of a run's arguments.</summary>
    public ImmutableArray<NamedType> Parameters { get; }

    /// <summary>The outputs, in the order of a run's results.</summary>
    public ImmutableArray<NamedType> Outputs { get; }

    /// <summary>The place of a parameter among the arguments.</summary>
    /// <exception cref="ComputationException">there is no parameter of that name</exception>
    public int IndexOfParameter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _parameters.TryGetValue(name, out int index) ? index : throw new ComputationException($"computation: there is no parameter '{name}' (there are {Listed(Parameters)})");
    }

    /// <summary>The place of an output among the results.</summary>
    /// <exception cref="ComputationException">there is no output of that name</exception>
    public int IndexOfOutput(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _outputs.TryGetValue(name, out int index) ? index : throw new ComputationException($"computation: there is no output '{name}' (there are {Listed(Outputs)})");
    }

    /// <summary><c>(w: float32 [2, 3], x: float32 [3]) -> (loss: float32 [], float32 [2, 3])</c></summary>
    public override string ToString() => $"({string.Join(", ", Parameters)}) -> ({string.Join(", ", Outputs)})";

    internal static string Listed(ImmutableArray<NamedType> all) => all.Length == 0 ? "none" : string.Join(", ", all);

    /// <summary>How errors name an output.</summary>
    internal string OutputName(int index) => Outputs[index].Name is { } name ? $"output '{name}'" : $"output {index}";
}
