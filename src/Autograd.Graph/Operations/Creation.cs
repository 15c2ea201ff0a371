using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>Expressions made of numbers alone; <see cref="Literal"/> and <see cref="Iota"/> are on <see cref="Expr"/>.</summary>
public static class Creation
{
    /// <summary>0, 1, ... count - 1.</summary>
    /// <exception cref="ShapeException">the count is negative</exception>
    public static Expr Arange(int count, DType dtype = DType.Int64) => Iota(new Shape(count), 0, dtype);

    /// <summary>start, start + step, ... as far as before stop: ⌈(stop - start) / step⌉ numbers, computed in float64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the step is 0 or leads away from stop, or a number is not finite</exception>
    public static Expr Arange(double start, double stop, double step = 1, DType dtype = DType.Float32)
    {
        double count = Math.Ceiling((stop - start) / step);
        if (!(count is >= 0 and <= int.MaxValue) || !double.IsFinite(start))
            throw new ArgumentOutOfRangeException(nameof(step), step, $"arange: steps of {step} do not lead from {start} to {stop}");
        return (Iota(new Shape((int)count), 0, DType.Float64) * step + start).Cast(dtype);
    }

    /// <summary>Evenly spaced numbers from start to stop, both included, computed in float64 from the nearer end.</summary>
    /// <exception cref="ShapeException">the count is negative</exception>
    public static Expr Linspace(double start, double stop, int count, DType dtype = DType.Float32)
    {
        var shape = new Shape(count);
        if (count < 2) return Literal(start, dtype, shape);
        double step = (stop - start) / (count - 1);
        Expr place = Iota(shape, 0, DType.Float64);
        return Where(place < count / 2, place * step + start, stop - ((count - 1) - place) * step).Cast(dtype);
    }

    /// <summary>1 on the main diagonal, else 0; square unless columns are given.</summary>
    /// <exception cref="ShapeException">a size is negative</exception>
    public static Expr Eye(int rows, int? columns = null, DType dtype = DType.Float32)
    {
        var shape = new Shape(rows, columns ?? rows);
        return EqualTo(Iota(shape, 0), Iota(shape, 1)).Cast(dtype);
    }

    /// <summary>1 at the index along a new last axis of so many classes, else 0; all 0 for an index outside of [0, classes).</summary>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    /// <exception cref="ArgumentOutOfRangeException">the number of classes is negative</exception>
    public static Expr OneHot(this Expr indices, int classes, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        Operands.RequireIndices(indices, "oneHot");
        Shape shape = Operands.Insert(indices.Shape, indices.Rank, classes);
        return EqualTo(indices.Unsqueeze(-1), Iota(shape, indices.Rank, indices.DType)).Cast(dtype);
    }
}
