using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// An elementwise op on rows, one of whose operands is a number with one value for each row put in where an index names: computed with the
/// number throughout, and once more for that element.
/// </summary>
/// <param name="op">the op</param>
/// <param name="kernel">the same as code</param>
/// <param name="output">where its results go</param>
/// <param name="operands">what it reads; the number for what was put into</param>
/// <param name="put">what is put in</param>
/// <param name="rowLength">elements of a row</param>
internal sealed class PutMapInstruction(Computed op, Kernel kernel, Operand output, (Operand A, Operand B, Operand C) operands, Put put, int rowLength) : Instruction
{
    private readonly nint _outputStep = output.RowStep(rowLength), _stepA = operands.A.RowStep(rowLength), _stepB = operands.B.RowStep(rowLength), _stepC = operands.C.RowStep(rowLength);
    private Operand _output = output, _a = operands.A, _b = operands.B, _c = operands.C, _updates = put.Updates;

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) =>
        (_output, _a, _b, _c, _updates) = (layout.Place(_output), layout.Place(_a), layout.Place(_b), layout.Place(_c), layout.Place(_updates));

    /// <inheritdoc/>
    public override void Run(in Tile tile)
    {
        if (put.Indices.DType == DType.Int64) Run(tile, put.Indices.Read<long>(tile.Memory));
        else Run(tile, put.Indices.Read<int>(tile.Memory));
    }

    private void Run<TIndex>(in Tile tile, ReadOnlySpan<TIndex> places) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        ulong result = 0;
        ref byte element = ref Unsafe.As<ulong, byte>(ref result);
        for (int row = 0; row < tile.Rows; row++)
        {
            ref byte y = ref Unsafe.Add(ref _output.At(tile), row * _outputStep);
            ref byte a = ref Unsafe.Add(ref _a.At(tile), row * _stepA);
            ref byte b = ref Unsafe.Add(ref _b.At(tile), row * _stepB);
            ref byte c = ref Unsafe.Add(ref _c.At(tile), row * _stepC);
            int at = put.Geometry.Start(tile.Row + row, places), inRow = at - (tile.Row + row) * rowLength;
            // Before the row, which may be written over what is read.
            if (at >= 0) RunElement(tile, row, inRow, ref element, ref a, ref b, ref c);
            kernel.Run(ref y, ref a, ref b, ref c, rowLength);
            if (at >= 0) Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref y, (nint)inRow * _output.Size), ref element, (uint)_output.Size);
        }
    }

    private void RunElement(in Tile tile, int row, int at, ref byte y, ref byte a, ref byte b, ref byte c)
    {
        ulong value = 0;
        ref byte x = ref Unsafe.As<ulong, byte>(ref value);
        put.Combine(ref x, ref put.Number.At(tile), ref Unsafe.Add(ref _updates.At(tile), _updates.Pace == Pace.Rows ? row * _updates.Size : 0));
        ref byte first = ref put.Operand == 0 ? ref x : ref At(ref a, _a, at);
        ref byte second = ref put.Operand == 1 ? ref x : ref At(ref b, _b, at);
        ref byte third = ref put.Operand == 2 ? ref x : ref At(ref c, _c, at);
        kernel.Run(ref y, ref first, ref second, ref third, 1);
    }

    private static ref byte At(ref byte row, in Operand operand, int at) => ref Unsafe.Add(ref row, operand.Pace == Pace.Elements ? (nint)at * operand.Size : 0);

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop)
    {
        string into = loop.Read(put.Operand switch { 0 => _a, 1 => _b, _ => _c });
        return $"{op.Describe(loop, _output, _a, _b, _c)}, {loop.Read(_updates)} put into {into} at {loop.Read(put.Indices)}";
    }
}

/// <summary>One value for each row put into rows of a number.</summary>
/// <param name="Kind">how</param>
/// <param name="DType">of all</param>
/// <param name="Geometry">where an index leads</param>
/// <param name="Indices">one for each row</param>
/// <param name="Number">what the rows hold</param>
/// <param name="Updates">the values, of rows or one for all</param>
/// <param name="Operand">which operand of its reader it is</param>
internal sealed record Put(ScatterKind Kind, DType DType, GatherGeometry Geometry, StepInput Indices, Operand Number, Operand Updates, int Operand)
{
    /// <summary>x = what an update u makes of the number.</summary>
    public void Combine(ref byte x, ref byte number, ref byte u)
    {
        switch (DType)
        {
            case DType.Float32: Combine<float>(ref x, ref number, ref u); break;
            case DType.Float64: Combine<double>(ref x, ref number, ref u); break;
            case DType.Int64: Combine<long>(ref x, ref number, ref u); break;
            case DType.Int32: Combine<int>(ref x, ref number, ref u); break;
            default: Combine<byte>(ref x, ref number, ref u); break;
        }
    }

    private void Combine<T>(ref byte x, ref byte number, ref byte u) where T : unmanaged, INumber<T> =>
        Unsafe.As<byte, T>(ref x) = IndexKernels.Combined(Kind, Unsafe.As<byte, T>(ref number), Unsafe.As<byte, T>(ref u));
}
