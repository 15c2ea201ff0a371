namespace Autograd.Graph;

/// <summary>
/// What takes all the values (of elements or of rows) of a loop in order, and has its results when the loop ends. A loop cut into parts
/// has a state for each.
/// </summary>
internal abstract class Sink
{
    /// <summary>Bytes of a state.</summary>
    public abstract int StateBytes { get; }

    /// <summary>After so many values what follows depends on nothing before: a loop may be cut there. All values where it never may.</summary>
    public abstract int Boundary { get; }

    /// <summary>
    /// The states of runs of this many values, times a power of two, from a multiple of that on, can be merged; 0 where states cannot.
    /// </summary>
    public virtual int MergeUnit => 0;

    /// <summary>Before the first part.</summary>
    public virtual void Begin(RunMemory memory)
    {
    }

    /// <summary>Makes the state of a part, before its first tile.</summary>
    public virtual void BeginPart(ref byte state)
    {
    }

    /// <summary>Takes the values of the places from start on: x, or of a sink of products x times other.</summary>
    public abstract void Feed(RunMemory memory, ref byte state, int start, int length, ref byte x, ref byte other);

    /// <summary>Adds the state of the part that comes next.</summary>
    public virtual void Merge(ref byte state, ref byte next)
    {
    }

    /// <summary>After the last part, with the state that all were merged into.</summary>
    public virtual void End(RunMemory memory, ref byte state)
    {
    }

    /// <summary>What is done with the values, for people to read.</summary>
    public abstract string Describe(LoopDescriber loop, in Operand x, in Operand other);

    /// <summary>The values, or products, for people to read.</summary>
    protected static string Describe(LoopDescriber loop, bool ofProducts, in Operand x, in Operand other) =>
        ofProducts ? $"({loop.Compute(Op.Mul.Instance, x.Pace)} {loop.Read(x)}, {loop.Read(other)})" : loop.Read(x);
}

/// <summary>Hands a tile's values to a sink.</summary>
/// <param name="sink">which</param>
/// <param name="x">the values</param>
/// <param name="other">what a sink of products multiplies them by; of any other sink the values again</param>
internal sealed class FeedInstruction(Sink sink, Operand x, Operand other) : Instruction
{
    private Operand _x = x, _other = other;

    /// <summary>What is fed.</summary>
    public Sink Sink => sink;

    /// <summary>Whether the values are those of rows.</summary>
    public bool IsOfRows => _x.Pace == Pace.Rows;

    /// <summary>Where its state is among the states of a part.</summary>
    public int State { get; set; }

    /// <inheritdoc/>
    public override void Place(in SlotLayout layout) => (_x, _other) = (layout.Place(_x), layout.Place(_other));

    /// <inheritdoc/>
    public override unsafe void Run(in Tile tile)
    {
        (int start, int length) = IsOfRows ? (tile.Row, tile.Rows) : (tile.Start, tile.Length);
        sink.Feed(tile.Memory, ref *(tile.States + State), start, length, ref _x.At(tile), ref _other.At(tile));
    }

    /// <inheritdoc/>
    public override string Describe(LoopDescriber loop) => sink.Describe(loop, _x, _other);
}
