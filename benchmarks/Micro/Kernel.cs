using Autograd.Graph;

namespace Autograd.Benchmarks.Micro;

/// <summary>One operation, compiled for one thread, from arrays into an array that are kept. A run on one element tells what a run costs aside from its elements.</summary>
internal sealed class Kernel
{
    private readonly CompiledComputation _compiled;
    private readonly NDArray[] _arguments;
    private readonly OutputBuffer[] _into;

    /// <param name="operation">from parameters for the arguments to its result</param>
    /// <param name="arguments">what it runs on</param>
    public Kernel(Func<Expr[], Expr> operation, params NDArray[] arguments)
    {
        Expr[] parameters = [.. arguments.Select((argument, i) => Expr.Parameter($"argument{i}", argument.DType, argument.Shape))];
        Expr result = operation(parameters);
        _arguments = arguments;
        _compiled = Computation.Of(parameters, [result]).Compile(new EvaluationOptions { Threads = 1 });
        _into = [Array.CreateInstance(result.DType.ClrType(), result.Shape.Count)];
    }

    public void Run() => _compiled.Run(_arguments, _into);
}
