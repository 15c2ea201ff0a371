using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// Indexing by tensors: all index tensors broadcast to one shape of places, and each place names an element of the indexed dimensions.
/// Indices are read at the call, because the result's shape and the errors depend on their values.
/// </summary>
internal static class AdvancedIndexing
{
    /// <summary>The elements at the places.</summary>
    public static Tensor Read(Tensor self, List<(int Dim, Tensor Indices)> tensors)
    {
        (int[] axes, Expr coordinates) = Coordinates(self.Shape, tensors);
        return Calls.index(self, new Tensor(coordinates), axes);
    }

    /// <summary>Writes into the elements at the places, or adds to them.</summary>
    public static void Write(Tensor self, List<(int Dim, Tensor Indices)> tensors, Tensor value, bool accumulate)
    {
        (int[] axes, Expr coordinates) = Coordinates(self.Shape, tensors);
        Calls.index_put_(self, new Tensor(coordinates), value, axes, accumulate);
    }

    /// <summary>The dimensions that are indexed, and the index along each for every place: of shape [places, dimensions].</summary>
    private static (int[] Axes, Expr Coordinates) Coordinates(Shape shape, List<(int Dim, Tensor Indices)> tensors)
    {
        var axes = new List<int>();
        var values = new List<(long[] Values, Shape Shape)>();
        foreach ((int dim, Tensor indices) in tensors)
        {
            if (indices.DType == DType.Bool)
            {
                long[][] places = NonZero(indices, shape, dim);
                for (int i = 0; i < places.Length; i++)
                {
                    axes.Add(dim + i);
                    values.Add((places[i], new Shape(places[i].Length)));
                }

                continue;
            }

            if (!indices.DType.IsInteger()) throw new ArgumentOutOfRangeException(null, "tensors used as indices must be long, byte or bool tensors");
            axes.Add(dim);
            values.Add((indices.to(int64).Elements<long>().ToArray(), indices.Shape));
        }

        Shape joined = Shape.Scalar;
        foreach ((_, Shape of) in values)
        {
            if (!CanJoin(joined, of))
                throw new ArgumentOutOfRangeException(null, $"shape mismatch: indexing tensors could not be broadcast together with shapes {string.Join(", ", values.ConvertAll(v => v.Shape.ToString()))}");
            joined = Shape.Broadcast(joined, of);
        }

        var columns = new Expr[values.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            Wrap(values[i].Values, axes[i], shape[axes[i]]);
            columns[i] = Expr.Constant(NDArray.Create<long>(values[i].Values, values[i].Shape)).BroadcastTo(joined).Reshape([.. joined.Sizes, 1]);
        }

        return ([.. axes], Expr.Concat(columns, joined.Rank));
    }

    private static void Wrap(long[] indices, int dim, int size)
    {
        if (size == 0 && indices.Length > 0) throw new ArgumentOutOfRangeException(null, "index is out of bounds for dimension with size 0");
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] < -size || indices[i] >= size) throw new ArgumentOutOfRangeException(null, $"index {indices[i]} is out of bounds for dimension {dim} with size {size}");
            if (indices[i] < 0) indices[i] += size;
        }
    }

    /// <summary>Where a mask is true: the index along each of its dimensions.</summary>
    private static long[][] NonZero(Tensor mask, Shape shape, int dim)
    {
        for (int i = 0; i < mask.Shape.Rank; i++)
        {
            if (mask.Shape[i] != shape[dim + i])
                throw new ArgumentOutOfRangeException(null, $"The shape of the mask {mask.Shape} at index {i} does not match the shape of the indexed tensor {shape} at index {dim + i}");
        }

        ReadOnlySpan<bool> elements = mask.Elements<bool>();
        int count = elements.Count(true);
        var along = new long[mask.Shape.Rank][];
        for (int i = 0; i < along.Length; i++) along[i] = new long[count];
        for (int flat = 0, next = 0; flat < elements.Length; flat++)
        {
            if (!elements[flat]) continue;
            int rest = flat;
            for (int i = along.Length - 1; i >= 0; i--)
            {
                along[i][next] = rest % mask.Shape[i];
                rest /= mask.Shape[i];
            }

            next++;
        }

        return along;
    }

    private static bool CanJoin(Shape a, Shape b)
    {
        for (int i = 1; i <= a.Rank && i <= b.Rank; i++)
            if (a[a.Rank - i] != b[b.Rank - i] && a[a.Rank - i] != 1 && b[b.Rank - i] != 1) return false;
        return true;
    }
}
