using System.Globalization;
using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.Conformance.PythonExpression;

namespace Autograd.Conformance;

/// <summary>Evaluates expressions that draw random numbers, on one stream, in Python's order: arguments from left to right, then the call.</summary>
internal sealed partial class RandomPrograms(RandomStream stream)
{
    private readonly Dictionary<string, object?> _variables = [];

    /// <summary>A layer of random parameters.</summary>
    private sealed record Layer(RecordedTensor Weight, RecordedTensor? Bias);

    /// <exception cref="UnsupportedCaseException">the expression needs what cannot be drawn here</exception>
    public object? Evaluate(PythonExpression expression)
    {
        switch (expression)
        {
            case Literal literal: return literal.Value;
            case Name name: return Named(name.Dotted);
            case Member member: return Field(Evaluate(member.Target), member.Field);
            case Sequence sequence: return sequence.Items.Select(Evaluate).ToArray();
            case Comprehension comprehension: return Repeat(comprehension);
            case Binary binary: return Arithmetic(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right));
            case Call { Callee: Name name } call when !_variables.ContainsKey(Root(name.Dotted)):
                return Function(name.Dotted, Bind(name.Dotted, call));
            case Call { Callee: Name name } call:
                int dot = name.Dotted.LastIndexOf('.');
                return dot < 0 ? throw new UnsupportedCaseException(name.Dotted) : Method(Named(name.Dotted[..dot]), name.Dotted[(dot + 1)..], call);
            case Call { Callee: Member member } call:
                return Method(Evaluate(member.Target), member.Field, call);
            default: throw new UnsupportedCaseException(expression.ToString());
        }
    }

    private static string Root(string dotted) => dotted.Split('.')[0];

    private object? Named(string dotted)
    {
        string[] parts = dotted.Split('.');
        if (_variables.TryGetValue(parts[0], out object? value))
        {
            foreach (string field in parts.AsSpan(1)) value = Field(value, field);
            return value;
        }
        return dotted switch
        {
            "torch.float" => DType.Float32,
            "torch.double" => DType.Float64,
            "torch.long" => DType.Int64,
            "torch.int" => DType.Int32,
            "math.pi" or "torch.pi" => Math.PI,
            _ when parts is ["torch", var name] => RecordedTensor.ParseDType(name),
            _ => throw new UnsupportedCaseException(dotted),
        };
    }

    private object?[] Repeat(Comprehension comprehension)
    {
        if (Evaluate(comprehension.Source) is not object?[] items) throw new UnsupportedCaseException(comprehension.ToString());
        var results = new object?[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            _variables[comprehension.Variable] = items[i];
            results[i] = Evaluate(comprehension.Item);
        }
        _variables.Remove(comprehension.Variable);
        return results;
    }

    private static object Arithmetic(string symbol, object? left, object? right) => (symbol, left, right) switch
    {
        ("+", long a, long b) => (object)checked(a + b),
        ("-", long a, long b) => (object)checked(a - b),
        ("*", long a, long b) => (object)checked(a * b),
        ("**", long a, >= 0L and <= 64L) => (object)PowerOf(a, (long)right),
        _ when left is long or double && right is long or double =>
            Arithmetic(symbol, Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture)),
        _ => throw new UnsupportedCaseException($"{symbol} of tensors"),
    };

    private static long PowerOf(long number, long exponent)
    {
        long power = 1;
        for (long i = 0; i < exponent; i++) power = checked(power * number);
        return power;
    }

    private static double Arithmetic(string symbol, double left, double right) => symbol switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "**" => Math.Pow(left, right),
        _ => throw new UnsupportedCaseException($"{symbol} of numbers"),
    };

    private Arguments Bind(string function, Call call) => new(
        function,
        [.. call.Positional.Select(Evaluate)],
        call.Keywords.ToDictionary(pair => pair.Key, pair => Evaluate(pair.Value)));

    private object Function(string name, Arguments given)
    {
        object result = name switch
        {
            "torch.rand" => Uniform(given.TakeSizes(), given.TakeDType(DType.Float32)),
            "torch.randn" => Normal(given.TakeSizes(), given.TakeDType(DType.Float32)),
            "torch.rand_like" when given.Take<RecordedTensor>("input") is var like => Uniform(like.Shape, given.TakeDType(like.DType)),
            "torch.randn_like" when given.Take<RecordedTensor>("input") is var like => Normal(like.Shape, given.TakeDType(like.DType)),
            "torch.normal" => Normal(given.TakeNumber("mean"), given.TakeNumber("std"), given),
            "torch.randint" => Integers(given),
            "torch.randperm" => Permutation(given),
            "torch.bernoulli" => Bernoulli(given),
            "torch.multinomial" => Multinomial(given),
            "torch.nn.functional.dropout" => Dropout(given),
            "torch.empty" or "torch.zeros" => Tensors.Full(given.TakeSizes(), 0, given.TakeDType(DType.Float32)),
            "torch.ones" => Tensors.Full(given.TakeSizes(), 1, given.TakeDType(DType.Float32)),
            "torch.full" => Tensors.Full(given.TakeSizes(), given.TakeNumber("fill_value"), given.TakeDType(DType.Float32)),
            "torch.tensor" => Tensors.FromNested(given.Take("data", null), given.TakeDType(DType.Float32)),
            "torch.cat" => Tensors.Join(given.Take<object?[]>("tensors")),
            "torch.nn.Linear" => Linear(given),
            "torch.nn.Conv2d" => Conv2d(given),
            _ => throw new UnsupportedCaseException(name),
        };
        given.Done();
        return result;
    }

    private object Method(object? target, string name, Call call)
    {
        Arguments given = Bind(name, call);
        object result = (target, name) switch
        {
            (Layer layer, "parameters") => layer.Bias is null ? new object?[] { layer.Weight } : [layer.Weight, layer.Bias],
            (RecordedTensor tensor, "detach" or "clone") => tensor,
            (RecordedTensor tensor, "flatten") => tensor with { Shape = [tensor.Data.Length] },
            (RecordedTensor tensor, "uniform_") => Uniform(tensor.Shape, tensor.DType, given.TakeNumber("from", 0), given.TakeNumber("to", 1)),
            (RecordedTensor tensor, "normal_") => Normal(tensor.Shape, tensor.DType, given.TakeNumber("mean", 0), given.TakeNumber("std", 1)),
            (RecordedTensor tensor, "exponential_") => Exponential(tensor.Shape, tensor.DType, given.TakeNumber("lambd", 1)),
            (RecordedTensor tensor, "bernoulli_") => Bernoulli(tensor.Shape, tensor.DType, given.TakeNumber("p", 0.5)),
            (RecordedTensor tensor, "random_") => Integers(tensor.Shape, tensor.DType, given.TakeInteger("from"), given.TakeInteger("to")),
            _ => throw new UnsupportedCaseException("." + name),
        };
        given.Done();
        return result;
    }

    private static object? Field(object? target, string name) => (target, name) switch
    {
        (Layer layer, "weight") => layer.Weight,
        (Layer layer, "bias") => layer.Bias,
        (RecordedTensor tensor, "data") => tensor,
        _ => throw new UnsupportedCaseException("." + name),
    };
}
