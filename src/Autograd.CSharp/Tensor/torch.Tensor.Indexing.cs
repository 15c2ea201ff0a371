using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>A part, as Python's brackets give it: a view for numbers and slices, a copy for tensors of indices or truth values. Set to write into the part.</summary>
        /// <exception cref="ArgumentOutOfRangeException">there are more places than dimensions, or one is out of range</exception>
        /// <exception cref="ArgumentException">tensors of indices do not fit together</exception>
        public Tensor this[params TensorIndex[] indices]
        {
            get => Indexing.Read(this, indices);
            set => Indexing.Write(this, indices, value);
        }

        /// <summary>The rows: the places of the first dimension.</summary>
        /// <exception cref="ArgumentException">there is no dimension</exception>
        public IEnumerator<Tensor> GetEnumerator() =>
            Shape.Rank > 0 ? ((IEnumerable<Tensor>)this.unbind()).GetEnumerator() : throw new ArgumentException("iteration over a 0-d tensor");

        /// <summary>A part; see the indexer.</summary>
        /// <exception cref="ArgumentOutOfRangeException">there are more places than dimensions, or one is out of range</exception>
        public Tensor index(params TensorIndex[] indices) => this[indices];

        /// <summary>Writes a number into a part.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            Indexing.Write(this, indices, tensor(value, dtype));
            return this;
        }

        /// <summary>Writes into a part.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        /// <exception cref="ArgumentException">the value does not broadcast to the part</exception>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            Indexing.Write(this, indices, value);
            return this;
        }
    }
}
