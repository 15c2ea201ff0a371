namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a loss does with the losses of all elements; PyTorch's strings convert to it.</summary>
        public readonly struct Reduction : IEquatable<Reduction>
        {
            private static readonly string[] s_names = ["mean", "sum", "none", "batchmean"];

            private readonly int _number;

            private Reduction(int number) => _number = number;

            /// <summary>Their mean, where nothing else is said: <c>"mean"</c>.</summary>
            public static Reduction Mean => new(0);

            /// <summary>Their sum: <c>"sum"</c>.</summary>
            public static Reduction Sum => new(1);

            /// <summary>All of them: <c>"none"</c>.</summary>
            public static Reduction None => new(2);

            /// <summary>Their sum divided by the size of the batch, <c>"batchmean"</c>: of <see cref="functional.kl_div"/> only.</summary>
            public static Reduction BatchMean => new(3);

            /// <summary>The reduction of a name.</summary>
            /// <exception cref="ArgumentException">it is none</exception>
            public static implicit operator Reduction(string name)
            {
                int number = Array.IndexOf(s_names, name);
                return number >= 0 ? new(number) : throw new ArgumentException($"{name} is not a valid value for reduction");
            }

            /// <inheritdoc/>
            public bool Equals(Reduction other) => _number == other._number;

            /// <inheritdoc/>
            public override bool Equals(object? obj) => obj is Reduction other && Equals(other);

            /// <inheritdoc/>
            public override int GetHashCode() => _number;

            /// <summary>Whether both are the same.</summary>
            public static bool operator ==(Reduction a, Reduction b) => a.Equals(b);

            /// <summary>Whether they differ.</summary>
            public static bool operator !=(Reduction a, Reduction b) => !a.Equals(b);

            /// <summary>PyTorch's string.</summary>
            public override string ToString() => s_names[_number];
        }
    }
}
