using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// A computation with its plan. It is immutable, keeps nothing between runs but pooled memory, and leaves nothing on expressions; any number
/// of threads may run it at once. Its results have the bits that <see cref="Evaluation"/> gives.
/// </summary>
public sealed partial class CompiledComputation
{
    private readonly EvaluationOptions _options;
    private readonly Plan _plan;
    private readonly Number[] _numbers;

    // What the expressions captured: the plan's arguments behind the parameters.
    private readonly NDArray[] _captured;

    // For each parameter, and for each captured array behind them, its buffer; -1 where no output needs it.
    private readonly int[] _bufferOfArgument;

    // For each output the earlier one that is the same result, or itself.
    private readonly int[] _firstOfOutput;

    // The expressions, for the reference interpreter alone.
    private readonly Computation? _interpreted;

    internal CompiledComputation(Computation computation, EvaluationOptions options)
    {
        (Signature, _options) = (computation.Signature, options);
        if (!options.Optimize) _interpreted = computation;
        Wiring wiring = Wiring.Of(computation.Outputs.AsSpan(), secondTouch: false, computation.Parameters.AsSpan());
        try
        {
            _plan = Planner.Make(wiring, keepsSmall: false);
            _numbers = wiring.Numbers.ToArray();
            _captured = wiring.Arrays.ToArray();
        }
        finally
        {
            wiring.Return();
        }

        _bufferOfArgument = _plan.BuffersOfArguments(Signature.Parameters.Length + _captured.Length);
        _firstOfOutput = new int[_plan.OutputCount];
        var firstOfResult = new int[_plan.ResultCount];
        Array.Fill(firstOfResult, -1);
        for (int i = 0; i < _firstOfOutput.Length; i++)
        {
            (Buffer buffer, _) = _plan.Output(i);
            _firstOfOutput[i] = i;
            if (buffer.Kind != BufferKind.Result) continue;
            if (firstOfResult[buffer.Index] >= 0) _firstOfOutput[i] = firstOfResult[buffer.Index];
            else firstOfResult[buffer.Index] = i;
        }
    }

    /// <summary>What a run takes and gives.</summary>
    public ComputationSignature Signature { get; }

    /// <summary>The plan, for people to read. Runs without <see cref="EvaluationOptions.Optimize"/> do not use it.</summary>
    public PlanDescription Plan => _plan.Describe();

    /// <summary>The outputs as new arrays.</summary>
    /// <param name="arguments">the parameters' values, in their order</param>
    /// <exception cref="ComputationException">there are more or fewer arguments than parameters</exception>
    /// <exception cref="DTypeException">an argument has not its parameter's element type</exception>
    /// <exception cref="ShapeException">an argument has not its parameter's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    public NDArray[] Run(params ReadOnlySpan<NDArray> arguments) => Run(arguments, CancellationToken.None);

    /// <inheritdoc cref="Run(ReadOnlySpan{NDArray})"/>
    /// <param name="arguments">the parameters' values, in their order</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step; null for that of the options</param>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public NDArray[] Run(ReadOnlySpan<NDArray> arguments, CancellationToken cancellationToken, RunProfile? profile = null)
    {
        Check(arguments);
        if (_interpreted is not null) return Interpret(arguments, cancellationToken);
        RunMemory memory = _plan.Rent(_numbers, _options.Threads);
        try
        {
            for (int i = 0; i < arguments.Length; i++) Put(memory, i, arguments[i].Data, 0);
            return RunToNew(memory, arguments, cancellationToken, profile);
        }
        finally
        {
            memory.Return();
        }
    }

    /// <summary>The outputs into the caller's arrays; a run allocates nothing.</summary>
    /// <param name="arguments">the parameters' values, in their order</param>
    /// <param name="into">for each output where it is written; no two may overlap</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step; null for that of the options</param>
    /// <exception cref="ComputationException">there are more or fewer arguments than parameters, or arrays than outputs, or two arrays overlap</exception>
    /// <exception cref="DTypeException">an argument or array has not its parameter's or output's element type</exception>
    /// <exception cref="ShapeException">an argument or array has not its parameter's or output's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public void Run(ReadOnlySpan<NDArray> arguments, ReadOnlySpan<OutputBuffer> into, CancellationToken cancellationToken = default, RunProfile? profile = null)
    {
        Check(arguments);
        Check(into);
        if (_interpreted is not null)
        {
            CopyOut(Interpret(arguments, cancellationToken), into);
            return;
        }

        RunMemory memory = _plan.Rent(_numbers, _options.Threads);
        try
        {
            for (int i = 0; i < arguments.Length; i++) Put(memory, i, arguments[i].Data, 0);
            RunInto(memory, [], into, cancellationToken, profile);
        }
        finally
        {
            memory.Return();
        }
    }

    /// <summary>The outputs into the caller's arrays, of arguments in the caller's arrays, which may be the same; a run allocates nothing.</summary>
    /// <param name="arguments">the parameters' values, in their order</param>
    /// <param name="into">for each output where it is written; no two may overlap</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step; null for that of the options</param>
    /// <exception cref="ComputationException">there are more or fewer arguments than parameters, or arrays than outputs, or two arrays overlap</exception>
    /// <exception cref="DTypeException">an argument or array has not its parameter's or output's element type</exception>
    /// <exception cref="ShapeException">an argument or array has not its parameter's or output's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public void Run(ReadOnlySpan<InputBuffer> arguments, ReadOnlySpan<OutputBuffer> into, CancellationToken cancellationToken = default, RunProfile? profile = null)
    {
        CheckCount(arguments.Length, Signature.Parameters, "arguments for", "parameters");
        for (int i = 0; i < arguments.Length; i++) Check(i, arguments[i]);
        Check(into);
        if (_interpreted is not null)
        {
            CopyOut(Interpret(Copies(arguments), cancellationToken), into);
            return;
        }

        RunMemory memory = _plan.Rent(_numbers, _options.Threads);
        try
        {
            Put(memory, arguments);
            RunInto(memory, arguments, into, cancellationToken, profile);
        }
        finally
        {
            memory.Return();
        }
    }

    /// <summary>A call whose arguments are bound by name. It may run again and again, on one thread at a time.</summary>
    public ComputationCall NewCall() => new(this);

    /// <summary>The signature: <c>(w: float32 [2, 3], x: float32 [3]) -> (loss: float32 [])</c>.</summary>
    public override string ToString() => Signature.ToString();

    /// <summary>That an argument has its parameter's type and shape.</summary>
    internal void Check(int parameter, in InputBuffer argument)
    {
        NamedType wanted = Signature.Parameters[parameter];
        if (argument.Value is { } value) Check(wanted, value);
        else argument.Range.CheckFits(wanted, "parameter", parameter);
    }

    private static void Check(in NamedType wanted, NDArray value)
    {
        ExprType type = wanted.Type;
        if (value.DType != type.DType) throw new DTypeException($"run: parameter '{wanted.Name}' is {type}, the argument is {value.DType.Name()} {value.Shape} (Cast converts)");
        if (!value.Shape.Equals(type.Shape)) throw new ShapeException($"run: parameter '{wanted.Name}' is {type}, the argument is {value.DType.Name()} {value.Shape}");
    }

    private void Check(ReadOnlySpan<NDArray> arguments)
    {
        CheckCount(arguments.Length, Signature.Parameters, "arguments for", "parameters");
        for (int i = 0; i < arguments.Length; i++)
            Check(Signature.Parameters[i], arguments[i] ?? throw new ArgumentNullException(nameof(arguments), $"run: the argument for parameter '{Signature.Parameters[i].Name}' is null"));
    }

    private void Check(ReadOnlySpan<OutputBuffer> into)
    {
        CheckCount(into.Length, Signature.Outputs, "arrays for", "outputs");
        for (int i = 0; i < into.Length; i++)
        {
            into[i].Range.CheckFits(Signature.Outputs[i], "output", i);
            for (int k = 0; k < i; k++)
                if (into[i].Range.Overlaps(into[k].Range))
                    throw new ComputationException($"run: {Signature.OutputName(k)} and {Signature.OutputName(i)} would be written to the same elements of one array");
        }
    }

    private static void CheckCount(int given, ImmutableArray<NamedType> wanted, string what, string role)
    {
        if (given != wanted.Length) throw new ComputationException($"run: {given} {what} {wanted.Length} {role} ({ComputationSignature.Listed(wanted)})");
    }
}
