using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// The memory of one run of a plan: for each buffer the array it lies in and where; scratch room for loops; and what kernels need for the
/// time of a step. A thread keeps one for its next run, so that a run allocates nothing but its results.
/// </summary>
internal sealed unsafe class RunMemory
{
    /// <summary>A thread keeps an arena of at most so many bytes to itself: it stays in the processor's own cache, and no lock is taken for it.</summary>
    private const int OwnArenaBytes = 256 * 1024;

    private const int SmallestTemporaryArena = 64 * 1024;
    private const int LargestRoom = 1 << 30;
    private const int LargestPooled = 1 << 14;

    [ThreadStatic]
    private static RunMemory? t_pooled;

    private readonly List<Arena> _temporaries = [];
    private Place[] _places = [];
    private Buffer[] _buffers = [];
    private Arena? _arena, _own, _room;
    private RunMemory? _next;
    private int _roomBytes;
    private byte* _scratch;
    private long _temporaryBytes;

    /// <summary>Where a buffer lies.</summary>
    private struct Place
    {
        public Array? Array;
        public nint Offset;
    }

    private RunMemory()
    {
    }

    /// <summary>How many threads may compute, the calling one included; at least 1.</summary>
    public int Threads { get; private set; } = 1;

    /// <summary>Asked between the trips of loops within the run.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>Memory for one run, from this thread's pool; give it back by <see cref="Return"/>. Argument and result buffers are still to be placed.</summary>
    /// <param name="buffers">the plan's buffers</param>
    /// <param name="arenaBytes">bytes of the arena</param>
    /// <param name="threads">how many threads may compute; 0 for all cores</param>
    public static RunMemory Rent(Buffer[] buffers, int arenaBytes, int threads)
    {
        // A run within a run finds another one.
        RunMemory memory = t_pooled ?? new();
        (t_pooled, memory._next) = (memory._next, null);
        memory.Threads = Workers.Resolve(threads);
        memory._buffers = buffers;
        if (memory._places.Length < buffers.Length) memory._places = new Place[buffers.Length];
        memory.TakeArena(arenaBytes);
        return memory;
    }

    /// <summary>Lets go of all that the run held; the memory must not be used any more.</summary>
    public void Return()
    {
        Array.Clear(_places, 0, _buffers.Length);
        _buffers = [];
        FreeTemporaries();
        if (_room is not null) BufferPool.Return(_room);
        (_room, _roomBytes) = (null, 0);
        if (_arena is { } arena && !ReferenceEquals(arena, _own)) BufferPool.Return(arena);
        _arena = null;
        Cancellation = default;
        if (_places.Length <= LargestPooled) (_next, t_pooled) = (t_pooled, this);
    }

    /// <summary>Lets go of the arenas that the calling thread keeps.</summary>
    public static void Trim() => t_pooled = null;

    /// <summary>Says in which array a buffer lies.</summary>
    /// <param name="buffer">which</param>
    /// <param name="array">the array; null lets go of the one it had</param>
    /// <param name="offset">bytes to its first element</param>
    public void Put(int buffer, Array? array, nint offset = 0) => _places[buffer] = new() { Array = array, Offset = offset };

    /// <summary>Says that a buffer lies where one of another run does, or so many bytes from there.</summary>
    public void PutAt(int buffer, RunMemory other, int otherBuffer, nint bytes = 0) =>
        _places[buffer] = new() { Array = other._places[otherBuffer].Array, Offset = other._places[otherBuffer].Offset + bytes };

    /// <summary>Moves a buffer by so many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int buffer, nint bytes) => _places[buffer].Offset += bytes;

    /// <summary>Says at which byte of the arena a buffer lies.</summary>
    public void PutInArena(int buffer, int offset) => Put(buffer, _arena!.Bytes, _arena.Offset + offset);

    /// <summary>Makes room for buffers that are put there by <see cref="PutInRoom"/>, until the end of the run.</summary>
    /// <param name="bytes">how many bytes all of them take, each rounded up to the alignment; more than an arena holds lie in arrays of their own</param>
    public void OpenRoom(long bytes)
    {
        if (bytes is > 0 and <= LargestRoom) _room = BufferPool.Rent((int)bytes);
    }

    /// <summary>Gives a buffer room of its own until the end of the run.</summary>
    public void PutInRoom(int buffer)
    {
        if (_room is null)
        {
            Put(buffer, NDArray.NewElements(_buffers[buffer].DType, _buffers[buffer].Shape.Count));
            return;
        }

        Put(buffer, _room.Bytes, _room.Offset + _roomBytes);
        _roomBytes += (int)Arena.Aligned(_buffers[buffer].ByteCount);
    }

    /// <summary>The array that a buffer lies in; null where it has none at this time.</summary>
    public Array? ArrayOf(int buffer) => _places[buffer].Array;

    /// <summary>The first byte of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte At(int buffer)
    {
        ref Place place = ref _places[buffer];
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(place.Array!), place.Offset);
    }

    /// <summary>A byte of the arena.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Scratch(int offset) => ref Unsafe.AsRef<byte>(_scratch + offset);

    /// <summary>The elements of a dense buffer.</summary>
    public Span<T> Elements<T>(int buffer) where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref At(buffer)), _buffers[buffer].Shape.Count);

    /// <summary>Element type and shape of a buffer.</summary>
    public ref readonly Buffer this[int buffer] => ref _buffers[buffer];

    /// <summary>Room for elements of any content, aligned, until the step ends. Not for several threads at once.</summary>
    public Span<T> Temporary<T>(int count) where T : unmanaged
    {
        long bytes = Arena.Aligned((long)count * sizeof(T));
        if (bytes > int.MaxValue - Arena.Alignment) return GC.AllocateUninitializedArray<T>(count);
        if (_temporaries.Count == 0 || _temporaries[^1].Capacity - _temporaryBytes < bytes)
        {
            _temporaries.Add(BufferPool.Rent(Math.Max((int)bytes, SmallestTemporaryArena)));
            _temporaryBytes = 0;
        }

        Arena arena = _temporaries[^1];
        var room = new Span<T>(arena.Start + _temporaryBytes, count);
        _temporaryBytes += bytes;
        return room;
    }

    /// <summary>Gives back the room that a step took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndStep()
    {
        if (_temporaries.Count > 0) FreeTemporaries();
    }

    private void FreeTemporaries()
    {
        foreach (Arena arena in _temporaries) BufferPool.Return(arena);
        _temporaries.Clear();
        _temporaryBytes = 0;
    }

    private void TakeArena(int bytes)
    {
        if (bytes > OwnArenaBytes) _arena = BufferPool.Rent(bytes);
        else if (_own is not null && _own.Capacity >= bytes) _arena = _own;
        else _arena = _own = new((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, 4096)));
        _scratch = _arena.Start;
    }
}
