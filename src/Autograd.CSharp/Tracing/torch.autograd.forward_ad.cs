using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Forward mode by dual tensors: within a level a tensor may have a tangent, and what is computed from it has one too.</summary>
        public static partial class forward_ad
        {
            private const string NoLevel = "Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.";

            [ThreadStatic]
            private static IDisposable? t_entered;

            /// <summary>A tensor taken apart.</summary>
            /// <param name="primal">the tensor without its tangent</param>
            /// <param name="tangent">its tangent; null where it has none</param>
            public sealed record UnpackedDualTensor(Tensor primal, Tensor? tangent) : IPythonText
            {
                string IPythonText.Repr() => $"UnpackedDualTensor(primal={primal}, tangent={PythonText.Repr(tangent)})";
            }

            /// <summary>A level until it is disposed: <c>using (dual_level()) { }</c>.</summary>
            /// <exception cref="InvalidOperationException">there is one already</exception>
            public static IDisposable dual_level()
            {
                if (Modes.Current.Level is not null) throw new InvalidOperationException("Nested forward mode AD is not supported at the moment");
                return Modes.Set(
                    static now => now with { Level = new DualLevel(), Trace = now.Trace == TraceKind.None ? TraceKind.Dual : now.Trace },
                    static (now, before) => now with { Level = before.Level, Trace = before.Trace });
            }

            /// <summary>Enters a level, until <see cref="exit_dual_level"/>; <see cref="dual_level"/> does both.</summary>
            /// <exception cref="InvalidOperationException">there is one already</exception>
            public static int enter_dual_level()
            {
                t_entered = dual_level();
                return 0;
            }

            /// <summary>Leaves the level, whose tangents are forgotten.</summary>
            /// <param name="level">which; the last where it is omitted</param>
            /// <exception cref="InvalidOperationException">it is not the last that was entered</exception>
            public static void exit_dual_level(int? level = null)
            {
                if (t_entered is null || level is not (null or 0))
                    throw new InvalidOperationException("Trying to exit a forward AD level that was not the last one that was created. This is not supported.");
                t_entered.Dispose();
                t_entered = null;
            }

            /// <summary>A tensor of the same value and history, with a tangent.</summary>
            /// <param name="tensor">the value, floating</param>
            /// <param name="tangent">the tangent, of its shape</param>
            /// <exception cref="InvalidOperationException">there is no level</exception>
            /// <exception cref="ArgumentException">one is not floating, or the shapes differ</exception>
            public static Tensor make_dual(Tensor tensor, Tensor tangent)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                ArgumentNullException.ThrowIfNull(tangent);
                DualLevel level = Modes.Current.Level ?? throw new InvalidOperationException(NoLevel);
                if (!tensor.DType.IsFloating()) throw new ArgumentException($"Expected primal to be floating point or complex, but got: {PythonText.Of(tensor.DType)}");
                if (!tangent.DType.IsFloating()) throw new ArgumentException($"Expected tangent to be floating point or complex, but got: {PythonText.Of(tangent.DType)}");
                return level.Dual(tensor, tangent);
            }

            /// <summary>The tensor without its tangent, and the tangent; null where it has none, as outside of a level.</summary>
            public static UnpackedDualTensor unpack_dual(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                return Modes.Current.Level is { } level ? new(level.Primal(tensor), level.TangentOf(tensor)) : new(tensor, null);
            }
        }
    }

    public sealed partial class Tensor
    {
        /// <summary>The tangent as it is printed; null where there is none.</summary>
        private string? TangentText => Modes.Current.Level?.TangentOf(this)?.ToString();
    }
}
