namespace Autograd.Graph;

/// <summary>What a loop does for each of its tiles, one instruction after the other.</summary>
internal abstract class Instruction
{
    /// <summary>Gives the operands' slots their places; called once, when a loop is built.</summary>
    public abstract void Place(in SlotLayout layout);

    /// <summary>Does it for a tile.</summary>
    public abstract void Run(in Tile tile);

    /// <summary>What is done, for people to read.</summary>
    public abstract string Describe(LoopDescriber loop);
}
