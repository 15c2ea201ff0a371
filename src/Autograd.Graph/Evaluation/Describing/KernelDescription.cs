namespace Autograd.Graph;

/// <summary>An operation with a kernel of its own: a gather, a sort, a reduction over leading axes ...</summary>
public sealed record KernelDescription : StepDescription
{
    private KernelDescription(string name, string detail, long operations, StepTraffic traffic) : base(name, 1, operations, traffic) => Detail = detail;

    /// <inheritdoc/>
    public override string Detail { get; }

    /// <summary>What a kernel of an op does, from its inputs and outputs.</summary>
    /// <param name="buffers">the plan's buffers</param>
    /// <param name="op">what is done</param>
    /// <param name="inputs">what is read</param>
    /// <param name="outputs">the buffers written; -1 for one that nobody reads</param>
    /// <param name="operations">floating-point operations</param>
    internal static KernelDescription Of(Buffer[] buffers, Op op, ReadOnlySpan<StepInput> inputs, ReadOnlySpan<int> outputs, long operations = 0)
    {
        var traffic = new StepTraffic(buffers);
        var read = new List<string>(inputs.Length);
        foreach (StepInput input in inputs)
        {
            traffic.Read(input);
            read.Add(new ExprType(input.DType, input.Shape).ToString());
        }

        var written = new List<string>(outputs.Length);
        foreach (int output in outputs)
        {
            if (output < 0) continue;
            traffic.Write(output);
            written.Add(new ExprType(buffers[output].DType, buffers[output].Shape).ToString());
        }

        return new(OpCosts.NameOf(op), $"{string.Join(", ", read)} -> {string.Join(", ", written)}".TrimStart(), operations, traffic);
    }
}
