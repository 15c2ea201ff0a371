using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>A step for an op that has no kernel of its own for these inputs: the reference's loop, on copies.</summary>
internal sealed class ReferenceStep : Step
{
    private readonly Expr _node;
    private readonly (int Buffer, DType DType, View View)[] _inputs;
    private readonly int[] _outputs;

    /// <param name="op">what is done</param>
    /// <param name="inputs">for each input its buffer and how it is read</param>
    /// <param name="outputs">for each output its buffer, or -1 where nobody reads it</param>
    public ReferenceStep(Op op, (int Buffer, DType DType, View View)[] inputs, int[] outputs)
    {
        (_inputs, _outputs) = (inputs, outputs);
        _node = op is Op.Iota iota
            ? Expr.Iota(iota.Type.Shape, iota.Axis, iota.Type.DType)
            : Expr.Apply(op, Array.ConvertAll(inputs, input => Expr.Parameter("input", input.DType, input.View.Shape)));
    }

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        var values = new NDArray[_inputs.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int buffer, DType dtype, View view) = _inputs[i];
            values[i] = NDArray.Uninitialized(dtype, view.Shape);
            if (view.Shape.Count > 0) new StridedLoad(buffer, view, dtype.Size()).Run(memory, 0, view.Shape.Count, ref values[i].Reference);
        }

        NDArray[] results = _node.Op is Op.Iota op ? [ReferenceStructure.Iota(op)] : ReferenceKernels.Compute(_node, values);
        for (int i = 0; i < results.Length; i++)
        {
            if (_outputs[i] < 0) continue;
            int bytes = (int)results[i].ByteCount;
            MemoryMarshal.CreateReadOnlySpan(ref results[i].Reference, bytes).CopyTo(MemoryMarshal.CreateSpan(ref memory.At(_outputs[i]), bytes));
        }
    }
}
