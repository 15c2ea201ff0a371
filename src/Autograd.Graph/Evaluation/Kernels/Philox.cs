using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Graph;

/// <summary>
/// The counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (2011): ten rounds
/// of multiplications that mix a block of four words by a key of two.
/// </summary>
internal static class Philox
{
    /// <summary>Words of a block.</summary>
    public const int BlockWords = 4;

    private const int Rounds = 10, Lanes = 4;
    private const uint FirstFactor = 0xD251_1F53, SecondFactor = 0xCD9E_8D57, FirstStep = 0x9E37_79B9, SecondStep = 0xBB67_AE85;

    /// <summary>One block.</summary>
    public static void Block(ulong key, ulong counter, ulong stream, Span<uint> words)
    {
        uint k0 = (uint)key, k1 = (uint)(key >> 32), c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)FirstFactor * c0, second = (ulong)SecondFactor * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 += FirstStep;
            k1 += SecondStep;
        }

        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }

    /// <summary>The words from the first of a block on; the last block may be cut.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ulong key, ulong counter, ulong stream, Span<uint> words)
    {
        if (Avx2.IsSupported)
        {
            for (; words.Length >= Lanes * BlockWords; words = words[(Lanes * BlockWords)..], counter += Lanes) Blocks(key, counter, stream, ref MemoryMarshal.GetReference(words));
        }

        for (; words.Length >= BlockWords; words = words[BlockWords..], counter++) Block(key, counter, stream, words);
        if (words.IsEmpty) return;
        Span<uint> last = stackalloc uint[BlockWords];
        Block(key, counter, stream, last);
        last[..words.Length].CopyTo(words);
    }

    /// <summary>Four blocks at once: a word of each in the low half of a lane. What is in the high halves is never looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks(ulong key, ulong counter, ulong stream, ref uint words)
    {
        Vector256<ulong> counters = Vector256.Create(counter) + Vector256.Create(0ul, 1, 2, 3);
        Vector256<ulong> c0 = counters, c1 = counters >>> 32, c2 = Vector256.Create(stream), c3 = Vector256.Create(stream >> 32);
        Vector256<uint> firstFactor = Vector256.Create((ulong)FirstFactor).AsUInt32(), secondFactor = Vector256.Create((ulong)SecondFactor).AsUInt32();
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> first = Avx2.Multiply(c0.AsUInt32(), firstFactor), second = Avx2.Multiply(c2.AsUInt32(), secondFactor);
            c0 = (second >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c2 = (first >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            (c1, c3) = (second, first);
            k0 += FirstStep;
            k1 += SecondStep;
        }

        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue), front = (c0 & low) | (c1 << 32), back = (c2 & low) | (c3 << 32);
        Vector256<ulong> even = Avx2.UnpackLow(front, back), odd = Avx2.UnpackHigh(front, back);
        ref ulong to = ref Unsafe.As<uint, ulong>(ref words);
        Avx2.Permute2x128(even, odd, 0x20).StoreUnsafe(ref to);
        Avx2.Permute2x128(even, odd, 0x31).StoreUnsafe(ref to, (nuint)Lanes);
    }
}
