using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>
/// The threads that help with the parts of one step: one team for the process, which serves one caller at a time. The caller takes parts
/// itself, and takes all where the team is busy, so nobody ever waits for the team, and work within work runs where it is.
/// </summary>
internal static unsafe class Workers
{
    /// <summary>
    /// How long a helper looks for work before it sleeps. One that looks begins within 0.5 µs (two parts of 100 µs take 100.3 instead of 200);
    /// one that has just gone to sleep begins after 40 (140 instead of 200), one that slept for a millisecond after 110, so that it hardly
    /// pays: looking for as long as waking takes costs at most twice what the best choice would.
    /// </summary>
    private const int LookMicroseconds = 100;

    /// <summary>
    /// How often a helper looks before it lets other threads on: where cores are fewer than threads that could run, it may stand on the one
    /// that its caller needs. Without it a product of 40 µs took 160 on a machine with ten times as many threads as cores.
    /// </summary>
    private const int LooksPerYield = 16;

    private static readonly Lock s_errorLock = new();
    private static readonly List<Helper> s_helpers = [];

    private static State s_state;
    private static int s_busy;
    private static void* s_work;
    private static delegate*<void*, int, int, void> s_run;
    private static int s_parts;
    private static ExceptionDispatchInfo? s_error;
    private static int s_errorPart;

    /// <summary>What all threads change, on cache lines of their own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct State
    {
        /// <summary>How many helpers may take part, above the 32 bits of how many parts nobody has taken yet. Parts are taken in order.</summary>
        [FieldOffset(128)]
        public long Open;

        /// <summary>How many parts have not ended.</summary>
        [FieldOffset(256)]
        public int Running;
    }

    /// <summary>How many threads an evaluation uses for a setting: 0 stands for all cores.</summary>
    public static int Resolve(int threads) => threads != 0 ? threads : OperatingSystem.IsBrowser() || OperatingSystem.IsWasi() ? 1 : Environment.ProcessorCount;

    /// <summary>Does all parts and returns when they are done. No part is lost to an error; of several errors the first part's is thrown.</summary>
    /// <param name="work">what is done; a struct lies on the caller's stack, so that nothing is allocated</param>
    /// <param name="parts">how many parts there are, whatever the number of threads</param>
    /// <param name="threads">how many threads may take part, the caller included</param>
    public static void Run<TWork>(TWork work, int parts, int threads) where TWork : IPartitioned, allows ref struct
    {
        if (parts <= 1 || threads <= 1 || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) work.Run(part, parts);
            return;
        }

        ExceptionDispatchInfo? error;
        try
        {
            // The parameter stays where it is, on this stack, until all parts have ended.
            error = Share(Unsafe.AsPointer(ref work), &Invoke<TWork>, parts, Math.Min(threads, parts) - 1);
        }
        finally
        {
            Volatile.Write(ref s_busy, 0);
        }

        error?.Throw();
    }

    private static void Invoke<TWork>(void* work, int part, int parts) where TWork : IPartitioned, allows ref struct => Unsafe.AsRef<TWork>(work).Run(part, parts);

    private static ExceptionDispatchInfo? Share(void* work, delegate*<void*, int, int, void> run, int parts, int helpers)
    {
        helpers = Math.Min(helpers, Helpers(helpers));
        s_work = work;
        s_run = run;
        s_parts = parts;
        Volatile.Write(ref s_state.Running, parts);
        Interlocked.Exchange(ref s_state.Open, (long)helpers << 32 | (uint)parts);
        for (int i = 0; i < helpers; i++) s_helpers[i].Wake();
        while (TryRunPart(helper: -1)) { }

        // Only parts that others are at are left: no sleep is worth it.
        var spin = new SpinWait();
        while (Volatile.Read(ref s_state.Running) != 0) spin.SpinOnce(sleep1Threshold: -1);
        ExceptionDispatchInfo? error = s_error;
        s_error = null;
        return error;
    }

    /// <summary>How many helpers there are, of so many asked for; fewer where the system gives no more threads.</summary>
    private static int Helpers(int asked)
    {
        try
        {
            while (s_helpers.Count < asked) s_helpers.Add(new Helper(s_helpers.Count));
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The caller does the work.
        }

        return s_helpers.Count;
    }

    /// <summary>Takes a part that nobody has taken and does it.</summary>
    private static bool TryRunPart(int helper)
    {
        long open = Volatile.Read(ref s_state.Open);
        while (true)
        {
            if (!IsOpen(open, helper)) return false;
            long before = Interlocked.CompareExchange(ref s_state.Open, open - 1, open);
            if (before == open) break;
            open = before;
        }

        // The work cannot end before this part has, so its fields belong to the part that was taken.
        int part = s_parts - (int)(uint)open;
        try
        {
            s_run(s_work, part, s_parts);
        }
        catch (Exception e)
        {
            lock (s_errorLock)
            {
                if (s_error is null || part < s_errorPart) (s_error, s_errorPart) = (ExceptionDispatchInfo.Capture(e), part);
            }
        }

        Interlocked.Decrement(ref s_state.Running);
        return true;
    }

    private static bool IsOpen(long open, int helper) => (uint)open != 0 && helper < open >> 32;

    /// <summary>A thread of the team. It looks for work for a moment, then sleeps until it is woken; it keeps no process alive.</summary>
    private sealed class Helper
    {
        private readonly int _index;
        private readonly object _gate = new();
        private bool _asleep;

        public Helper(int index)
        {
            _index = index;
            new Thread(Look) { IsBackground = true, Name = "Autograd worker" }.UnsafeStart();
        }

        public void Wake()
        {
            if (!Volatile.Read(ref _asleep)) return;
            lock (_gate)
            {
                _asleep = false;
                Monitor.Pulse(_gate);
            }
        }

        private void Look()
        {
            long limit = Limit();
            for (int looks = 0; ; looks++)
            {
                if (TryRunPart(_index)) limit = Limit();
                else if (Stopwatch.GetTimestamp() >= limit)
                {
                    Sleep();
                    limit = Limit();
                }
                else if (looks % LooksPerYield != 0) Thread.SpinWait(1);
                else Thread.Yield();
            }
        }

        private static long Limit() => Stopwatch.GetTimestamp() + LookMicroseconds * Stopwatch.Frequency / 1_000_000;

        private void Sleep()
        {
            lock (_gate)
            {
                _asleep = true;
                // Either the caller sees that this thread sleeps, or this thread sees the caller's work.
                Interlocked.MemoryBarrier();
                if (IsOpen(Volatile.Read(ref s_state.Open), _index)) _asleep = false;
                while (_asleep) Monitor.Wait(_gate);
            }
        }
    }
}
