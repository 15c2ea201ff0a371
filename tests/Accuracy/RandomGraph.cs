using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>Random graphs of mixed ops, element types and shapes (sizes 0 and 1 included), with shared nodes; the same for the same seed.</summary>
internal sealed class RandomGraph
{
    private static readonly int[] Sizes = [0, 1, 1, 2, 3, 3, 4, 5, 7];

    private readonly Random _random;
    private readonly List<Expr> _nodes = [];

    private RandomGraph(int seed) => _random = new Random(seed);

    /// <summary>Some nodes of a graph of about <paramref name="size"/> nodes, the last ones among them.</summary>
    public static Expr[] Outputs(int seed, int size)
    {
        var graph = new RandomGraph(seed);
        int sources = graph._random.Next(1, 5);
        for (int i = 0; i < sources; i++) graph._nodes.Add(graph.Source(graph.SomeShape(), graph.SomeType()));
        while (graph._nodes.Count < size) graph._nodes.Add(graph.Next());
        var outputs = new List<Expr> { graph._nodes[^1], graph._nodes[^1], graph._nodes[0] };
        for (int i = 0; i < 3; i++) outputs.Add(graph.Pick());
        return [.. outputs];
    }

    private Expr Pick() => _nodes[_random.Next(Math.Max(0, _nodes.Count - 40), _nodes.Count)];

    private DType SomeType() => _random.Next(10) switch { < 5 => DType.Float32, < 8 => DType.Float64, 8 => DType.Int64, _ => DType.Int32 };

    private Shape SomeShape()
    {
        var sizes = new int[_random.Next(4)];
        bool large = _random.Next(12) == 0;
        for (int i = 0; i < sizes.Length; i++) sizes[i] = large && i == sizes.Length - 1 ? _random.Next(500, 3000) : Sizes[_random.Next(Sizes.Length)];
        return new(sizes);
    }

    public static NDArray Values(Random random, Shape shape, DType dtype)
    {
        NDArray array = NDArray.Zeros(shape, dtype);
        double[] special = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40, 3e38];
        var numbers = new Number[shape.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            double value = random.Next(40) == 0 ? special[random.Next(special.Length)] : random.NextDouble() * 4 - 2;
            numbers[i] = dtype.IsFloating() ? ((Number)value).As(dtype) : ((Number)random.Next(-4, 5)).As(dtype);
        }

        return dtype switch
        {
            DType.Float32 => NDArray.Create(Array.ConvertAll(numbers, n => (float)n.ToDouble()), shape.ToArray()),
            DType.Float64 => NDArray.Create(Array.ConvertAll(numbers, n => n.ToDouble()), shape.ToArray()),
            DType.Int64 => NDArray.Create(Array.ConvertAll(numbers, n => n.ToInt64()), shape.ToArray()),
            DType.Int32 => NDArray.Create(Array.ConvertAll(numbers, n => (int)n.ToInt64()), shape.ToArray()),
            DType.Bool => NDArray.Create(Array.ConvertAll(numbers, n => n.ToInt64() != 0), shape.ToArray()),
            _ => array,
        };
    }

    private Expr Source(Shape shape, DType dtype) => _random.Next(5) switch
    {
        0 => Expr.Literal(((Number)(double)_random.Next(-1, 3)).As(dtype), dtype, shape),
        1 => Expr.Constant(Values(_random, shape, dtype)),
        2 when dtype != DType.Bool => Expr.Iota(shape.Rank == 0 ? new(3) : shape, 0, dtype),
        _ => Expr.Variable(Values(_random, shape, dtype)),
    };

    /// <summary>An operand of x's type: another node where one suits, a broadcast one, or a new source.</summary>
    private Expr Like(Expr x)
    {
        for (int i = 0; i < 4; i++)
        {
            Expr other = Pick();
            if (other.DType == DType.Bool || !other.Shape.BroadcastsTo(x.Shape)) continue;
            return other.Cast(x.DType).BroadcastTo(x.Shape);
        }

        return _random.Next(3) == 0 ? Expr.Literal(((Number)_random.Next(-1, 2)).As(x.DType), x.DType, x.Shape) : Source(x.Shape, x.DType) is var s && s.Shape == x.Shape ? s : x;
    }

    private Expr Numeric(Expr x) => x.DType == DType.Bool ? x.Cast(DType.Float32) : x;

    private Expr Next()
    {
        Expr x = Pick();
        return _random.Next(28) switch
        {
            0 or 1 or 2 or 3 => Binary(Numeric(x)),
            4 or 5 or 6 => Unary(Numeric(x)),
            7 => Expr.Where(Numeric(x) > Like(Numeric(x)), Numeric(x), Like(Numeric(x))),
            8 => x.Cast(SomeType()),
            9 => x.Transpose(Shuffled(x.Rank)),
            10 => x.Reshape(Factored(x.Shape.Count)),
            11 => x.Rank < 4 ? Unsqueezed(x) : x,
            12 or 13 => Sliced(x),
            14 => x.Reverse(),
            15 => Numeric(x) is var n && n.Rank > 0 ? n.Reduce(ReduceKind.Sum, n.Rank - 1) : x,
            16 => Numeric(x) is var n && n.Rank > 0 ? n.Reduce(ReduceKind.Sum, 0) : x,
            17 => Reduced(Numeric(x)),
            18 => Numeric(x) is var n && n.Rank > 0 ? n.Cumulative(_random.Next(2) == 0 ? CumulativeKind.Sum : CumulativeKind.Product, _random.Next(n.Rank), _random.Next(2) == 0, _random.Next(2) == 0) : x,
            19 or 20 => Contracted(Numeric(x)),
            21 => x.Rank > 0 ? Expr.Concat([x, x.Reverse(0)], _random.Next(x.Rank)) : x,
            22 => Indexed(x),
            23 => Updated(Numeric(x)),
            26 => Padded(x),
            27 => Numeric(x) is var n && n.Rank > 0 && n.Shape.Count > 0 ? n.ArgReduce((ExtremumKind)_random.Next(2), _random.Next(n.Rank)) : x,
            24 => _random.Next(3) switch { 0 => Expr.Identity(x), 1 => Expr.StopGradient(x), _ => Expr.Cell(new SourceCell(x)) },
            _ => x.Rank > 0 ? x.Sort(_random.Next(x.Rank), _random.Next(2) == 0) is var (values, permutation) && _random.Next(2) == 0 ? values : permutation : x,
        };
    }

    private Expr Binary(Expr x)
    {
        Expr y = Like(x);
        return _random.Next(9) switch
        {
            0 or 1 => x + y,
            2 => x - y,
            3 or 4 => x * y,
            5 => x / y,
            6 => Expr.Maximum(x, y),
            7 => Expr.Minimum(x, y),
            _ => x.DType.IsFloating() ? Expr.Atan2(x, y) : x * y,
        };
    }

    private Expr Unary(Expr x) => _random.Next(14) switch
    {
        0 => -x,
        1 => Expr.Exp(x),
        2 => Expr.Tanh(x),
        3 => Expr.Sin(x),
        4 => Expr.Sigmoid(x),
        5 => Expr.Abs(x),
        6 => Expr.Sqrt(x),
        7 => Expr.Log(x),
        8 => Expr.Pow(x, 3),
        9 => Expr.Pow(Expr.Abs(x), 0.3),
        10 => Expr.Floor(x),
        11 => x * 1,
        12 => Expr.Sign(x),
        _ => x - 0,
    };

    private int[] Shuffled(int rank)
    {
        int[] axes = [.. Enumerable.Range(0, rank)];
        _random.Shuffle(axes);
        return axes;
    }

    private int[] Factored(int count)
    {
        if (count == 0) return [0, 3];
        var sizes = new List<int>();
        while (count > 1 && sizes.Count < 3)
        {
            int factor = Enumerable.Range(2, count - 1).First(f => count % f == 0);
            if (_random.Next(2) == 0) factor = count;
            sizes.Add(factor);
            count /= factor;
        }

        if (count > 1) sizes.Add(count);
        if (_random.Next(2) == 0) sizes.Insert(_random.Next(sizes.Count + 1), 1);
        return [.. sizes];
    }

    private Expr Unsqueezed(Expr x)
    {
        var sizes = x.Shape.ToArray().ToList();
        int axis = _random.Next(sizes.Count + 1);
        sizes.Insert(axis, 1);
        Expr unsqueezed = x.Reshape([.. sizes]);
        if (x.Shape.Count > 5000) return unsqueezed;
        sizes[axis] = 3;
        return unsqueezed.BroadcastTo([.. sizes]);
    }

    private Expr Sliced(Expr x)
    {
        if (x.Rank == 0) return x;
        int axis = _random.Next(x.Rank), start = _random.Next(x.Shape[axis] + 1), stop = _random.Next(start, x.Shape[axis] + 1);
        return x.Slice(axis, start, stop, _random.Next(1, 3));
    }

    private Expr Reduced(Expr x)
    {
        ReduceKind kind = (ReduceKind)_random.Next(4);
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(_ => _random.Next(2) == 0)];
        if (kind is ReduceKind.Max or ReduceKind.Min && x.Shape.Count == 0) kind = ReduceKind.Sum;
        return x.Reduce(kind, axes);
    }

    private Expr Contracted(Expr x)
    {
        if (x.Rank != 2 || x.Shape.Count > 5000) return x;
        Expr y = _random.Next(2) == 0 ? x : Source(new(x.Shape[1], Sizes[_random.Next(Sizes.Length)]), x.DType);
        if (y.Rank != 2) return x;
        return y.Shape[0] == x.Shape[1] ? Expr.Dot(x, y, [1], [0]) : Expr.Dot(x, x, [0], [0]);
    }

    private Expr Indexed(Expr x)
    {
        if (x.Rank == 0 || x.Shape[0] == 0) return x;
        var indices = NDArray.Create(Enumerable.Range(0, 6).Select(_ => (long)_random.Next(x.Shape[0])).ToArray(), 6, 1);
        Expr picked = x.Gather(Expr.Constant(indices), [0]);
        if (_random.Next(2) == 0 || x.DType == DType.Bool) return picked;
        return x.Scatter(_random.Next(2) == 0 ? ScatterKind.Add : ScatterKind.Set, Expr.Constant(indices), picked, [0]);
    }

    private Expr Padded(Expr x)
    {
        if (x.Shape.Count > 5000) return x;
        int[] low = new int[x.Rank], high = new int[x.Rank], interior = new int[x.Rank];
        for (int axis = 0; axis < x.Rank; axis++)
        {
            interior[axis] = _random.Next(3);
            int size = x.Shape[axis] + Math.Max(x.Shape[axis] - 1, 0) * interior[axis];
            low[axis] = _random.Next(-size, 3);
            high[axis] = _random.Next(-(size + Math.Min(low[axis], 0)), 3);
        }

        return x.Pad(Expr.Literal(((Number)1).As(x.DType)), low, high, interior);
    }

    private Expr Updated(Expr x)
    {
        if (x.Rank == 0) return x;
        int size = _random.Next(x.Shape[0] + 1);
        Expr part = x.Slice(0, 0, size);
        int[] starts = new int[x.Rank], strides = new int[x.Rank];
        Array.Fill(strides, 1);
        starts[0] = x.Shape[0] - size;
        var region = new Region([.. starts], [.. part.Shape.Sizes], [.. strides]);
        return _random.Next(2) == 0 ? x.Update(region, part) : x.UpdateAdd(region, part);
    }
}
