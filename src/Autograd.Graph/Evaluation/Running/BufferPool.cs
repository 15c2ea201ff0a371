namespace Autograd.Graph;

/// <summary>
/// Arenas between runs. Only arenas are pooled: an array that leaves the library is never used again.
/// Bounded in number and bytes, so that one large evaluation does not hold its memory for ever.
/// </summary>
internal static class BufferPool
{
    private const int MostArenas = 16;
    private const long MostBytes = 1L << 30;

    private static readonly Lock s_lock = new();
    private static readonly List<Arena> s_arenas = [];
    private static long s_bytes;

    /// <summary>How many arenas wait for a run, and their bytes.</summary>
    public static (int Arenas, long Bytes) Pooled
    {
        get
        {
            lock (s_lock) return (s_arenas.Count, s_bytes);
        }
    }

    /// <summary>An arena of at least so many bytes, of any content.</summary>
    public static Arena Rent(int bytes)
    {
        lock (s_lock)
        {
            int best = -1;
            for (int i = 0; i < s_arenas.Count; i++)
                if (s_arenas[i].Capacity >= bytes && (best < 0 || s_arenas[i].Capacity < s_arenas[best].Capacity)) best = i;
            if (best >= 0 && s_arenas[best].Capacity <= Math.Max(4L * bytes, 1 << 20))
            {
                Arena arena = s_arenas[best];
                s_arenas.RemoveAt(best);
                s_bytes -= arena.Capacity;
                return arena;
            }
        }

        return new(bytes);
    }

    /// <summary>Gives an arena back.</summary>
    public static void Return(Arena arena)
    {
        lock (s_lock)
        {
            if (arena.Capacity > MostBytes) return;
            s_arenas.Add(arena);
            s_bytes += arena.Capacity;
            while (s_arenas.Count > MostArenas || s_bytes > MostBytes)
            {
                s_bytes -= s_arenas[0].Capacity;
                s_arenas.RemoveAt(0);
            }
        }
    }

    /// <summary>Lets go of all arenas.</summary>
    public static void Trim()
    {
        lock (s_lock)
        {
            s_arenas.Clear();
            s_bytes = 0;
        }
    }
}
