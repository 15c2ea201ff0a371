namespace Autograd.Graph;

/// <summary>An instruction that moves elements without looking at them: what counts of their type is its size.</summary>
/// <param name="size">bytes of an element</param>
internal abstract class MovingInstruction(int size) : Instruction
{
    /// <inheritdoc/>
    public sealed override void Run(in Tile tile)
    {
        switch (size)
        {
            case 1: Run<byte>(tile); break;
            case 4: Run<uint>(tile); break;
            default: Run<ulong>(tile); break;
        }
    }

    /// <summary>Does it in elements of the size.</summary>
    protected abstract void Run<T>(in Tile tile) where T : unmanaged;
}
