namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The element type.</summary>
        public ScalarType dtype => DType.ToScalarType();

        /// <summary>The sizes of the dimensions, as TorchSharp gives them.</summary>
        public long[] shape => new Size(Shape);

        /// <summary>The sizes of the dimensions; prints as <c>torch.Size([2, 3])</c>.</summary>
        public Size size() => new(Shape);

        /// <summary>The size of a dimension.</summary>
        /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
        public long size(long dim)
        {
            int index = Shapes.Dim(dim, Shape.Rank);
            return Shape.Rank > 0 ? Shape[index] : throw new ArgumentOutOfRangeException(nameof(dim), "dimension specified as 0 but tensor has no dimensions");
        }

        /// <summary>How many dimensions there are.</summary>
        public long dim() => Shape.Rank;

        /// <summary>How many dimensions there are.</summary>
        public long ndim => Shape.Rank;

        /// <summary>How many elements there are.</summary>
        public long numel() => Shape.Count;

        /// <summary>How many elements there are.</summary>
        public long nelement() => Shape.Count;

        /// <summary>The size of the first dimension.</summary>
        /// <exception cref="ArgumentException">there is none</exception>
        public long Length => Shape.Rank > 0 ? Shape[0] : throw new ArgumentException("len() of a 0-d tensor");

        /// <summary>Whether the elements are floating-point numbers.</summary>
        public bool is_floating_point() => DType.IsFloatingType();
    }
}
