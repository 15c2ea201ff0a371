using System.Globalization;
using Autograd.Graph;

namespace Autograd.Conformance;

/// <summary>Tensors that are made, not drawn.</summary>
internal static class Tensors
{
    public static int Count(int[] shape) => shape.Aggregate(1, (product, size) => checked(product * size));

    public static RecordedTensor Full(int[] shape, double value, DType dtype) =>
        FromNumbers(Enumerable.Repeat(value, Count(shape)), shape, dtype);

    /// <summary>Numbers in nested lists.</summary>
    public static RecordedTensor FromNested(object? data, DType dtype)
    {
        var numbers = new List<double>();
        var shape = new List<int>();
        Flatten(data, depth: 0, shape, numbers);
        return FromNumbers(numbers, [.. shape], dtype);
    }

    /// <summary><c>cat</c> of vectors of one dtype.</summary>
    public static RecordedTensor Join(object?[] parts)
    {
        RecordedTensor[] vectors = [.. parts.OfType<RecordedTensor>().Where(part => part.Shape.Length == 1)];
        if (vectors.Length == 0 || vectors.Length < parts.Length || vectors.Any(vector => vector.DType != vectors[0].DType))
            throw new UnsupportedCaseException("torch.cat of anything but vectors of one type");
        Array joined = Array.CreateInstanceFromArrayType(vectors[0].Data.GetType(), vectors.Sum(vector => vector.Data.Length));
        int offset = 0;
        foreach (RecordedTensor vector in vectors)
        {
            vector.Data.CopyTo(joined, offset);
            offset += vector.Data.Length;
        }
        return new(joined, [joined.Length]);
    }

    private static RecordedTensor FromNumbers(IEnumerable<double> numbers, int[] shape, DType dtype) => dtype switch
    {
        DType.Float32 => new(numbers.Select(x => (float)x).ToArray(), shape),
        DType.Float64 => new(numbers.ToArray(), shape),
        DType.Int64 => new(numbers.Select(x => (long)x).ToArray(), shape),
        DType.Int32 => new(numbers.Select(x => (int)x).ToArray(), shape),
        _ => throw new UnsupportedCaseException($"numbers as {dtype.Name()}"),
    };

    private static void Flatten(object? data, int depth, List<int> shape, List<double> numbers)
    {
        if (data is not object?[] items)
        {
            numbers.Add(data is long or double ? Convert.ToDouble(data, CultureInfo.InvariantCulture) : throw new UnsupportedCaseException("torch.tensor of anything but numbers"));
            return;
        }
        if (depth == shape.Count) shape.Add(items.Length);
        foreach (object? item in items) Flatten(item, depth + 1, shape, numbers);
    }
}
