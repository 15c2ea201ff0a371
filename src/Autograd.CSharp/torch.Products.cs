using Autograd.CSharp.Operations;

namespace Autograd.CSharp;

// Products that PyTorch makes of others, by the dimensions of the operands.
public static partial class torch
{
    /// <summary>The product of two tensors: of vectors the inner product, of matrices the matrix product, of more dimensions batches of them.</summary>
    /// <exception cref="ArgumentException">the operands do not fit together</exception>
    public static Tensor matmul(Tensor input, Tensor other)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other);
        return (input.Shape.Rank, other.Shape.Rank) switch
        {
            (0, _) or (_, 0) => throw new ArgumentException($"both arguments to matmul need to be at least 1D, but they are {input.Shape.Rank}D and {other.Shape.Rank}D"),
            (1, 1) => dot(input, other),
            (2, 1) => mv(input, other),
            (1, 2) => squeeze(mm(input.unsqueeze(0), other), 0),
            (2, 2) => mm(input, other),
            (3, 3) when input.Shape[0] == other.Shape[0] => bmm(input, other),
            _ => Calls.batched(input, other),
        };
    }

    /// <summary>The outer product of two vectors.</summary>
    /// <exception cref="ArgumentException">they are no vectors</exception>
    public static Tensor outer(Tensor input, Tensor vec2)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(vec2);
        if (input.Shape.Rank != 1) throw new ArgumentException($"outer: Expected 1-D argument self, but got {input.Shape.Rank}-D");
        if (vec2.Shape.Rank != 1) throw new ArgumentException($"outer: Expected 1-D argument vec2, but got {vec2.Shape.Rank}-D");
        return input.reshape(-1, 1).mul(vec2);
    }

    public sealed partial class Tensor
    {
        /// <summary>The outer product with another vector.</summary>
        /// <exception cref="ArgumentException">they are no vectors</exception>
        public Tensor outer(Tensor vec2) => torch.outer(this, vec2);

        /// <summary>The product with another tensor: of vectors the inner product, of matrices the matrix product, of more dimensions batches of them.</summary>
        /// <exception cref="ArgumentException">the operands do not fit together</exception>
        public Tensor matmul(Tensor other) => torch.matmul(this, other);

        /// <summary>The dimensions in reverse order.</summary>
        public Tensor T
        {
            get
            {
                var dims = new long[Shape.Rank];
                for (int i = 0; i < dims.Length; i++) dims[i] = dims.Length - 1 - i;
                return permute(dims);
            }
        }

        /// <summary>The last two dimensions exchanged.</summary>
        /// <exception cref="ArgumentException">there are fewer than two</exception>
        public Tensor mT => Shape.Rank >= 2 ? transpose(-2, -1) : throw new ArgumentException($"tensor.mT is only supported on matrices or batches of matrices. Got {Shape.Rank}-D tensor.");

        /// <summary>Dimensions of size 1 stretched as another tensor's.</summary>
        /// <exception cref="ArgumentException">the shape does not broadcast to the other's</exception>
        public Tensor expand_as(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return expand(other.shape);
        }

        /// <summary>The elements under another tensor's shape.</summary>
        /// <exception cref="ArgumentException">the other has more or fewer elements</exception>
        public Tensor view_as(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return view(other.shape);
        }
    }
}
