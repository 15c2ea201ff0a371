using static Autograd.Graph.Expr;

namespace Autograd.Graph;

/// <summary>Layers of neural networks as functions of their parameters.</summary>
public static class Layers
{
    /// <summary>x Wᵀ + b</summary>
    /// <param name="x">[..., inputs]</param>
    /// <param name="weight">[outputs, inputs]</param>
    /// <param name="bias">[outputs], or none</param>
    /// <returns>[..., outputs]</returns>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    public static Expr Linear(this Expr x, Expr weight, Expr? bias = null)
    {
        if (x.Rank == 0 || weight.Rank != 2 || x.Shape[x.Rank - 1] != weight.Shape[1])
            throw new ShapeException($"linear: shapes {x.Shape} and weight {weight.Shape} do not fit: the last axis of x and axis 1 of the weight, [outputs, inputs], must be equal");
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
            throw new ShapeException($"linear: bias {bias.Shape} does not fit weight {weight.Shape}: it must be [{weight.Shape[0]}]");
        Expr product = Dot(x, weight, [x.Rank - 1], [1]);
        return bias is null ? product : product + bias;
    }

    /// <summary>
    /// y = (x - mean) / √(variance + eps) along axes, the variance divided by n. The derivative of g is (g - mean(g) - y mean(g y)) / √(variance + eps).
    /// </summary>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">an axis is not in [-rank, rank)</exception>
    public static Expr Normalize(this Expr x, int[] axes, double eps = 1e-5)
    {
        Operands.RequireFloating(x, "normalize");
        int[] sorted = x.Shape.NormalizeAxes(axes, "normalize");
        if (x.Shape.Count == 0) return x;
        return WithRule(new NormalizeRule(IntList.Create(sorted), eps), Deviation(x, sorted) * Scale(x, sorted, eps), [x]);
    }

    private static Expr AlongsideMean(Expr x, int[] axes) => Operands.Alongside(x.Mean(axes), x.Shape, axes);

    private static Expr Deviation(Expr x, int[] axes) => x - AlongsideMean(x, axes);

    private static Expr Scale(Expr x, int[] axes, double eps) => Operands.Alongside(Rsqrt(Pow(Deviation(x, axes), 2).Mean(axes) + eps), x.Shape, axes);

    /// <summary>The derivative of <see cref="Normalize"/>.</summary>
    internal sealed record NormalizeRule(IntList Axes, double Eps) : NamedRule("normalize")
    {
        public override IReadOnlyList<Expr?> Pull(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent)
        {
            int[] axes = [.. Axes.Span];
            return [(cotangent - AlongsideMean(cotangent, axes) - value * AlongsideMean(cotangent * value, axes)) * Scale(arguments[0], axes, Eps)];
        }

        public override NamedRule Exchange(Attributes attributes) => new NormalizeRule(attributes.Ints("axes", Axes), attributes.Real("eps", Eps));
    }

    /// <summary>(x - mean) / √(variance + eps) · weight + bias along the last axes.</summary>
    /// <param name="x">[..., normalized], floating</param>
    /// <param name="rank">how many axes are normalised together</param>
    /// <param name="weight">of the shape of these axes, or none</param>
    /// <param name="bias">of the shape of these axes, or none</param>
    /// <param name="eps">keeps the root from 0</param>
    /// <exception cref="ShapeException">weight or bias have another shape</exception>
    /// <exception cref="DTypeException">x is not floating</exception>
    /// <exception cref="ArgumentOutOfRangeException">rank is not in [1, x's rank]</exception>
    public static Expr LayerNorm(this Expr x, int rank = 1, Expr? weight = null, Expr? bias = null, double eps = 1e-5)
    {
        if (rank < 1 || rank > x.Rank) throw new ArgumentOutOfRangeException(nameof(rank), rank, $"layerNorm: {rank} axes of shape {x.Shape}; there must be from 1 to {x.Rank}");
        var normalized = new Shape(x.Shape.Sizes[^rank..]);
        foreach (Expr? parameter in (ReadOnlySpan<Expr?>)[weight, bias])
            if (parameter is not null && parameter.Shape != normalized) throw new ShapeException($"layerNorm: weight or bias of shape {parameter.Shape} does not fit x {x.Shape}: it must be {normalized}");
        Expr y = Normalize(x, IntList.Range(rank, x.Rank - rank).Span.ToArray(), eps);
        if (weight is not null) y *= weight;
        return bias is null ? y : y + bias;
    }

    /// <summary>x / (1 - probability) where kept, else 0.</summary>
    /// <param name="x">any shape</param>
    /// <param name="kept">truth values of a shape that broadcasts to x's, each true with 1 - probability</param>
    /// <param name="probability">of an element to be dropped, in [0, 1]</param>
    /// <exception cref="ArgumentOutOfRangeException">the probability is not in [0, 1]</exception>
    /// <exception cref="ShapeException">the mask does not broadcast to x's shape</exception>
    /// <exception cref="DTypeException">the mask is not of truth values</exception>
    public static Expr Dropout(this Expr x, Expr kept, double probability)
    {
        if (!(probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, $"dropout: probability {probability} is not in [0, 1]");
        if (!kept.Shape.BroadcastsTo(x.Shape)) throw new ShapeException($"dropout: the mask's shape {kept.Shape} does not broadcast to {x.Shape}");
        Expr scaled = x * (probability < 1 ? 1 / (1 - probability) : 0);
        return Where(kept, scaled, ZerosLike(scaled));
    }

    /// <summary>The rows of a table at indices.</summary>
    /// <param name="indices">integers in [0, rows), any shape</param>
    /// <param name="table">[rows, features]</param>
    /// <returns>[indices' shape, features]</returns>
    /// <exception cref="ShapeException">the table is no matrix</exception>
    /// <exception cref="DTypeException">the indices are not integers</exception>
    public static Expr Embedding(this Expr indices, Expr table)
    {
        if (table.Rank != 2) throw new ShapeException($"embedding: the table has shape {table.Shape}; it must be [rows, features]");
        return table.Take(indices);
    }

    /// <summary>softmax(Q Kᵀ / √d) V; a query whose keys are all masked gets 0 and no derivative.</summary>
    /// <param name="query">[..., queries, d]</param>
    /// <param name="key">[..., keys, d]</param>
    /// <param name="value">[..., keys, features]</param>
    /// <param name="mask">truth values that broadcast to [..., queries, keys]: which keys a query sees; all when omitted</param>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    /// <exception cref="DTypeException">the mask is not of truth values</exception>
    public static Expr Attention(Expr query, Expr key, Expr value, Expr? mask = null)
    {
        Expr scores = query.MatMul(key.MatrixTranspose()) / Math.Sqrt(query.Shape[query.Rank - 1]);
        return (mask is null ? scores.Softmax() : scores.Softmax(mask)).MatMul(value);
    }
}
