namespace Autograd.Graph;

public sealed partial class Computation
{
    /// <summary>
    /// The gradients of a scalar output: a computation of the same parameters whose outputs have the names of those that it was asked for.
    /// The gradient by a parameter that the output does not depend on is zeros.
    /// </summary>
    /// <param name="wrt">the parameters to differentiate by, floating; null for all floating ones</param>
    /// <param name="output">the output's name; null where there is only one</param>
    /// <exception cref="ComputationException">there is no such parameter or output, or several outputs and none named</exception>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output or a parameter named is not floating</exception>
    public Computation Gradient(IReadOnlyList<string>? wrt = null, string? output = null) => Make(Parameters, Gradients(wrt, output, suffix: ""));

    /// <summary>The outputs, and behind them the gradients of one of them: that by <c>w</c> has the name <c>w.grad</c>.</summary>
    /// <param name="wrt">the parameters to differentiate by, floating; null for all floating ones</param>
    /// <param name="output">the name of the scalar output that is differentiated; null where there is only one</param>
    /// <exception cref="ComputationException">there is no such parameter or output, several outputs and none named, or an output has the name of a gradient</exception>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output or a parameter named is not floating</exception>
    public Computation ValueAndGradient(IReadOnlyList<string>? wrt = null, string? output = null) =>
        Make(Parameters, [.. NamedOutputs(Outputs), .. Gradients(wrt, output, suffix: ".grad")]);

    private (string? Name, Expr Value)[] Gradients(IReadOnlyList<string>? wrt, string? output, string suffix)
    {
        if (output is null && Outputs.Length != 1)
            throw new ComputationException($"gradient: there are {Outputs.Length} outputs ({ComputationSignature.Listed(Signature.Outputs)}); name the one to differentiate");
        Expr differentiated = Outputs[output is null ? 0 : Signature.IndexOfOutput(output)];
        var asked = new List<Expr>();
        if (wrt is null) asked.AddRange(Parameters.Where(parameter => parameter.DType.IsFloating()));
        else
            foreach (string name in wrt.Distinct()) asked.Add(Parameters[Signature.IndexOfParameter(name)]);
        GradientMap map = Graph.Gradient.Of(differentiated, asked);
        return [.. asked.Select(parameter => ((string?)$"{LabelOf(parameter)}{suffix}", map.GetOrZero(parameter)))];
    }

    /// <summary>Outputs that take the place of this computation's, under the same names.</summary>
    private (string? Name, Expr Value)[] NamedOutputs(IReadOnlyList<Expr> outputs)
    {
        var named = new (string?, Expr)[outputs.Count];
        for (int i = 0; i < named.Length; i++) named[i] = (Signature.Outputs[i].Name, outputs[i]);
        return named;
    }
}
