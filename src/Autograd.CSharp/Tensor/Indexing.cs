using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Python's brackets: numbers and slices one after the other as views, then tensors of indices together.</summary>
internal static class Indexing
{
    /// <summary>The part that an index names.</summary>
    public static Tensor Read(Tensor self, TensorIndex[] indices)
    {
        Tensor part = Part(self, indices, out List<(int Dim, Tensor Indices)>? tensors);
        return tensors is not null ? AdvancedIndexing.Read(part, tensors) : ReferenceEquals(part, self) ? Calls.alias(self) : part;
    }

    /// <summary>Writes into the part that an index names, or adds to it.</summary>
    public static void Write(Tensor self, TensorIndex[] indices, Tensor value, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        Tensor part = Part(self, indices, out List<(int Dim, Tensor Indices)>? tensors);
        if (tensors is not null)
        {
            AdvancedIndexing.Write(part, tensors, value, accumulate);
            return;
        }

        if (ReferenceEquals(part, self) && indices is [{ What: TensorIndex.Kind.Slice }]) part = Calls.alias(self);
        while (value.Shape.Rank > part.Shape.Rank && value.Shape[0] == 1) value = value.select(0, 0);
        if (!value.Shape.BroadcastsTo(part.Shape)) _ = Operations.Shaping.expand(Expr.Parameter("value", value.DType, value.Shape), part.shape);
        if (accumulate) part.add_(value);
        else if (value.Shape.Rank == 0) part.fill_(value);
        else part.copy_(value);
    }

    /// <summary>The view that numbers and slices name, and the tensors of indices left to take of its dimensions.</summary>
    private static Tensor Part(Tensor self, TensorIndex[] indices, out List<(int Dim, Tensor Indices)>? tensors)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Check(self, indices);
        Tensor result = self;
        tensors = null;
        int dim = 0, source = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.What)
            {
                case TensorIndex.Kind.Number:
                    CheckNumber(index.Start!.Value, source, self.Shape[source]);
                    result = result.select(dim, index.Start.Value);
                    source++;
                    break;
                case TensorIndex.Kind.Slice:
                    if (!IsWhole(index)) result = result.slice(dim, index.Start, index.Stop, index.Step);
                    dim++;
                    source++;
                    break;
                case TensorIndex.Kind.Ellipsis:
                    int left = self.Shape.Rank - Consumed(indices);
                    dim += left;
                    source += left;
                    break;
                case TensorIndex.Kind.None:
                    result = result.unsqueeze(dim++);
                    break;
                case TensorIndex.Kind.Tensor when index.Indices!.Shape.Rank == 0:
                    result = OfNumber(result, index.Indices, ref dim, ref source, ref tensors);
                    break;
                default:
                    int taken = Taken(index.Indices!);
                    (tensors ??= []).Add((dim, index.Indices!));
                    dim += taken;
                    source += taken;
                    break;
            }
        }

        return result;
    }

    // A tensor of no dimensions: a whole number is a place, a truth value a new dimension of one place or of none.
    private static Tensor OfNumber(Tensor part, Tensor number, ref int dim, ref int source, ref List<(int Dim, Tensor Indices)>? tensors)
    {
        if (number.DType == DType.Bool)
        {
            (tensors ??= []).Add((dim, zeros([(bool)number ? 1 : 0], int64)));
            return part.unsqueeze(dim++);
        }

        if (!number.DType.IsInteger()) throw new ArgumentOutOfRangeException(null, "tensors used as indices must be long, byte or bool tensors");
        long place = (long)number;
        CheckNumber(place, source++, part.Shape[dim]);
        return part.select(dim, place);
    }

    /// <summary>A value for a part: leading sizes of 1 dropped, broadcast, converted.</summary>
    public static Expr Fitted(Expr value, Shape part, DType dtype)
    {
        value = Squeezed(value, part.Rank);
        if (!value.Shape.BroadcastsTo(part)) throw new ArgumentException($"shape mismatch: value tensor of shape {value.Shape} cannot be broadcast to indexing result of shape {part}");
        return value.Cast(dtype).BroadcastTo(part);
    }

    private static Expr Squeezed(Expr value, int rank)
    {
        while (value.Rank > rank && value.Shape[0] == 1) value = value.Reshape(value.Shape.Sizes[1..].ToArray());
        return value;
    }

    private static void Check(Tensor self, TensorIndex[] indices)
    {
        int consumed = Consumed(indices), ellipses = 0;
        foreach (TensorIndex index in indices)
            if (index.What == TensorIndex.Kind.Ellipsis && ++ellipses > 1) throw new ArgumentOutOfRangeException(null, "an index can only have a single ellipsis ('...')");
        if (consumed <= self.Shape.Rank) return;
        if (self.Shape.Rank == 0 && Array.Exists(indices, static index => index.What == TensorIndex.Kind.Slice)) throw new ArgumentException("slice() cannot be applied to a 0-dim tensor.");
        throw new ArgumentOutOfRangeException(null, self.Shape.Rank == 0 && Array.Exists(indices, static index => index.What == TensorIndex.Kind.Number)
            ? "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
            : $"too many indices for tensor of dimension {self.Shape.Rank}");
    }

    private static void CheckNumber(long index, int dim, int size)
    {
        if (index < -size || index >= size) throw new ArgumentOutOfRangeException(null, $"index {index} is out of bounds for dimension {dim} with size {size}");
    }

    private static int Consumed(TensorIndex[] indices)
    {
        int count = 0;
        foreach (TensorIndex index in indices)
            count += index.What switch { TensorIndex.Kind.Number or TensorIndex.Kind.Slice => 1, TensorIndex.Kind.Tensor => Taken(index.Indices!), _ => 0 };
        return count;
    }

    // A tensor of truth values stands for as many dimensions as it has.
    private static int Taken(Tensor indices) => indices.DType == DType.Bool ? indices.Shape.Rank : 1;

    private static bool IsWhole(TensorIndex index) => index.Start is null or 0 && index.Stop is null && index.Step == 1;
}
