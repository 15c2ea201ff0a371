using Autograd.Graph;

namespace Autograd.Accuracy;

/// <summary>
/// Random programs over the rows of a matrix, of the kind that normalisation, softmax and losses are made of: elementwise ops, folds along
/// rows, columns and everything, what is stretched back, elements picked and put by index, rows gathered and scattered; of sizes that take one
/// tile of a loop or many. The same for the same seed.
/// </summary>
internal sealed class RandomRows
{
    private static readonly int[] Lengths = [1, 2, 3, 10, 33, 64, 100, 511, 513, 1000, 1024, 3000, 9000];

    private readonly Random _random;
    private readonly int _rows, _length;
    private readonly DType _dtype;
    private readonly List<Expr> _matrices = [], _ofRows = [], _ofColumns = [], _numbers = [];

    private RandomRows(int seed)
    {
        _random = new Random(seed);
        _length = Lengths[_random.Next(Lengths.Length)];
        _rows = _random.Next(4) switch { 0 => 1, 1 => _random.Next(2, 6), _ => _random.Next(1, Math.Max(2, Math.Min(400, 60_000 / _length))) };
        _dtype = _random.Next(4) == 0 ? DType.Float64 : DType.Float32;
    }

    /// <summary>Some nodes of a program of so many ops, the last ones among them.</summary>
    public static Expr[] Outputs(int seed, int ops)
    {
        var program = new RandomRows(seed);
        program.AddSources();
        var outputs = new List<Expr>();
        for (int i = 0; i < ops; i++)
        {
            (List<Expr> kind, Expr node) = program.Next();
            kind.Add(node);
            if (program._random.Next(6) == 0 || i >= ops - 2) outputs.Add(node);
        }

        return [.. outputs];
    }

    private void AddSources()
    {
        _matrices.Add(Source(_rows, _length));
        _matrices.Add(Source(_rows, _length));
        if (_random.Next(2) == 0) _matrices.Add(Source(_length, _rows).Transpose([1, 0]));
        _ofRows.Add(Source(_rows));
        _ofColumns.Add(Source(_length));
        _numbers.Add(Source());
        _numbers.Add(Expr.Literal(1.5, _dtype));
    }

    private Expr Source(params int[] sizes) => Expr.Variable(RandomGraph.Values(_random, new(sizes), _dtype));

    private Expr Any(List<Expr> nodes) => nodes[_random.Next(Math.Max(0, nodes.Count - 8), nodes.Count)];

    private Expr Matrix() => _random.Next(8) switch
    {
        0 => Any(_ofRows).Reshape(_rows, 1).BroadcastTo(_rows, _length),
        1 => Any(_ofColumns).BroadcastTo(_rows, _length),
        2 => Any(_numbers).BroadcastTo(_rows, _length),
        _ => Any(_matrices),
    };

    private Expr OfRows() => _random.Next(5) switch
    {
        0 => Any(_numbers).BroadcastTo(_rows),
        _ => Any(_ofRows),
    };

    private (List<Expr> Kind, Expr Node) Next() => _random.Next(22) switch
    {
        < 7 => (_matrices, Elementwise(Matrix)),
        < 10 => (_ofRows, Elementwise(OfRows)),
        < 12 => (_ofRows, Matrix().Reduce(Kind(), 1)),
        12 => (_ofRows, Any(_matrices).Reduce(ReduceKind.Sum, 1)),
        13 => (_ofColumns, Any(_matrices).Reduce(Kind(), 0)),
        14 => (_numbers, Matrix().Reduce(Kind(), 0, 1)),
        15 => (_numbers, OfRows().Reduce(Kind(), 0)),
        16 => (_numbers, Elementwise(() => Any(_numbers))),
        17 => (_ofRows, Any(_matrices).Gather(Indices(_length, _rows, 1, 1), [1], 1).Reshape(_rows)),
        18 => (_matrices, Matrix().Scatter(Scattering(), Indices(_length, _rows, 1, 1), OfRows().Reshape(_rows, 1), [1], 1)),
        19 => (_matrices, Matrix().Gather(Indices(_rows, _rows, 1), [0])),
        20 => (_matrices, Matrix().Scatter(Scattering(), Indices(_rows, _rows, 1), Any(_matrices), [0])),
        _ => (_matrices, Any(_matrices).Reshape(_rows * _length).Reverse(0).Reshape(_rows, _length)),
    };

    private ReduceKind Kind() => _random.Next(5) switch { < 3 => ReduceKind.Sum, 3 => ReduceKind.Max, _ => ReduceKind.Min };

    private ScatterKind Scattering() => _random.Next(3) switch { 0 => ScatterKind.Set, _ => ScatterKind.Add };

    private Expr Indices(int below, params int[] sizes)
    {
        var shape = new Shape(sizes);
        var indices = new int[shape.Count];
        for (int i = 0; i < indices.Length; i++) indices[i] = _random.Next(below);
        NDArray array = NDArray.Create(indices, sizes);
        return _random.Next(2) == 0 ? Expr.Constant(array) : Expr.Constant(array).Cast(DType.Int64);
    }

    private Expr Elementwise(Func<Expr> operand)
    {
        Expr a = operand(), b = operand();
        return _random.Next(13) switch
        {
            0 => a + b,
            1 => a - b,
            2 or 3 => a * b,
            4 => a / b,
            5 => Expr.Maximum(a, b),
            6 => Expr.Exp(-Expr.Abs(a)),
            7 => Expr.Tanh(a),
            8 => Expr.Where(a < b, a, operand()),
            9 => a * 1.25,
            10 => a * a,
            11 => Expr.Sigmoid(a) + 0.5,
            _ => Expr.Where(Expr.NotEqualTo(a, b), operand(), b).Cast(DType.Float64).Cast(_dtype),
        };
    }
}
