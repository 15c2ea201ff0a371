using Autograd.Graph;
using FsCheck;
using FsCheck.Fluent;

namespace Autograd.Properties;

/// <summary>Shapes and arrays for properties: ranks 0 to 4, axes of size 0 and 1 among them, every element type, special values.</summary>
public static class Arbitraries
{
    /// <summary>Any shape of a few elements.</summary>
    public static Arbitrary<Shape> Shapes() => (
        from rank in Gen.Choose(0, 4)
        from sizes in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Constant(1)), (20, Gen.Choose(2, 5))).ArrayOf(rank)
        select new Shape(sizes)).ToArbitrary();

    /// <summary>Any array of a few elements.</summary>
    public static Arbitrary<NDArray> NDArrays() => (
        from shape in Shapes().Generator
        from dtype in Gen.Elements<DType>(DTypes.All)
        from seed in Gen.Choose(0, int.MaxValue)
        select Draw.Array(new Random(seed), dtype, shape)).ToArbitrary();
}

/// <summary>What depends on other drawn values is drawn from a seed.</summary>
internal static class Draw
{
    private static readonly double[] Specials = [0.0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, float.Epsilon, 0.5, 2.5, -3.5, 1e10, -1e30];

    private static readonly long[] Extremes = [0, 1, -1, long.MaxValue, long.MinValue, int.MaxValue, int.MinValue, 7, -7, 3, 63];

    /// <summary>Elements of all magnitudes, a fifth of them special.</summary>
    public static NDArray Array(Random random, DType dtype, Shape shape) => Array(dtype, shape, () => dtype.IsFloating()
        ? random.Next(5) == 0 ? Specials[random.Next(Specials.Length)] : Math.ScaleB(random.NextDouble() * 2 - 1, random.Next(-8, 9))
        : random.Next(5) == 0 ? Extremes[random.Next(Extremes.Length)] : random.Next(-9, 10));

    /// <summary>Plain numbers: floating ones in (-1, 1), integers in [-9, 9].</summary>
    public static NDArray Plain(Random random, DType dtype, Shape shape) => Array(dtype, shape, () => dtype.IsFloating() ? random.NextDouble() * 2 - 1 : random.Next(-9, 10));

    public static NDArray Array(DType dtype, Shape shape, Func<Number> next)
    {
        NDArray array = NDArray.Zeros(shape, dtype);
        for (int i = 0; i < array.Count; i++) array.Set(i, dtype == DType.Bool ? next().ToInt64() % 2 != 0 : next().As(dtype));
        return array;
    }

    public static int[] Permutation(Random random, int count)
    {
        int[] result = [.. Enumerable.Range(0, count)];
        random.Shuffle(result);
        return result;
    }

    /// <summary>A part of a shape, at times empty.</summary>
    public static Region Region(Random random, Shape shape)
    {
        int[] starts = new int[shape.Rank], sizes = new int[shape.Rank], strides = new int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            strides[axis] = random.Next(1, 4);
            starts[axis] = random.Next(shape[axis] + 1);
            int most = (shape[axis] - starts[axis] + strides[axis] - 1) / strides[axis];
            sizes[axis] = random.Next(4) == 0 ? random.Next(most + 1) : most;
        }

        return new(IntList.Create(starts), IntList.Create(sizes), IntList.Create(strides));
    }
}

/// <summary>Walking arrays by index.</summary>
internal static class Indexed
{
    /// <summary>Every index of a shape, in row-major order.</summary>
    public static IEnumerable<int[]> Indices(this Shape shape)
    {
        for (int flat = 0; flat < shape.Count; flat++)
        {
            var index = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = flat; axis >= 0; axis--) (rest, index[axis]) = (rest / shape[axis], rest % shape[axis]);
            yield return index;
        }
    }

    /// <summary>The array of a function of the index.</summary>
    public static NDArray Array(DType dtype, Shape shape, Func<int[], Number> element)
    {
        NDArray array = NDArray.Zeros(shape, dtype);
        int flat = 0;
        foreach (int[] index in shape.Indices()) array.Set(flat++, element(index).As(dtype));
        return array;
    }

    /// <summary>Whether type, shape and bits are equal; any NaN equals any NaN.</summary>
    public static void Equal(NDArray expected, NDArray actual) => Xunit.Assert.True(expected.BitsEqual(actual), $"expected {expected}, got {actual}");
}
