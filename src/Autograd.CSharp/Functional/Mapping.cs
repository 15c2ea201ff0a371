using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary><c>vmap</c>: a function of one example as one of many, by the core's transform.</summary>
/// <param name="function">what is done with one example</param>
/// <param name="inDims">for each argument the dimension that counts examples, null where it is alike for all; one for all arguments</param>
/// <param name="outDims">for each result the dimension that is to count them; one for all results</param>
/// <param name="randomness"><c>error</c>, <c>same</c> or <c>different</c></param>
/// <param name="chunk">how many examples at once; null for all</param>
internal sealed class Mapping(Func<Tensor[], IReadOnlyList<Tensor>> function, long?[] inDims, long[] outDims, string randomness, int? chunk)
{
    private const string RandomInside =
        "vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap";

    [ThreadStatic]
    private static Mapping? t_current;

    private readonly string _randomness = randomness;

    // What an example's number is in the traced function, where random numbers are to differ.
    private Tensor? _number;
    private int _size;

    /// <summary>The function of all examples.</summary>
    public Tensor[] Run(Tensor[] arguments)
    {
        Check(arguments);
        int size = Size(arguments);
        if (chunk is not { } most || most >= size) return RunAll(arguments, size);
        var parts = new List<Tensor[]>();
        for (int start = 0; start < size; start += most)
        {
            var part = (Tensor[])arguments.Clone();
            for (int i = 0; i < part.Length; i++)
                if (DimOf(i) is { } dim) part[i] = arguments[i].narrow(dim, start, Math.Min(most, size - start));
            parts.Add(RunAll(part, Math.Min(most, size - start)));
        }

        return [.. Enumerable.Range(0, parts[0].Length).Select(k => cat([.. parts.Select(part => part[k])], OutDim(k)))];
    }

    private Tensor[] RunAll(Tensor[] arguments, int size)
    {
        using var call = new TracedCall(TraceKind.Transform);
        Mapping? outer = t_current;
        (t_current, _size) = (this, size);
        try
        {
            int?[] axes = [.. Enumerable.Range(0, arguments.Length).Select(i => (int?)DimOf(i)), 0];
            Expr[] Traced(Expr[] leaves)
            {
                _number = new Tensor(leaves[^1]);
                var examples = (Tensor[])arguments.Clone();
                for (int i = 0; i < examples.Length; i++)
                    if (axes[i] is not null) examples[i] = call.Example(arguments[i], leaves[i]);
                return call.Values(function(examples));
            }

            Expr numbers = Expr.Iota(new Graph.Shape(size), 0);
            Func<Expr[], Expr[]> mapped = Transform.VMap<Expr[], Expr[]>(Traced, Structure.Leaves, Structure.Leaves, axes, [0]);
            Expr[] values = TracedCall.Run(() => mapped([.. arguments.Select(argument => argument.Value), numbers]));
            CheckOut(values.Length);
            for (int k = 0; k < values.Length; k++) values[k] = values[k].MoveAxis(0, Shapes.Dim(OutDim(k), values[k].Rank));
            call.Dispose();
            return call.Results(values);
        }
        finally
        {
            t_current = outer;
        }
    }

    private long? DimOf(int argument) => inDims[inDims.Length == 1 ? 0 : argument];

    private long OutDim(int result) => outDims[outDims.Length == 1 ? 0 : result];

    private void Check(Tensor[] arguments)
    {
        if (_randomness is not ("error" or "same" or "different"))
            throw new ArgumentException($"Only allowed values for randomness are 'error', 'different', or 'same'. Got {_randomness}");
        if (chunk is <= 0) throw new ArgumentException($"vmap: chunk_size should be None or greater than 0. (got {chunk})");
        string dims = Dims();
        if (arguments.Length == 0) throw new ArgumentException("vmap(<lambda>)(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a function with no inputs. The latter is unsupported.");
        if (inDims.Length != 1 && inDims.Length != arguments.Length)
            throw new ArgumentException($"vmap(<lambda>, in_dims={dims}, ...)(<inputs>): in_dims is not compatible with the structure of `inputs`. in_dims has {inDims.Length} elements but inputs has {arguments.Length}.");
        for (int i = 0; i < arguments.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(arguments[i], nameof(arguments));
            int rank = arguments[i].Shape.Rank;
            if (DimOf(i) is { } dim && (dim < -rank || dim >= rank))
                throw new ArgumentException($"vmap(<lambda>, in_dims={dims}, ...)(<inputs>): Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {rank} so expected in_dim to satisfy -{rank} <= in_dim < {rank}.");
        }
    }

    private void CheckOut(int count)
    {
        if (outDims.Length != 1 && outDims.Length != count)
            throw new ArgumentException($"vmap(<lambda>, ..., out_dims=({string.Join(", ", outDims)}))(<inputs>): out_dims is not compatible with the structure of `outputs`. out_dims has {outDims.Length} elements but outputs has {count}.");
    }

    private string Dims() => inDims.Length == 1 ? PythonText.Repr(inDims[0]) : $"({string.Join(", ", inDims.Select(dim => PythonText.Repr(dim)))})";

    private int Size(Tensor[] arguments)
    {
        var sizes = new List<int>();
        for (int i = 0; i < arguments.Length; i++)
            if (DimOf(i) is { } dim) sizes.Add(arguments[i].Shape[Shapes.Dim(dim, arguments[i].Shape.Rank)]);
        if (sizes.Count == 0) throw new ArgumentException("vmap: Expected at least one Tensor to vmap over");
        return sizes.TrueForAll(size => size == sizes[0]) ? sizes[0]
            : throw new ArgumentException($"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes [{string.Join(", ", sizes)}] for the mapped dimension");
    }

    /// <summary>Random numbers of a size, which inside a map are refused, the same for all examples, or drawn for all at once.</summary>
    /// <param name="size">of one example</param>
    /// <param name="draw">draws numbers of a size</param>
    /// <exception cref="InvalidOperationException">they are refused</exception>
    public static Tensor Drawn(long[] size, Func<long[], Tensor> draw)
    {
        Mapping? map = t_current;
        if (map is null || !Trace.IsTransform) return draw(size);
        switch (map._randomness)
        {
            case "error": throw new InvalidOperationException(RandomInside);
            case "same": return Outside(map, size, draw);
            default:
                Tensor all = draw([map._size, .. size]);
                return all.index_select(0, map._number!.reshape(1)).reshape(size);
        }
    }

    // Alike for all examples of this map; one around it may still tell its own apart.
    private static Tensor Outside(Mapping map, long[] size, Func<long[], Tensor> draw)
    {
        t_current = null;
        try
        {
            return draw(size);
        }
        finally
        {
            t_current = map;
        }
    }
}
