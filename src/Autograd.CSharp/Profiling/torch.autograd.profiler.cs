using System.Diagnostics.CodeAnalysis;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Measures where the time of a program goes.</summary>
        public static partial class profiler
        {
            /// <summary>
            /// Measures what is done until it is disposed, in this flow of execution. An operation's time is that of building its node; the time of computing
            /// elements stands under <c>evaluate::</c>, by the steps of the plans that ran, since one step may do many operations.
            /// </summary>
            /// <param name="enabled">whether it measures at all</param>
            /// <param name="record_shapes">has no effect</param>
            /// <param name="profile_memory">has no effect</param>
            /// <param name="with_stack">has no effect</param>
            [SuppressMessage("Style", "IDE0060", Justification = "PyTorch's parameters")]
            public static Profile profile(bool enabled = true, bool record_shapes = false, bool profile_memory = false, bool with_stack = false) => new(enabled);

            /// <summary>A part of the program, under a name of its own, until it is disposed. Where nothing is measured it does nothing.</summary>
            public static IDisposable record_function(string name)
            {
                ArgumentNullException.ThrowIfNull(name);
                return Modes.Current.Profile?.Part(name) ?? new DisposeScope();
            }
        }
    }
}
