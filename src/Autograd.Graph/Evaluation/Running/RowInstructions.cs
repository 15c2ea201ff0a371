using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Each row of a tile folded to one value.</summary>
internal sealed class FoldInstruction(Op op, RowKernel kernel, Operand x, Operand output, int rowLength) : Instruction
{
    private Operand _x = x, _output = output;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_x, _output) = (layout.Place(_x), layout.Place(_output));

    /// <inheritdoc/>
    public override void Run(in Tile tile) => kernel.Whole(ref _x.At(tile), rowLength, ref _output.At(tile), tile.Rows);

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_output)} = {loop.Compute(op, Pace.Elements)} {loop.Read(_x)}";
}

/// <summary>Of each row of a tile the element that an index names.</summary>
internal sealed class PickInstruction(GatherGeometry geometry, Operand x, StepInput indices, Operand output, int rowLength) : MovingInstruction(output.Size)
{
    private Operand _x = x, _output = output;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_x, _output) = (layout.Place(_x), layout.Place(_output));

    /// <inheritdoc/>
    protected override void Run<T>(in Tile tile)
    {
        ref T x = ref Unsafe.As<byte, T>(ref _x.At(tile));
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _output.At(tile)), tile.Rows);
        if (indices.DType == DType.Int64) Pick(ref x, indices.Read<long>(tile.Memory), tile.Row, y);
        else Pick(ref x, indices.Read<int>(tile.Memory), tile.Row, y);
    }

    private void Pick<T, TIndex>(ref T x, ReadOnlySpan<TIndex> places, int first, Span<T> y) where T : unmanaged where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        for (int row = 0; row < y.Length; row++)
        {
            int at = geometry.Start(first + row, places);
            y[row] = at < 0 ? default : Unsafe.Add(ref x, at - first * rowLength);
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_output)} = pick {loop.Read(_x)} at {loop.Read(indices)}";
}

/// <summary>The elements of a tile with one value for each row combined into that which an index names.</summary>
internal sealed class PutInstruction(ScatterKind kind, DType dtype, GatherGeometry geometry, Operand x, StepInput indices, Operand updates, Operand output, int rowLength) : Instruction
{
    private Operand _x = x, _updates = updates, _output = output;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_x, _updates, _output) = (layout.Place(_x), layout.Place(_updates), layout.Place(_output));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        switch (dtype)
        {
            case DType.Float32: Run<float>(tile); break;
            case DType.Float64: Run<double>(tile); break;
            case DType.Int64: Run<long>(tile); break;
            case DType.Int32: Run<int>(tile); break;
            case DType.Bool: Run<byte>(tile); break;
            default: throw new NotSupportedException($"scatter: no kernel for {dtype.Name()}");
        }
    }

    private void Run<T>(in Tile tile) where T : unmanaged, INumber<T>
    {
        Span<T> y = MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref _output.At(tile)), tile.Length);
        ref T x = ref Unsafe.As<byte, T>(ref _x.At(tile));
        if (_x.Pace == Pace.Fixed) y.Fill(x);
        else MemoryMarshal.CreateReadOnlySpan(ref x, tile.Length).CopyTo(y);
        ref T updates = ref Unsafe.As<byte, T>(ref _updates.At(tile));
        if (indices.DType == DType.Int64) Put(ref updates, indices.Read<long>(tile.Memory), tile.Row, tile.Rows, y);
        else Put(ref updates, indices.Read<int>(tile.Memory), tile.Row, tile.Rows, y);
    }

    private void Put<T, TIndex>(ref T updates, ReadOnlySpan<TIndex> places, int first, int rows, Span<T> y) where T : unmanaged, INumber<T> where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        for (int row = 0; row < rows; row++)
        {
            int at = geometry.Start(first + row, places);
            if (at < 0) continue;
            ref T place = ref y[at - first * rowLength];
            place = IndexKernels.Combined(kind, place, Unsafe.Add(ref updates, row));
        }
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => $"{loop.Write(_output)} = put {loop.Read(_updates)} into {loop.Read(_x)} at {loop.Read(indices)}";
}
