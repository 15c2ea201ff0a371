using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A contraction as a batch of matrix products, its operands read in place wherever their strides form matrices.</summary>
internal sealed class DotStep : Step
{
    private readonly Operand _left, _right;
    private readonly int _output, _batch, _m, _n, _k;

    /// <summary>One operand: batch, row and column strides in its buffer; or a strided read that first makes it dense.</summary>
    private readonly record struct Operand(int Buffer, int Offset, int Batch, int Row, int Column, StridedLoad? Copy, int Count);

    /// <param name="op">the contraction</param>
    /// <param name="inputs">for each input its buffer, element type, and how it is read</param>
    /// <param name="output">the output's buffer</param>
    public DotStep(Op.Dot op, (int Buffer, DType DType, View View)[] inputs, int output)
    {
        View left = inputs[0].View, right = inputs[1].View;
        IntList leftFree = Op.Dot.FreeAxes(left.Shape.Rank, op.LeftContract, op.LeftBatch), rightFree = Op.Dot.FreeAxes(right.Shape.Rank, op.RightContract, op.RightBatch);
        (_batch, _m, _n, _k) = (Count(left, op.LeftBatch), Count(left, leftFree), Count(right, rightFree), Count(left, op.LeftContract));
        _left = Matrices(inputs[0], op.LeftBatch, leftFree, op.LeftContract);
        _right = Matrices(inputs[1], op.RightBatch, op.RightContract, rightFree);
        _output = output;
    }

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        switch (memory[_output].DType)
        {
            case DType.Float32: Run<float>(memory); break;
            case DType.Float64: Run<double>(memory); break;
            case DType.Int64: Run<long>(memory); break;
            default: Run<int>(memory); break;
        }
    }

    private void Run<T>(RunMemory memory) where T : unmanaged, INumber<T> =>
        Gemm.Run(_batch, _m, _n, _k, Read<T>(memory, _left), Read<T>(memory, _right), memory.Elements<T>(_output));

    private static StridedMatrices<T> Read<T>(RunMemory memory, in Operand operand) where T : unmanaged
    {
        if (operand.Copy is null)
            return new(in Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(operand.Buffer)), operand.Offset), operand.Batch, operand.Row, operand.Column);
        var copy = new T[Math.Max(operand.Count, 1)];
        operand.Copy.Run(memory, 0, operand.Count, ref Unsafe.As<T, byte>(ref copy[0]));
        return new(in copy[0], operand.Batch, operand.Row, operand.Column);
    }

    private static int Count(View view, IntList axes)
    {
        int count = 1;
        foreach (int axis in axes) count *= view.Shape[axis];
        return count;
    }

    private static Operand Matrices((int Buffer, DType DType, View View) input, IntList batch, IntList rows, IntList columns)
    {
        View view = input.View;
        if (Stride(view, batch) is { } b && Stride(view, rows) is { } r && Stride(view, columns) is { } c)
            return new(input.Buffer, view.Offset, b, r, c, null, 0);

        // Axes that do not follow each other evenly: one dense copy in the order batch, rows, columns.
        View ordered = view.Through(new Op.Transpose([.. batch, .. rows, .. columns]))!;
        int rowCount = Count(view, rows), columnCount = Count(view, columns);
        int count = view.Shape.Count;
        return new(input.Buffer, 0, rowCount * columnCount, columnCount, 1, count == 0 ? null : new StridedLoad(input.Buffer, ordered, input.DType.Size()), count);
    }

    /// <summary>The distance of neighbours along several axes taken as one; null where it is not the same everywhere.</summary>
    private static int? Stride(View view, IntList axes)
    {
        int stride = 0, extent = 1;
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            int axis = axes[i];
            if (view.Shape[axis] == 1) continue;
            if (extent == 1) stride = view.Strides[axis];
            else if (view.Strides[axis] != (long)stride * extent) return null;
            extent *= view.Shape[axis];
        }

        return stride;
    }
}
