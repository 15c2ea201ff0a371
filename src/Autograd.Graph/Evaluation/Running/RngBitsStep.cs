using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>Random bits; many are made by several threads, a run of blocks each.</summary>
internal sealed class RngBitsStep(Op.RngBits op, StepInput keys, StepInput counters, int output) : Step
{
    /// <summary>Words that are worth a thread: about 50 µs.</summary>
    private const int PartWords = 1 << 16;

    private readonly int _keyWords = new Shape(op.Sizes.Span).Count * (op.DType.Size() / sizeof(uint));

    /// <inheritdoc/>
    public override int NodeCount => 1;

    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers) => KernelDescription.Of(buffers, op, [keys, counters], [output]);

    /// <inheritdoc/>
    public override void Run(RunMemory memory)
    {
        ReadOnlySpan<long> keyOf = keys.Read<long>(memory), counterOf = counters.Read<long>(memory);
        Span<uint> words = op.DType == DType.Int32 ? MemoryMarshal.Cast<int, uint>(memory.Elements<int>(output)) : MemoryMarshal.Cast<long, uint>(memory.Elements<long>(output));
        for (int key = 0; key < keyOf.Length; key++)
        {
            Span<uint> own = words.Slice(key * _keyWords, _keyWords);
            if (own.Length < 2 * PartWords) Philox.Fill((ulong)keyOf[key], (ulong)counterOf[key], (ulong)op.Purpose, own);
            else Workers.Run(new Fill((ulong)keyOf[key], (ulong)counterOf[key], (ulong)op.Purpose, own), (own.Length + PartWords - 1) / PartWords, memory.Threads);
        }
    }

    private readonly ref struct Fill(ulong key, ulong counter, ulong stream, Span<uint> words) : IPartitioned
    {
        private readonly Span<uint> _words = words;

        public void Run(int part, int parts)
        {
            int first = part * PartWords;
            Philox.Fill(key, counter + (uint)(first / Philox.BlockWords), stream, _words.Slice(first, Math.Min(PartWords, _words.Length - first)));
        }
    }
}
