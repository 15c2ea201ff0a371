using System.Collections;
using System.Runtime.CompilerServices;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor's dimensions. Prints as <c>torch.Size([2, 3])</c>.</summary>
    [CollectionBuilder(typeof(torch), nameof(MakeSize))]
    public sealed class Size : IReadOnlyList<long>, IEquatable<Size>, IPythonText
    {
        private readonly int[] _sizes;

        internal Size(Shape shape) => _sizes = shape.Sizes.ToArray();

        /// <summary>Sizes of dimensions.</summary>
        /// <exception cref="ArgumentException">a size is negative, or more than a dimension can have</exception>
        public Size(params ReadOnlySpan<long> sizes) => _sizes = Shapes.ToSizes(sizes);

        /// <summary>How many dimensions there are.</summary>
        public int Count => _sizes.Length;

        /// <summary>Sizes of dimensions.</summary>
        /// <exception cref="ArgumentException">a size is negative, or more than a dimension can have</exception>
        public Size(long[] shape) : this((ReadOnlySpan<long>)shape) { }

        /// <summary>Whether there are no dimensions.</summary>
        public bool IsEmpty => _sizes.Length == 0;

        /// <summary>The sizes as an array.</summary>
        public long[] Shape => this;

        /// <summary>The sizes from first up to next.</summary>
        /// <exception cref="ArgumentOutOfRangeException">there are no such dimensions</exception>
        public Size Slice(int first, int next) => new(Shape[first..next]);

        /// <summary>How many dimensions there are.</summary>
        public int Length => _sizes.Length;

        /// <summary>The size of a dimension.</summary>
        public long this[int index] => _sizes[index];

        /// <summary>How many elements a tensor of these sizes has.</summary>
        public long numel()
        {
            long count = 1;
            foreach (int size in _sizes) count *= size;
            return count;
        }

        /// <summary>One size.</summary>
        public static implicit operator Size(long size) => new([size]);

        /// <summary>The sizes as an array, for functions that take one.</summary>
        public static implicit operator long[](Size size) => Array.ConvertAll(size._sizes, static s => (long)s);

        /// <inheritdoc/>
        public bool Equals(Size? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as Size);

        /// <inheritdoc/>
        public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, _sizes[0], _sizes[^1]);

        /// <summary>Whether all sizes are equal.</summary>
        public static bool operator ==(Size? a, Size? b) => a is null ? b is null : a.Equals(b);

        /// <summary>Whether sizes differ.</summary>
        public static bool operator !=(Size? a, Size? b) => !(a == b);

        /// <inheritdoc/>
        public IEnumerator<long> GetEnumerator()
        {
            foreach (int size in _sizes) yield return size;
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary><c>torch.Size([2, 3])</c></summary>
        public override string ToString() => PythonText.Size(_sizes);

        string IPythonText.Repr() => ToString();
    }

    /// <summary>What a collection expression of sizes makes.</summary>
    public static Size MakeSize(ReadOnlySpan<long> sizes) => new(sizes);
}
