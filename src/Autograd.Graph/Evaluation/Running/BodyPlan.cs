using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>The plan of a body. It runs in memory of its own, where whoever runs it says in each trip in which place of its own memory values lie.</summary>
internal sealed class BodyPlan
{
    private readonly Plan _plan;
    private readonly Number[] _numbers;
    private readonly int[] _bufferOfParameter;

    /// <param name="body">the body</param>
    /// <param name="wanted">for each output whether anybody reads it</param>
    public BodyPlan(Body body, ReadOnlySpan<bool> wanted)
    {
        var outputs = new List<Expr>();
        for (int i = 0; i < wanted.Length; i++)
            if (wanted[i]) outputs.Add(body.Outputs[i]);
        Wiring wiring = Wiring.Of([.. outputs], secondTouch: false, body.Parameters.AsSpan());
        try
        {
            _plan = Planner.Make(wiring, keepsSmall: false);
            // Equal bodies have numbers of equal bits.
            _numbers = wiring.Numbers.ToArray();
        }
        finally
        {
            wiring.Return();
        }

        _bufferOfParameter = _plan.BuffersOfArguments(body.Parameters.Length);
        var places = new Output[wanted.Length];
        var own = new HashSet<int>();
        for (int i = 0, next = 0; i < places.Length; i++)
        {
            places[i] = new(-1, false, 0);
            if (!wanted[i]) continue;
            (Buffer buffer, Shape shape) = _plan.Output(next);
            int place = _plan.BufferOfOutput(next++);
            places[i] = new(place, buffer.Kind == BufferKind.Result && own.Add(place), (nint)shape.Count * buffer.DType.Size());
        }

        Outputs = [.. places];
    }

    /// <summary>Where an output of the body lies.</summary>
    /// <param name="Buffer">its buffer; -1 of one that nobody reads</param>
    /// <param name="IsPlaced">whether the body writes it where it is told to; else, as a parameter handed on or another output once more, it is to be copied from its buffer</param>
    /// <param name="Bytes">how many bytes it has</param>
    public readonly record struct Output(int Buffer, bool IsPlaced, nint Bytes);

    /// <summary>The outputs of the body.</summary>
    public ImmutableArray<Output> Outputs { get; }

    /// <summary>Bytes that a run takes at once, but for parameters and outputs.</summary>
    public long ArenaBytes => _plan.ArenaBytes + _plan.BytesBeside;

    /// <summary>About how many bytes the plan itself takes.</summary>
    public long Weight => _plan.Weight;

    /// <summary>The buffer of a parameter; -1 of one that nobody reads.</summary>
    public int BufferOf(int parameter) => _bufferOfParameter[parameter];

    /// <summary>Memory for runs within a run of another plan; parameters and placed outputs are still to be put there.</summary>
    public RunMemory Rent(RunMemory outer)
    {
        RunMemory memory = _plan.Rent(_numbers, outer.Threads);
        memory.Cancellation = outer.Cancellation;
        return memory;
    }

    /// <summary>Computes the outputs.</summary>
    public void Run(RunMemory memory) => _plan.RunWithin(memory);

    /// <summary>Copies an output to where it is needed.</summary>
    public static void Copy(RunMemory memory, in Output output, ref byte to) => NDArray.CopyBytes(ref memory.At(output.Buffer), ref to, output.Bytes);

    /// <summary>The plan for people to read.</summary>
    public PlanDescription Describe() => _plan.Describe();

    /// <summary>Which carries must be computed for what is wanted: those wanted themselves, and those that a trip needs for these.</summary>
    /// <param name="body">takes carries first, and gives the next ones first</param>
    /// <param name="carries">how many carries there are</param>
    /// <param name="wanted">for each output of the body whether anybody reads it; receives the carries that others need</param>
    public static void AddNeededCarries(Body body, int carries, Span<bool> wanted)
    {
        for (bool added = true; added;)
        {
            added = false;
            bool[] used = body.ParametersOf(wanted);
            for (int i = 0; i < carries; i++)
            {
                if (wanted[i] || !used[i]) continue;
                added = wanted[i] = true;
            }
        }
    }

    /// <summary>The error of a trip, which names it; null where it is none of the values'.</summary>
    public static Exception? AtTrip(Exception error, string operation, long trip)
    {
        string message = $"{error.Message} (in trip {trip} of a {operation})";
        return error switch
        {
            ArgumentOutOfRangeException => new ArgumentOutOfRangeException(message, error),
            DivideByZeroException => new DivideByZeroException(message, error),
            _ => null,
        };
    }
}
