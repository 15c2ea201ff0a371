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
        ArgumentNullException.ThrowIfNull(indices);
        Check(self, indices);
        Tensor result = self;
        var tensors = new List<(int Dim, Tensor Indices)>();
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
                default:
                    int taken = Taken(index.Indices!);
                    tensors.Add((dim, index.Indices!));
                    dim += taken;
                    source += taken;
                    break;
            }
        }

        return tensors.Count == 0 ? result : AdvancedIndexing.Read(result, tensors);
    }

    /// <summary>Writes into the part that an index names.</summary>
    public static void Write(Tensor self, TensorIndex[] indices, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(value);
        Check(self, indices);
        if (GradMode.IsEnabled && self is { requires_grad: true, is_leaf: true })
            throw new InvalidOperationException("a view of a leaf Variable that requires grad is being used in an in-place operation.");
        self.CheckWritable();
        foreach (TensorIndex index in indices)
        {
            if (index.What != TensorIndex.Kind.Tensor) continue;
            AdvancedIndexing.Write(self, indices, value);
            return;
        }

        (Region region, int[] part) = Part(self.Shape, indices);
        bool tracked = GradMode.IsEnabled && (self.requires_grad || value.requires_grad) && self.DType.IsFloatingType();
        Expr into = self.Operand(tracked), from = value.Operand(tracked);
        Expr spread = Operations.Shaping.expand(Squeezed(from, part.Length), Array.ConvertAll(part, static size => (long)size));
        Expr written = into.Update(region, spread.Cast(self.DType).Reshape([.. region.Sizes.Span]));
        Recording.Write(CopySlices, tracked, self.Weight + value.Weight + 1, self, written, null, new(self, into), new(value, from));
    }

    private static readonly Operation CopySlices = Operation.Internal("torch::autograd::CopySlices", saves: true);

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

    /// <summary>The region that numbers and slices name, and the shape of the part as Python sees it.</summary>
    public static (Region Region, int[] Part) Part(Shape shape, TensorIndex[] indices)
    {
        int[] starts = new int[shape.Rank], sizes = [.. shape.Sizes], strides = new int[shape.Rank];
        Array.Fill(strides, 1);
        var part = new List<int>();
        int dim = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.What)
            {
                case TensorIndex.Kind.Number:
                    CheckNumber(index.Start!.Value, dim, shape[dim]);
                    starts[dim] = (int)(index.Start.Value < 0 ? index.Start.Value + shape[dim] : index.Start.Value);
                    sizes[dim++] = 1;
                    break;
                case TensorIndex.Kind.Slice:
                    int size = shape[dim], from = Clamped(index.Start ?? 0, size), to = Math.Max(from, Clamped(index.Stop ?? size, size));
                    strides[dim] = (int)Math.Min(index.Step, int.MaxValue);
                    starts[dim] = from;
                    sizes[dim] = (int)((to - from + index.Step - 1) / index.Step);
                    part.Add(sizes[dim++]);
                    break;
                case TensorIndex.Kind.Ellipsis:
                    for (int left = shape.Rank - Consumed(indices); left > 0; left--) part.Add(shape[dim++]);
                    break;
                default:
                    part.Add(1);
                    break;
            }
        }

        while (dim < shape.Rank) part.Add(shape[dim++]);
        return (new Region(IntList.Create(starts), IntList.Create(sizes), IntList.Create(strides)), [.. part]);
    }

    private static void Check(Tensor self, TensorIndex[] indices)
    {
        int consumed = Consumed(indices), ellipses = 0;
        foreach (TensorIndex index in indices)
            if (index.What == TensorIndex.Kind.Ellipsis && ++ellipses > 1) throw new ArgumentOutOfRangeException(null, "an index can only have a single ellipsis ('...')");
        if (consumed <= self.Shape.Rank) return;
        throw new ArgumentOutOfRangeException(null, self.Shape.Rank == 0
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

    private static int Clamped(long place, int size) => (int)Math.Clamp(place < 0 ? place + size : place, 0, size);
}
