using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// A fused loop: walks an index space in tiles that fit a near cache, and runs its instructions over each tile one after the other. Values
/// live in slots of scratch memory or directly in the buffers they are read from and written to. Large spaces are cut into parts for threads.
/// </summary>
internal sealed unsafe class Loop : Step
{
    /// <summary>
    /// Operations (of which a processor does about two hundred in a nanosecond) that make a part worth a thread: 20 µs, of which handing
    /// over takes one.
    /// </summary>
    private const long WorkOfPart = 4_000_000;

    /// <summary>Operations in whose time a value is moved to and from the nearest cache: no instruction takes less.</summary>
    private const int LeastOperations = 8;

    /// <summary>Parts a thread, so that all end at about the same time.</summary>
    private const int PartsOfThread = 4;

    private readonly Instruction[] _preparations, _instructions;
    private readonly FeedInstruction[] _feeds;
    private readonly int _count, _tile, _rowLength, _scratch, _scratchBytes, _stateBytes, _grain;
    private readonly bool _merges;
    private readonly long _work;

    /// <param name="space">the index space and its tiles</param>
    /// <param name="preparations">what fills slots that are the same for every tile</param>
    /// <param name="instructions">what is done for each tile, in order</param>
    /// <param name="scratch">where slots and states lie in the arena</param>
    /// <param name="operations">operations for each element</param>
    /// <param name="nodeCount">how many ops the loop computes</param>
    public Loop(LoopSpace space, Instruction[] preparations, Instruction[] instructions, LoopScratch scratch, int operations, int nodeCount)
    {
        (_count, _tile, _rowLength) = (space.Count, space.Tile, space.RowLength);
        (_scratch, _scratchBytes, _stateBytes) = (scratch.Offset, scratch.SlotBytes, scratch.StateBytes);
        (_preparations, _instructions) = (preparations, instructions);
        _feeds = [.. instructions.OfType<FeedInstruction>()];
        NodeCount = nodeCount;
        _work = (long)_count * Math.Max(operations, LeastOperations * instructions.Length);
        if (_work >= 2 * WorkOfPart) (_grain, _merges) = Grain(space.Unit);
    }

    /// <inheritdoc/>
    public override int NodeCount { get; }

    /// <summary>What the loop asks for ahead; null where that does not pay.</summary>
    public Streams? Streams { private get; init; }

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        // Without elements nothing may be read: an operand's place can lie outside of its empty buffer.
        if (_count == 0) return;
        foreach (FeedInstruction feed in _feeds) feed.Sink.Begin(memory);
        if (memory.Threads > 1 && _grain > 0)
        {
            RunParts(memory);
            return;
        }

        var scratch = (byte*)Unsafe.AsPointer(ref memory.Scratch(_scratch));
        byte* states = scratch + _scratchBytes;
        RunTiles(memory, scratch, states, 0, _count);
        End(memory, states);
    }

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers)
    {
        var traffic = new StepTraffic(buffers);
        var loop = new LoopDescriber(traffic, _count, Math.Max(_rowLength, 1));
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>(_preparations.Length + _instructions.Length);
        foreach (Instruction preparation in _preparations) lines.Add(preparation.Describe(loop));
        foreach (Instruction instruction in _instructions) lines.Add(instruction.Describe(loop));
        return new LoopDescription(NodeCount, loop.Operations, traffic, _count, Math.Min(_tile, Math.Max(_count, 1)), _rowLength) { Instructions = lines.MoveToImmutable() };
    }

    /// <summary>The multiples of elements at which parts may begin, 0 where nowhere; and whether the states of sinks must be merged.</summary>
    private (int Grain, bool Merges) Grain(int unit)
    {
        long grain = unit;
        List<long> merged = [];
        foreach (FeedInstruction feed in _feeds)
        {
            long values = feed.IsOfRows ? _rowLength : 1, boundary = feed.Sink.Boundary * values;
            if (boundary >= _count)
            {
                if (feed.Sink.MergeUnit == 0) return (0, false);
                boundary = feed.Sink.MergeUnit * values;
                merged.Add(boundary);
            }

            grain = grain / (long)BigInteger.GreatestCommonDivisor(grain, boundary) * boundary;
            if (grain > _count / 2) return (0, false);
        }

        foreach (long unitOfSink in merged)
            if (!BitOperations.IsPow2(grain / unitOfSink)) return (0, false);
        return ((int)grain, merged.Count > 0);
    }

    private void RunTiles(RunMemory memory, byte* scratch, byte* states, int start, int end)
    {
        foreach (FeedInstruction feed in _feeds) feed.Sink.BeginPart(ref *(states + feed.State));
        if (_preparations.Length > 0)
        {
            Tile first = TileAt(memory, scratch, states, 0, Math.Min(_tile, _count));
            foreach (Instruction preparation in _preparations) preparation.Run(first);
        }

        for (int length; start < end; start += length)
        {
            length = Math.Min(_tile, end - start);
            Tile tile = TileAt(memory, scratch, states, start, length);
            if (Streams is not null) RunAhead(tile, Streams, Math.Min(_tile, end - start - length));
            else foreach (Instruction instruction in _instructions) instruction.Run(tile);
        }
    }

    /// <summary>Runs a tile and meanwhile asks for the memory of the next, which after the last has no elements.</summary>
    private void RunAhead(in Tile tile, Streams streams, int nextLength)
    {
        for (int i = 0; i < _instructions.Length; i++)
        {
            _instructions[i].Run(tile);
            streams.Ask(tile.Memory, i, tile.Start + tile.Length, nextLength);
        }
    }

    private Tile TileAt(RunMemory memory, byte* scratch, byte* states, int start, int length) => _rowLength == 0
        ? new(memory, scratch, states, start, length, 0, 0)
        : new(memory, scratch, states, start, length, start / _rowLength, length / _rowLength);

    private void End(RunMemory memory, byte* states)
    {
        foreach (FeedInstruction feed in _feeds) feed.Sink.End(memory, ref *(states + feed.State));
    }

    private void RunParts(RunMemory memory)
    {
        long most = Math.Min(memory.Threads * PartsOfThread, _work / WorkOfPart), grains = (_count + _grain - 1) / _grain, each = (grains + most - 1) / most;
        if (_merges) each = (long)BitOperations.RoundUpToPowerOf2((ulong)each);
        int size = (int)(each * _grain), parts = (_count + size - 1) / size;
        Arena rented = BufferPool.Rent(parts * _stateBytes);
        try
        {
            byte* states = rented.Start;
            Workers.Run(new Parts(this, memory, states, size), parts, memory.Threads);
            if (_merges)
                for (int part = 1; part < parts; part++)
                    foreach (FeedInstruction feed in _feeds) feed.Sink.Merge(ref *(states + feed.State), ref *(states + part * _stateBytes + feed.State));
            End(memory, states);
        }
        finally
        {
            BufferPool.Return(rented);
        }
    }

    private readonly struct Parts(Loop loop, RunMemory memory, byte* states, int size) : IPartitioned
    {
        public void Run(int part, int parts)
        {
            Arena scratch = BufferPool.Rent(loop._scratchBytes);
            try
            {
                loop.RunTiles(memory, scratch.Start, states + part * loop._stateBytes, part * size, Math.Min((part + 1) * size, loop._count));
            }
            finally
            {
                BufferPool.Return(scratch);
            }
        }
    }
}

/// <summary>What a loop walks.</summary>
/// <param name="Count">elements of the index space</param>
/// <param name="Tile">elements of a tile at most, a multiple of the unit or all</param>
/// <param name="Unit">tiles begin at multiples of this</param>
/// <param name="RowLength">the length of the rows whose values instructions have; 0 where they have none</param>
internal readonly record struct LoopSpace(int Count, int Tile, int Unit, int RowLength);

/// <summary>Room that a loop needs beside its buffers.</summary>
/// <param name="Offset">where it begins in the arena</param>
/// <param name="SlotBytes">of slots</param>
/// <param name="StateBytes">of the states of sinks, behind the slots</param>
internal readonly record struct LoopScratch(int Offset, int SlotBytes, int StateBytes);
