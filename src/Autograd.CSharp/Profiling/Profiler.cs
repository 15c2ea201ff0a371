using System.Runtime.CompilerServices;
using Autograd.CSharp.Operations;

namespace Autograd.CSharp;

/// <summary>What every operation calls at its beginning and its end; it does nothing unless the flow is measured.</summary>
internal static class Profiler
{
    /// <summary>The time; 0 where nothing is measured.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Start() => Modes.AreSpecial ? Measured() : 0;

    /// <summary>Notes an operation that began at a time, and passes its result on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Stop<T>(Operation operation, long start, T result)
    {
        if (start != 0) Note(operation, start);
        return result;
    }

    private static long Measured() => Modes.Current.Profile is null ? 0 : ProfileRecord.Now();

    private static void Note(Operation operation, long start) => Modes.Current.Profile?.Add("aten::" + operation.Name, start);
}
