using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>A contraction as a batch of matrix products, its operands read in place wherever their strides form matrices.</summary>
internal sealed class DotStep : TypedStep
{
    private readonly Matrices _left, _right;
    private readonly int _output, _batch, _m, _n, _k;

    /// <summary>An operand as matrices: the strides of batch, rows and columns.</summary>
    private readonly record struct Matrices(StepInput Input, bool InPlace, int Batch, int Row, int Column);

    /// <param name="op">the contraction</param>
    /// <param name="left">the first input</param>
    /// <param name="right">the second</param>
    /// <param name="output">the output's buffer</param>
    public DotStep(Op.Dot op, StepInput left, StepInput right, int output) : base(left.DType)
    {
        IntList leftFree = Op.Dot.FreeAxes(left.Shape.Rank, op.LeftContract, op.LeftBatch), rightFree = Op.Dot.FreeAxes(right.Shape.Rank, op.RightContract, op.RightBatch);
        (_batch, _m, _n, _k) = (Count(left, op.LeftBatch), Count(left, leftFree), Count(right, rightFree), Count(left, op.LeftContract));
        _left = AsMatrices(left, op.LeftBatch, leftFree, op.LeftContract);
        _right = AsMatrices(right, op.RightBatch, op.RightContract, rightFree);
        _output = output;
    }

    protected override void Run<T>(RunMemory memory)
    {
        Span<T> y = memory.Elements<T>(_output);
        if (_k == 0) y.Clear();
        else if (!y.IsEmpty) Gemm.Run(_batch, _m, _n, _k, Read<T>(memory, _left), Read<T>(memory, _right), y, memory.Threads);
    }

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers)
    {
        var traffic = new StepTraffic(buffers);
        traffic.Read(_left.Input);
        traffic.Read(_right.Input);
        traffic.Write(_output);
        return new ContractionDescription(NodeCount, traffic, _batch, _m, _n, _k, LayoutOf(_left, _m, _k), LayoutOf(_right, _k, _n));
    }

    private static OperandLayout LayoutOf(in Matrices operand, int rows, int columns)
    {
        if (!operand.InPlace) return OperandLayout.Copied;
        if (operand.Column == 1 || columns == 1) return OperandLayout.RowMajor;
        return operand.Row == 1 || rows == 1 ? OperandLayout.ColumnMajor : OperandLayout.Strided;
    }

    private static StridedMatrices<T> Read<T>(RunMemory memory, in Matrices operand) where T : unmanaged => operand.InPlace
        ? new(in Unsafe.Add(ref Unsafe.As<byte, T>(ref memory.At(operand.Input.Buffer)), operand.Input.View.Offset), operand.Batch, operand.Row, operand.Column)
        : new(in operand.Input.Read<T>(memory)[0], operand.Batch, operand.Row, operand.Column);

    private static int Count(StepInput input, IntList axes)
    {
        int count = 1;
        foreach (int axis in axes) count *= input.Shape[axis];
        return count;
    }

    private static Matrices AsMatrices(StepInput input, IntList batch, IntList rows, IntList columns)
    {
        View view = input.View;
        if (Stride(view, batch) is { } b && Stride(view, rows) is { } r && Stride(view, columns) is { } c) return new(input, true, b, r, c);

        // Axes that do not follow each other evenly: the elements are gathered in the order batch, rows, columns.
        int rowCount = Count(input, rows), columnCount = Count(input, columns);
        View ordered = view.Through(new Op.Transpose([.. batch, .. rows, .. columns]))!;
        return new(input.Through(ordered), false, rowCount * columnCount, columnCount, 1);
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
