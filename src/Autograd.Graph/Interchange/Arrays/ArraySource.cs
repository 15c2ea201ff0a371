using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>A stream of arrays that is read from front to back: it counts the bytes, and says in errors what and where.</summary>
/// <param name="format">the format's name in errors</param>
/// <param name="stream">what is read</param>
/// <param name="file">the file's name in errors; null where there is none</param>
internal sealed class ArraySource(string format, Stream stream, string? file)
{
    // So many bytes are taken before they have come.
    private const int Unproven = 1 << 20;

    /// <summary>How many bytes were read.</summary>
    public long Position { get; private set; }

    /// <summary>An error at the present or another place.</summary>
    public ArrayFormatException Error(string text, long? at = null, Exception? inner = null)
    {
        long position = at ?? Position;
        return new(file is null ? $"{format}: byte {position}: {text}" : $"{format}: {file}, byte {position}: {text}", position, inner);
    }

    /// <summary>As many bytes as the span has.</summary>
    /// <param name="bytes">receives them</param>
    /// <param name="what">what they are, in the error</param>
    /// <exception cref="ArrayFormatException">there are fewer</exception>
    public void Fill(Span<byte> bytes, string what)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        Position += read;
        if (read < bytes.Length) throw Truncated(what, bytes.Length, read);
    }

    /// <summary>Whether so many bytes are there, or cost nothing if they are not. More than an array of bytes holds is believed unseen.</summary>
    /// <exception cref="ArrayFormatException">there are fewer</exception>
    public bool IsProven(long count)
    {
        if (Remaining is not { } remaining) return count is <= Unproven or > int.MaxValue / 2;
        return remaining >= count ? true : throw Truncated("elements", count, remaining);
    }

    /// <summary>The elements of an array, as they are stored.</summary>
    /// <exception cref="ArrayFormatException">there are fewer bytes</exception>
    public void Fill(NDArray array)
    {
        long count = array.ByteCount, done = 0;
        while (done < count)
        {
            int part = (int)Math.Min(count - done, 1 << 30);
            ref byte at = ref System.Runtime.CompilerServices.Unsafe.AddByteOffset(ref array.Reference, (nint)done);
            int read = stream.ReadAtLeast(MemoryMarshal.CreateSpan(ref at, part), part, throwOnEndOfStream: false);
            Position += read;
            done += read;
            if (read < part) throw Truncated("elements", count, done);
        }
    }

    /// <summary>Some bytes in an array of their own.</summary>
    /// <exception cref="ArrayFormatException">there are fewer</exception>
    public byte[] Bytes(long count, string what = "elements")
    {
        if (Remaining is { } remaining && remaining < count) throw Truncated(what, count, remaining);
        if (count > Array.MaxLength) throw Error($"{count} bytes of {what} are more than can be read of this element type");
        var bytes = new byte[Math.Min(count, Unproven)];
        for (int filled = 0; filled < count;)
        {
            if (filled == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * filled));
            int read = stream.Read(bytes, filled, bytes.Length - filled);
            if (read == 0) throw Truncated(what, count, filled);
            filled += read;
            Position += read;
        }

        return bytes;
    }

    /// <summary>How many bytes are left, where the stream says it.</summary>
    public long? Remaining => stream.CanSeek ? stream.Length - stream.Position : null;

    /// <summary>Fails unless everything was read.</summary>
    /// <exception cref="ArrayFormatException">there are more bytes</exception>
    public void ExpectEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (stream.Read(one) > 0) throw Error("there are more bytes behind the last array");
    }

    private ArrayFormatException Truncated(string what, long expected, long found) => Error($"the end comes too early: {expected} bytes of {what} were expected, there are {found}");
}
