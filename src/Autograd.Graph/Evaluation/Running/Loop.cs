using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// A fused loop: walks an index space in tiles that fit the nearest cache, and for each tile runs the instructions one after the other
/// over the whole tile. Values live in slots of scratch memory or directly in the buffers they are read from and written to.
/// </summary>
internal sealed partial class Loop : Step
{
    /// <summary>Where an operand's elements for a tile are: in a buffer, at the tile's place, or in a slot.</summary>
    /// <param name="Buffer">the buffer, or -1 for scratch memory</param>
    /// <param name="Offset">bytes to the element of the tile that begins at 0</param>
    /// <param name="Step">bytes an element of the index space: 0 in a slot</param>
    public readonly record struct Operand(int Buffer, nint Offset, int Step)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref byte At(RunMemory memory, nint start) => ref Buffer < 0
            ? ref memory.Scratch((int)Offset)
            : ref Unsafe.Add(ref memory.At(Buffer), Offset + start * Step);
    }

    /// <summary>One instruction: a kernel on operands, for an op, or, where <paramref name="Load"/> is given, the gathering of a strided load into its slot.</summary>
    public readonly record struct Instruction(Kernel Kernel, Operand Output, Operand A, Operand B, Operand C, StridedLoad? Load, Op? Op = null);

    /// <summary>A load that is the same for every element: its slot is filled once a run.</summary>
    public readonly record struct UniformLoad(Operand From, Operand Slot, int ElementSize);

    /// <summary>The fold of each row of an operand into a buffer.</summary>
    public readonly record struct Fold(RowKernel Kernel, Operand From, int Output, int ElementSize, int State, Op Op);

    private readonly UniformLoad[] _uniforms;
    private readonly Instruction[] _instructions;
    private readonly Fold[] _folds;
    private readonly int _count, _tile, _rowLength;

    /// <param name="count">elements of the index space</param>
    /// <param name="tile">elements of a tile at most: all, or a multiple of <see cref="RowFold.Block"/></param>
    /// <param name="rowLength">the length of the rows folded; -1 where none are</param>
    /// <param name="uniforms">slots filled before the first tile</param>
    /// <param name="instructions">what is done for each tile, in order</param>
    /// <param name="folds">what is folded from each tile</param>
    /// <param name="nodeCount">how many ops the loop computes</param>
    public Loop(int count, int tile, int rowLength, UniformLoad[] uniforms, Instruction[] instructions, Fold[] folds, int nodeCount)
    {
        (_count, _tile, _rowLength) = (count, tile, rowLength);
        (_uniforms, _instructions, _folds) = (uniforms, instructions, folds);
        NodeCount = nodeCount;
    }

    /// <inheritdoc/>
    public override int NodeCount { get; }

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        // Without elements nothing may be read: an operand's place can lie outside of its empty buffer.
        if (_count == 0)
        {
            FillEmpty(memory);
            return;
        }

        int filled = Math.Min(_tile, _count);
        foreach (ref readonly UniformLoad uniform in _uniforms.AsSpan())
            StridedLoad.Fill(ref uniform.From.At(memory, 0), ref uniform.Slot.At(memory, 0), filled, uniform.ElementSize);
        if (_folds.Length == 0) RunTiles(memory, 0, _count);
        else if (_rowLength <= _tile) RunRowsTogether(memory);
        else RunRowByRow(memory);
    }

    private void RunTiles(RunMemory memory, int start, int end)
    {
        for (int length; start < end; start += length)
        {
            length = Math.Min(_tile, end - start);
            RunTile(memory, start, length);
        }
    }

    private void RunTile(RunMemory memory, int start, int length)
    {
        foreach (ref readonly Instruction instruction in _instructions.AsSpan())
        {
            ref byte output = ref instruction.Output.At(memory, start);
            if (instruction.Load is { } load) load.Run(memory, start, length, ref output);
            else instruction.Kernel.Run(ref output, ref instruction.A.At(memory, start), ref instruction.B.At(memory, start), ref instruction.C.At(memory, start), length);
        }
    }

    // Several whole rows fit a tile.
    private void RunRowsTogether(RunMemory memory)
    {
        int rows = _count / _rowLength, together = _tile / _rowLength;
        for (int row = 0, some; row < rows; row += some)
        {
            some = Math.Min(together, rows - row);
            int start = row * _rowLength;
            RunTile(memory, start, some * _rowLength);
            foreach (ref readonly Fold fold in _folds.AsSpan())
            {
                ref byte x = ref fold.From.At(memory, start);
                ref byte y = ref Unsafe.Add(ref memory.At(fold.Output), (nint)row * fold.ElementSize);
                for (int i = 0; i < some; i++)
                    fold.Kernel.Whole(ref Unsafe.Add(ref x, (nint)i * _rowLength * fold.ElementSize), _rowLength, ref Unsafe.Add(ref y, (nint)i * fold.ElementSize));
            }
        }
    }

    // Rows without elements fold to the identity.
    private void FillEmpty(RunMemory memory)
    {
        foreach (ref readonly Fold fold in _folds.AsSpan())
        {
            ref byte y = ref memory.At(fold.Output);
            for (int row = 0; row < memory[fold.Output].Shape.Count; row++) fold.Kernel.Whole(ref y, 0, ref Unsafe.Add(ref y, (nint)row * fold.ElementSize));
        }
    }

    // A row takes several tiles: each feeds the states of the folds.
    private void RunRowByRow(RunMemory memory)
    {
        int rows = _count / _rowLength;
        for (int row = 0; row < rows; row++)
        {
            foreach (ref readonly Fold fold in _folds.AsSpan()) fold.Kernel.Begin(ref memory.Scratch(fold.State));
            int begin = row * _rowLength, end = begin + _rowLength;
            for (int start = begin, length; start < end; start += length)
            {
                length = Math.Min(_tile, end - start);
                RunTile(memory, start, length);
                foreach (ref readonly Fold fold in _folds.AsSpan()) fold.Kernel.Feed(ref fold.From.At(memory, start), length, ref memory.Scratch(fold.State));
            }

            foreach (ref readonly Fold fold in _folds.AsSpan())
                fold.Kernel.Finish(ref memory.Scratch(fold.State), ref Unsafe.Add(ref memory.At(fold.Output), (nint)row * fold.ElementSize));
        }
    }
}
