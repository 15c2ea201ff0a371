using Autograd.Graph;

namespace Autograd.CSharp.Operations;

/// <summary>Products of vectors and matrices.</summary>
internal static class Products
{
    /// <summary>The product of two matrices.</summary>
    /// <exception cref="ArgumentException">they are no matrices, or do not fit together</exception>
    [Operation("MmBackward0", Saves = "self, mat2")]
    internal static Expr mm(Expr self, Expr mat2)
    {
        if (self.Rank != 2) throw new ArgumentException("self must be a matrix");
        if (mat2.Rank != 2) throw new ArgumentException("mat2 must be a matrix");
        CheckTypes(self, mat2);
        CheckMatrices(self, mat2);
        return self.MatMul(mat2);
    }

    /// <summary>The product of a matrix and a vector.</summary>
    /// <exception cref="ArgumentException">they are no matrix and vector, or do not fit together</exception>
    [Operation("MvBackward0", Saves = "self, vec")]
    internal static Expr mv(Expr self, Expr vec)
    {
        if (self.Rank != 2 || vec.Rank != 1) throw new ArgumentException($"vector + matrix @ vector expected, got {self.Rank}, {vec.Rank}");
        CheckTypes(self, vec);
        if (self.Shape[1] != vec.Shape[0]) throw new ArgumentException($"size mismatch, got {self.Shape[0]}, {self.Shape[0]}x{self.Shape[1]},{vec.Shape[0]}");
        return self.MatMul(vec);
    }

    /// <summary>The inner product of two vectors.</summary>
    /// <exception cref="ArgumentException">they are no vectors of one length</exception>
    [Operation("DotBackward0", Saves = "self, tensor")]
    internal static Expr dot(Expr self, Expr tensor)
    {
        if (self.Rank != 1 || tensor.Rank != 1) throw new ArgumentException($"1D tensors expected, but got {self.Rank}D and {tensor.Rank}D tensors");
        if (self.DType != tensor.DType) throw new ArgumentException($"dot : expected both vectors to have same dtype, but found {ScalarTypes.CName(self.DType)} and {ScalarTypes.CName(tensor.DType)}");
        if (self.Shape[0] != tensor.Shape[0])
            throw new ArgumentException($"inconsistent tensor size, expected tensor {self.Shape} and src {tensor.Shape} to have the same number of elements, but got {self.Shape[0]} and {tensor.Shape[0]} elements respectively");
        return self.MatMul(tensor);
    }

    /// <summary>The products of matrices in two batches.</summary>
    /// <exception cref="ArgumentException">they are no batches, or do not fit together</exception>
    [Operation("BmmBackward0", Saves = "self, mat2")]
    internal static Expr bmm(Expr self, Expr mat2)
    {
        if (self.Rank != 3) throw new ArgumentException("batch1 must be a 3D tensor");
        if (mat2.Rank != 3) throw new ArgumentException("batch2 must be a 3D tensor");
        CheckTypes(self, mat2);
        if (self.Shape[0] != mat2.Shape[0] || self.Shape[2] != mat2.Shape[1])
            throw new ArgumentException($"Expected size for first two dimensions of batch2 tensor to be: [{self.Shape[0]}, {self.Shape[2]}] but got: [{mat2.Shape[0]}, {mat2.Shape[1]}].");
        return self.MatMul(mat2);
    }

    /// <summary>beta * self + alpha * (mat1 @ mat2)</summary>
    /// <exception cref="ArgumentException">the matrices do not fit together</exception>
    [Operation("AddmmBackward0", Saves = "mat1, mat2", InPlace = true)]
    internal static Expr addmm(Expr self, Expr mat1, Expr mat2, Scalar? beta = null, Scalar? alpha = null)
    {
        if (mat1.Rank != 2) throw new ArgumentException($"mat1 must be a matrix, got {mat1.Rank}-D tensor");
        if (mat2.Rank != 2) throw new ArgumentException($"mat2 must be a matrix, got {mat2.Rank}-D tensor");
        return Added(self, mm(mat1, mat2), beta, alpha);
    }

    /// <summary>beta * self + alpha * (mat @ vec)</summary>
    /// <exception cref="ArgumentException">matrix and vector do not fit together</exception>
    [Operation("AddmvBackward0", Saves = "mat, vec", InPlace = true)]
    internal static Expr addmv(Expr self, Expr mat, Expr vec, Scalar? beta = null, Scalar? alpha = null)
    {
        if (self.Rank > 1 || mat.Rank != 2 || vec.Rank != 1) throw new ArgumentException($"vector + matrix @ vector expected, got {self.Rank}, {mat.Rank}, {vec.Rank}");
        Expr product = mv(mat, vec);
        if (!self.Shape.BroadcastsTo(product.Shape)) throw new ArgumentException($"size mismatch, got {self.Shape.Count}, {mat.Shape[0]}x{mat.Shape[1]},{vec.Shape[0]}");
        return Added(self, product, beta, alpha);
    }

    /// <summary>beta * self + alpha * (vec1 ⊗ vec2)</summary>
    /// <exception cref="ArgumentException">they are no vectors, or the product has another shape</exception>
    [Operation("AddrBackward0", Saves = "vec1, vec2", InPlace = true)]
    internal static Expr addr(Expr self, Expr vec1, Expr vec2, Scalar? beta = null, Scalar? alpha = null)
    {
        if (vec1.Rank != 1 || vec2.Rank != 1) throw new ArgumentException($"addr: Expected 1-D argument vec1 and vec2, but got {vec1.Rank}-D and {vec2.Rank}-D");
        return Added(self, vec1.Reshape(vec1.Shape[0], 1) * vec2, beta, alpha);
    }

    private static Expr Added(Expr self, Expr product, Scalar? beta, Scalar? alpha)
    {
        Arithmetic.CheckFactor(self, product, beta, nameof(beta));
        Arithmetic.CheckFactor(self, product, alpha, nameof(alpha));
        if (!self.Shape.BroadcastsTo(product.Shape)) _ = Shaping.expand(self, Array.ConvertAll(product.Shape.Sizes.ToArray(), static size => (long)size));
        if (alpha is { } a && a != 1) product *= a.Beside(product);
        // Of a factor of 0 not even NaN is left.
        if (beta is { } zero && zero == 0) return self.DType == product.DType ? product : product + Expr.ZerosLike(self);
        return (beta is { } b && b != 1 ? self * b.Beside(self) : self) + product;
    }

    /// <summary>The inner product of two vectors.</summary>
    /// <exception cref="ArgumentException">they are no vectors of one length</exception>
    [Operation("VdotBackward0", Saves = "self, other")]
    internal static Expr vdot(Expr self, Expr other) => dot(self, other);

    /// <summary>Sums of products that a formula of letters describes, such as <c>"ij,jk->ik"</c>.</summary>
    /// <exception cref="ArgumentException">the formula does not fit the tensors</exception>
    [Operation("EinsumBackward0", Saves = "tensors", Forms = Forms.Function)]
    internal static Expr einsum(string equation, params IReadOnlyList<Expr> tensors) => LinearAlgebra.Einsum(equation, [.. tensors]);

    /// <summary>Sums of products over dimensions of both: dims1 of the first beside dims2 of the second.</summary>
    /// <exception cref="ArgumentException">the dimensions differ in size</exception>
    [Operation("TensordotBackward0", Saves = "a, b", Forms = Forms.Function)]
    internal static Expr tensordot(Expr a, Expr b, long[] dims1, long[] dims2) => a.TensorDot(b, Shapes.Dims(dims1, a.Rank), Shapes.Dims(dims2, b.Rank));

    /// <summary>Products of batches of matrices, where there are more than two dimensions; batches broadcast.</summary>
    /// <exception cref="ArgumentException">they do not fit together</exception>
    [Operation("UnsafeViewBackward0", Saves = "self, other", Forms = Forms.Hidden)]
    internal static Expr batched(Expr self, Expr other)
    {
        CheckTypes(self, other);
        int inner = self.Shape[self.Rank - 1], rows = other.Rank == 1 ? other.Shape[0] : other.Shape[other.Rank - 2];
        if (inner != rows)
        {
            throw new ArgumentException(other.Rank <= 2
                ? $"mat1 and mat2 shapes cannot be multiplied ({self.Shape.Count / Math.Max(inner, 1)}x{inner} and {rows}x{(other.Rank == 1 ? 1 : other.Shape[1])})"
                : $"Expected size for first two dimensions of batch2 tensor to be: [{self.Shape[0]}, {inner}] but got: [{other.Shape[0]}, {rows}].");
        }

        Shapes.CheckBroadcast(Batches(self.Shape), Batches(other.Shape));
        return self.MatMul(other);
    }

    private static Shape Batches(Shape shape) => shape.Rank > 2 ? new Shape(shape.Sizes[..^2].ToArray()) : Shape.Scalar;

    private static void CheckTypes(Expr a, Expr b)
    {
        if (a.DType != b.DType) throw new ArgumentException($"expected scalar type {ScalarTypes.CName(a.DType)} but found {ScalarTypes.CName(b.DType)}");
    }

    private static void CheckMatrices(Expr a, Expr b)
    {
        if (a.Shape[1] != b.Shape[0]) throw new ArgumentException($"mat1 and mat2 shapes cannot be multiplied ({a.Shape[0]}x{a.Shape[1]} and {b.Shape[0]}x{b.Shape[1]})");
    }
}
