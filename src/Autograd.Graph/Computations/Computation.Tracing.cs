namespace Autograd.Graph;

public sealed partial class Computation
{
    /// <summary>What a function builds of a parameter: <c>Computation.Trace(new("x", DType.Float32, 3), x => x * x)</c>.</summary>
    /// <param name="x">the parameter's name and type</param>
    /// <param name="f">called once, with an expression of that type; its result has the name that <see cref="Expr.Named"/> gave it, or none</param>
    /// <exception cref="ComputationException">a parameter has no name, or the result depends on an unbound parameter that is not listed</exception>
    public static Computation Trace(NamedType x, Func<Expr, Expr> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Trace([x], parameters => [f(parameters[0])]);
    }

    /// <summary>What a function builds of two parameters.</summary>
    /// <param name="x">the first parameter's name and type</param>
    /// <param name="y">the second's</param>
    /// <param name="f">called once; its result has the name that <see cref="Expr.Named"/> gave it, or none</param>
    /// <exception cref="ComputationException">a parameter has no name, two have the same, or the result depends on an unbound parameter that is not listed</exception>
    public static Computation Trace(NamedType x, NamedType y, Func<Expr, Expr, Expr> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Trace([x, y], parameters => [f(parameters[0], parameters[1])]);
    }

    /// <summary>What a function builds of three parameters.</summary>
    /// <param name="x">the first parameter's name and type</param>
    /// <param name="y">the second's</param>
    /// <param name="z">the third's</param>
    /// <param name="f">called once; its result has the name that <see cref="Expr.Named"/> gave it, or none</param>
    /// <exception cref="ComputationException">a parameter has no name, two have the same, or the result depends on an unbound parameter that is not listed</exception>
    public static Computation Trace(NamedType x, NamedType y, NamedType z, Func<Expr, Expr, Expr, Expr> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Trace([x, y, z], parameters => [f(parameters[0], parameters[1], parameters[2])]);
    }

    /// <summary>What a function builds of any number of parameters.</summary>
    /// <param name="parameters">their names and types</param>
    /// <param name="f">called once, with an expression for each parameter; its results have the names that <see cref="Expr.Named"/> gave them, or none</param>
    /// <exception cref="ComputationException">a parameter has no name, two have the same, a result depends on an unbound parameter that is not listed, or two results have one name</exception>
    public static Computation Trace(IReadOnlyList<NamedType> parameters, Func<Expr[], Expr[]> f)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(f);
        var made = new Expr[parameters.Count];
        for (int i = 0; i < made.Length; i++)
        {
            if (string.IsNullOrEmpty(parameters[i].Name)) throw new ComputationException($"computation: parameter {i} ({parameters[i].Type}) has no name (a parameter is bound by it)");
            made[i] = Expr.Parameter(parameters[i].Name!, parameters[i].Type.DType, parameters[i].Type.Shape);
        }

        return Of(made, f([.. made]) ?? throw new ComputationException("computation: the function gave null, not a list of outputs"));
    }
}
