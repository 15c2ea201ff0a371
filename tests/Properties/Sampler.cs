using Autograd.Graph;

namespace Autograd.Properties;

/// <summary>Shapes, values and places drawn from one seed. Sizes of 0 and 1 are among the shapes.</summary>
internal sealed class Sampler(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number in [low, high], both possible.</summary>
    public int Int(int low, int high) => _random.Next(low, high + 1);

    public bool Bool() => _random.Next(2) == 0;

    public T Of<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public double Real(double low, double high) => low + (high - low) * _random.NextDouble();

    /// <summary>One shape in five has an axis of size 0 where that is allowed.</summary>
    public Shape Shape(int minRank = 0, int maxRank = 3, int minSize = 0)
    {
        var sizes = new int[Int(minRank, maxRank)];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = Int(1, 3);
        if (minSize == 0 && sizes.Length > 0 && Int(1, 5) == 1) sizes[Int(0, sizes.Length - 1)] = 0;
        return new(sizes);
    }

    public NDArray Uniform(Shape shape, double low = -1.2, double high = 1.2) => Fill(shape, _ => Real(low, high));

    /// <summary>Values of either sign, at least 0.3 from zero.</summary>
    public NDArray AwayFromZero(Shape shape) => Fill(shape, _ => Real(0.3, 2) * (Bool() ? 1 : -1));

    /// <summary>Values of which any two, over all arrays drawn with the same <paramref name="grid"/>, differ by at least 0.2.</summary>
    public NDArray Separated(Shape shape, List<int> grid)
    {
        return Fill(shape, _ =>
        {
            int place;
            do place = Int(-300, 300);
            while (grid.Contains(place));
            grid.Add(place);
            return 0.3 * place + Real(0.05, 0.1);
        });
    }

    public NDArray Separated(Shape shape) => Separated(shape, []);

    /// <summary>Truth values.</summary>
    public Expr Condition(Shape shape)
    {
        var values = new bool[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Bool();
        return Expr.Constant(NDArray.Create<bool>(values, shape));
    }

    /// <summary>All numbers below n in some order.</summary>
    public int[] Permutation(int n)
    {
        int[] permutation = [.. Enumerable.Range(0, n)];
        _random.Shuffle(permutation);
        return permutation;
    }

    /// <summary>A region within a shape.</summary>
    public Region Region(Shape shape)
    {
        int[] starts = new int[shape.Rank], sizes = new int[shape.Rank], strides = new int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int start = Int(0, shape[axis]), stop = Int(start, shape[axis]), stride = Int(1, 2);
            (starts[axis], sizes[axis], strides[axis]) = (start, (stop - start + stride - 1) / stride, stride);
        }

        return new(IntList.Create(starts), IntList.Create(sizes), IntList.Create(strides));
    }

    public NDArray Fill(Shape shape, Func<int, double> value)
    {
        var values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++) values[i] = value(i);
        return NDArray.Create<double>(values, shape);
    }
}
