namespace Autograd.Graph;

/// <summary>The step for each op that is not computed in loops.</summary>
internal static class KernelSteps
{
    /// <param name="op">what is done</param>
    /// <param name="inputs">for each input its buffer, element type, and how it is read</param>
    /// <param name="outputs">for each output its buffer, or -1 where nobody reads it</param>
    public static Step For(Op op, (int Buffer, DType DType, View View)[] inputs, int[] outputs) => op switch
    {
        Op.Dot dot => new DotStep(dot, inputs, outputs[0]),
        _ => new ReferenceStep(op, inputs, outputs),
    };
}
