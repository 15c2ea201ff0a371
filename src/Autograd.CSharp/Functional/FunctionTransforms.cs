using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// The transforms of <c>torch.func</c> on functions of lists of tensors: each traces the function once, on tensors whose values are the core's
/// expressions, lets the core transform it, and makes tensors of what that gives. So they nest in any order.
/// </summary>
internal static class FunctionTransforms
{
    /// <summary>The value, and the gradients by some of the arguments.</summary>
    public static (Tensor Value, Tensor[] Gradients) GradAndValue(Func<Tensor[], Tensor> function, Tensor[] arguments, int[] argnums)
    {
        (Tensor value, Tensor[] gradients, _) = GradAndValue<object?>(a => (function(a), null), arguments, argnums);
        return (value, gradients);
    }

    /// <summary>The value, the gradients, and what the function gives beside; tensors there come out of the trace.</summary>
    public static (Tensor Value, Tensor[] Gradients, TAux Aux) GradAndValue<TAux>(Func<Tensor[], (Tensor, TAux)> function, Tensor[] arguments, int[] argnums)
    {
        TAux aux = default!;
        using var call = new TracedCall(TraceKind.Transform);
        Expr Traced(Expr[] leaves)
        {
            (Tensor result, aux) = function(Points(call, arguments, argnums, leaves));
            if (result is null) throw new ArgumentException("grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got <class 'NoneType'>");
            if (result.Shape.Rank != 0)
                throw new ArgumentException($"grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with {result.Shape.Rank} dims. Maybe you wanted to use the vjp or jacrev APIs instead?");
            return call.Values([result])[0];
        }

        (Expr value, Expr[] gradients) = TracedCall.Run(() => Transform.ValueAndGrad<Expr[]>(Traced, Structure.Leaves)(Moving(arguments, argnums)));
        call.Dispose();
        return (call.Result(value), call.Results(gradients), (TAux)call.Released(aux)!);
    }

    /// <summary>The results, and the map from their cotangents to those of the arguments.</summary>
    public static (Tensor[] Results, Func<Tensor[], Tensor[]> Pull) Vjp(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] arguments)
    {
        int[] all = All(arguments);
        using var call = new TracedCall(TraceKind.Transform);
        Expr[] Traced(Expr[] leaves)
        {
            IReadOnlyList<Tensor> results = function(Points(call, arguments, all, leaves));
            foreach (Tensor result in results)
                if (!result.DType.IsFloating()) throw new ArgumentException($"vjp(f, ...): All outputs of f must be floating-point or complex Tensors, got Tensor with dtype {PythonText.Of(result.DType)}");
            return call.Values(results);
        }

        (Expr[] values, Func<Expr[], Expr[]> pull) = TracedCall.Run(() => Transform.Pullback<Expr[], Expr[]>(Traced, Moving(arguments, all), Structure.Leaves, Structure.Leaves));
        call.Dispose();
        return (call.Results(values), cotangents => Linear(call, pull, cotangents));
    }

    /// <summary>The results, and their tangents.</summary>
    public static (Tensor[] Results, Tensor[] Tangents) Jvp(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] arguments, Tensor[] tangents)
    {
        if (arguments.Length != tangents.Length)
            throw new ArgumentException($"jvp(f, primals, tangents): Expected primals and tangents to have the same python structure. For example, if primals is a tuple of 3 tensors, tangents also must be. Got {arguments.Length} primals and {tangents.Length} tangents");
        (Tensor[] results, Func<Tensor[], Tensor[]> push) = Linearize(function, arguments);
        return (results, push(tangents));
    }

    /// <summary>The results, and the map from tangents of the arguments to theirs.</summary>
    public static (Tensor[] Results, Func<Tensor[], Tensor[]> Push) Linearize(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] arguments)
    {
        int[] all = All(arguments);
        using var call = new TracedCall(TraceKind.Transform);
        Expr[] Traced(Expr[] leaves) => call.Values(function(Points(call, arguments, all, leaves)));
        (Expr[] values, Func<Expr[], Expr[]> push) = TracedCall.Run(() => Transform.Linearize<Expr[], Expr[]>(Traced, Moving(arguments, all), Structure.Leaves, Structure.Leaves));
        call.Dispose();
        return (call.Results(values), tangents => Linear(call, push, tangents));
    }

    /// <summary>For each result and each of some arguments the Jacobian.</summary>
    public static Tensor[][] Jacobian(Func<Tensor[], IReadOnlyList<Tensor>> function, Tensor[] arguments, int[] argnums, bool forward)
    {
        using var call = new TracedCall(TraceKind.Transform);
        Expr[] Traced(Expr[] leaves) => call.Values(function(Points(call, arguments, argnums, leaves)));
        Func<Expr[], Jacobian<Expr[], Expr[]>> jacobian = forward
            ? Transform.JacobianForward<Expr[], Expr[]>(Traced, Structure.Leaves, Structure.Leaves)
            : Transform.JacobianReverse<Expr[], Expr[]>(Traced, Structure.Leaves, Structure.Leaves);
        Jacobian<Expr[], Expr[]> blocks = TracedCall.Run(() => jacobian(Moving(arguments, argnums)));
        call.Dispose();
        var tensors = new Tensor[blocks.OutputCount][];
        for (int k = 0; k < tensors.Length; k++) tensors[k] = call.Results(blocks.Of(k));
        return tensors;
    }

    /// <summary>A position among arguments, counted from the front.</summary>
    /// <exception cref="ArgumentException">there is none</exception>
    public static int Argnum(int argnum, int count) =>
        argnum >= -count && argnum < count ? (argnum + count) % count : throw new ArgumentException($"Got argnum={argnum}, but only {count} positional inputs");

    /// <summary>Positions among arguments, counted from the front.</summary>
    /// <exception cref="ArgumentException">there is none, none given, or one twice</exception>
    public static int[] Argnums(int[] argnums, int count)
    {
        ArgumentNullException.ThrowIfNull(argnums);
        if (argnums.Length == 0) throw new ArgumentException("argnums must be non-empty");
        int[] places = Array.ConvertAll(argnums, argnum => Argnum(argnum, count));
        return places.Distinct().Count() == places.Length ? places : throw new ArgumentException($"argnums elements must be unique, got {PythonText.Tuple(argnums)}");
    }

    private static Tensor[] Linear(TracedCall call, Func<Expr[], Expr[]> map, Tensor[] vectors)
    {
        Expr[] results;
        using (call.Again())
        {
            results = TracedCall.Run(() => map(call.Given(vectors)));
        }

        return call.Results(results);
    }

    private static int[] All(Tensor[] arguments) => [.. Enumerable.Range(0, arguments.Length)];

    private static Expr[] Moving(Tensor[] arguments, int[] argnums)
    {
        var moving = new Expr[argnums.Length];
        for (int i = 0; i < moving.Length; i++)
        {
            Tensor argument = arguments[argnums[i]] ?? throw new ArgumentNullException(nameof(arguments));
            if (!argument.DType.IsFloating()) throw new ArgumentException("only Tensors of floating point dtype can require gradients");
            moving[i] = argument.Value;
        }

        return moving;
    }

    private static Tensor[] Points(TracedCall call, Tensor[] arguments, int[] argnums, Expr[] leaves)
    {
        var points = (Tensor[])arguments.Clone();
        for (int i = 0; i < argnums.Length; i++) points[argnums[i]] = call.Point(arguments[argnums[i]], leaves[i]);
        return points;
    }
}
