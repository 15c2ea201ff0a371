namespace Autograd.CSharp;

/// <summary>What is made when it is first needed, also where several threads need it at once.</summary>
internal static class Once
{
    /// <summary>Keeps what was made, unless another thread has made one meanwhile: then that one.</summary>
    public static T Set<T>(ref T? place, T made) where T : class => Interlocked.CompareExchange(ref place, made, null) ?? made;
}
