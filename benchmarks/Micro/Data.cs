using Autograd.Graph;

namespace Autograd.Benchmarks.Micro;

/// <summary>Arrays of the same random elements at every start.</summary>
internal static class Data
{
    /// <summary>Uniform in [-2, 2).</summary>
    public static NDArray Floats(params int[] shape)
    {
        var random = new Random(0);
        var elements = new float[new Shape(shape).Count];
        foreach (ref float element in elements.AsSpan()) element = 4 * random.NextSingle() - 2;
        return NDArray.Create(elements, shape);
    }

    /// <summary>Each true or false with even chances.</summary>
    public static NDArray Truths(params int[] shape)
    {
        var random = new Random(1);
        var elements = new bool[new Shape(shape).Count];
        foreach (ref bool element in elements.AsSpan()) element = random.Next(2) == 0;
        return NDArray.Create(elements, shape);
    }

    /// <summary>Uniform in [0, end).</summary>
    public static NDArray Indices(int end, params int[] shape)
    {
        var random = new Random(2);
        var elements = new long[new Shape(shape).Count];
        foreach (ref long element in elements.AsSpan()) element = random.Next(end);
        return NDArray.Create(elements, shape);
    }
}
