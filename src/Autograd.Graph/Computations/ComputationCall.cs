namespace Autograd.Graph;

/// <summary>
/// A call of a compiled computation whose arguments are bound by name and stay bound: it runs again and again, and what is not bound anew is
/// what it was. For one thread at a time; each thread makes its own.
/// </summary>
public sealed class ComputationCall
{
    private readonly CompiledComputation _computation;
    private readonly InputBuffer[] _arguments;

    // The arrays into which spans are copied.
    private readonly Array?[] _own;

    internal ComputationCall(CompiledComputation computation)
    {
        _computation = computation;
        _arguments = new InputBuffer[computation.Signature.Parameters.Length];
        _own = new Array?[_arguments.Length];
    }

    /// <summary>Binds a parameter to an array, until it is bound to another.</summary>
    /// <returns>this call</returns>
    /// <exception cref="ComputationException">there is no parameter of that name</exception>
    /// <exception cref="DTypeException">the array has not the parameter's element type</exception>
    /// <exception cref="ShapeException">the array has not the parameter's shape</exception>
    public ComputationCall Bind(string parameter, NDArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int index = _computation.Signature.IndexOfParameter(parameter);
        InputBuffer argument = value;
        _computation.Check(index, argument);
        _arguments[index] = argument;
        return this;
    }

    /// <summary>Binds a parameter to a copy of elements in row-major order. The second and later copies allocate nothing.</summary>
    /// <returns>this call</returns>
    /// <exception cref="ComputationException">there is no parameter of that name</exception>
    /// <exception cref="DTypeException">T is not the parameter's element type</exception>
    /// <exception cref="ShapeException">there are more or fewer elements than the parameter has</exception>
    public ComputationCall Bind<T>(string parameter, ReadOnlySpan<T> elements) where T : unmanaged
    {
        int index = _computation.Signature.IndexOfParameter(parameter);
        (_, ExprType type) = _computation.Signature.Parameters[index];
        if (DTypes.Of<T>() != type.DType) throw new DTypeException($"bind: parameter '{parameter}' is {type}, not elements of {DTypes.Of<T>().Name()}");
        if (elements.Length != type.Shape.Count) throw new ShapeException($"bind: parameter '{parameter}' is {type} of {type.Shape.Count} elements, not {elements.Length}");
        Array own = _own[index] ??= NDArray.NewElements(type.DType, type.Shape.Count);
        elements.CopyTo((T[])own);
        _arguments[index] = own;
        return this;
    }

    /// <summary>The outputs as new arrays.</summary>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step; null for that of the options</param>
    /// <exception cref="ComputationException">a parameter is not bound</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public NDArray[] Run(CancellationToken cancellationToken = default, RunProfile? profile = null)
    {
        CheckBound();
        return _computation.Run(_arguments, cancellationToken, profile);
    }

    /// <summary>The outputs into the caller's arrays; a run allocates nothing.</summary>
    /// <param name="into">for each output where it is written; no two may overlap</param>
    /// <param name="cancellationToken">asked between steps</param>
    /// <param name="profile">receives the time of each step; null for that of the options</param>
    /// <exception cref="ComputationException">a parameter is not bound, there are more or fewer arrays than outputs, or two arrays overlap</exception>
    /// <exception cref="DTypeException">an array has not its output's element type</exception>
    /// <exception cref="ShapeException">an array has not its output's shape</exception>
    /// <exception cref="ArgumentOutOfRangeException">an index that must be inside of its axis is not</exception>
    /// <exception cref="DivideByZeroException">integers are divided by zero</exception>
    /// <exception cref="OperationCanceledException">the run was cancelled</exception>
    public void Run(ReadOnlySpan<OutputBuffer> into, CancellationToken cancellationToken = default, RunProfile? profile = null)
    {
        CheckBound();
        _computation.Run(_arguments, into, cancellationToken, profile);
    }

    private void CheckBound()
    {
        for (int i = 0; i < _arguments.Length; i++)
            if (_arguments[i].Range.Array is null) throw new ComputationException($"run: parameter {_computation.Signature.Parameters[i]} is not bound to a value");
    }
}
