using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Autograd.CSharp;

namespace Autograd.Conformance;

/// <summary>One line of the list of TorchSharp's members: where it stands, its name, and the types of its parameters.</summary>
internal sealed partial record TorchSharpMember(string Line, string Owner, string Name, string[] Parameters)
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly Facade = typeof(torch).Assembly;

    private static readonly Dictionary<string, Type> Known = new()
    {
        ["bool"] = typeof(bool),
        ["byte"] = typeof(byte),
        ["sbyte"] = typeof(sbyte),
        ["short"] = typeof(short),
        ["int"] = typeof(int),
        ["long"] = typeof(long),
        ["float"] = typeof(float),
        ["double"] = typeof(double),
        ["string"] = typeof(string),
        ["object"] = typeof(object),
        ["Array"] = typeof(Array),
        ["CultureInfo"] = typeof(System.Globalization.CultureInfo),
        ["Index"] = typeof(Index),
        ["Range"] = typeof(Range),
        ["Scalar"] = typeof(Scalar),
        ["TensorIndex"] = typeof(TensorIndex),
        ["T"] = typeof(float),
    };

    /// <summary>Reads the list.</summary>
    public static List<TorchSharpMember> Read(string text)
    {
        var members = new List<TorchSharpMember>();
        string section = "";
        foreach (string raw in text.Split('\n'))
        {
            if (raw.StartsWith("### ", StringComparison.Ordinal)) section = Section().Match(raw).Groups[1].Value;
            int comment = raw.IndexOf("   // ", StringComparison.Ordinal);
            if (comment < 0 || section.Length == 0) continue;
            string line = raw[..comment];
            (string name, string parameters) = Split(line);
            members.Add(new(line, section.Replace("TorchSharp.", ""), name, [.. Parts(parameters).Select(TypeOf)]));
        }

        return members;
    }

    private static (string Name, string Parameters) Split(string line)
    {
        if (line.Contains("this[")) return ("this", line[(line.IndexOf("this[", StringComparison.Ordinal) + 5)..line.LastIndexOf(']')]);
        if (line.Contains("implicit operator ")) return ("op_Implicit", line[(line.LastIndexOf('(') + 1)..^1]);
        int open = line.EndsWith(')') ? Opening(line) : -1;
        string head = open < 0 ? line.Replace(" { get; }", "").Replace(" { get; set; }", "").Replace(" { get; private set; }", "") : line[..open];
        string name = head[(head.LastIndexOf(' ') + 1)..];
        if (head.Contains(" operator ") || head.Contains(".operator ")) return (Operator(name), line[(open + 1)..^1]);
        name = Generic().Replace(name[(name.LastIndexOf('.') + 1)..], "");
        return (name, open < 0 ? "" : line[(open + 1)..^1]);
    }

    // The bracket that closes at the end opens the parameters; tuples may stand among them.
    private static int Opening(string line)
    {
        for (int at = line.Length - 1, depth = 0; at >= 0; at--)
        {
            depth += line[at] == ')' ? 1 : line[at] == '(' ? -1 : 0;
            if (depth == 0) return at;
        }

        return -1;
    }

    private static string Operator(string sign) => sign switch
    {
        "+" => "op_Addition",
        "-" => "op_Subtraction",
        "*" => "op_Multiply",
        "/" => "op_Division",
        "%" => "op_Modulus",
        "==" => "op_Equality",
        "!=" => "op_Inequality",
        "<" => "op_LessThan",
        ">" => "op_GreaterThan",
        "<=" => "op_LessThanOrEqual",
        _ => "op_GreaterThanOrEqual",
    };

    private static IEnumerable<string> Parts(string parameters)
    {
        int start = 0;
        for (int at = 0, depth = 0; at <= parameters.Length; at++)
        {
            if (at < parameters.Length) depth += "(<[".Contains(parameters[at]) ? 1 : ")>]".Contains(parameters[at]) ? -1 : 0;
            if (at < parameters.Length && (depth > 0 || parameters[at] != ',')) continue;
            if (parameters[start..at].Trim() is { Length: > 0 } part) yield return part;
            start = at + 1;
        }
    }

    // "params long[] dims" or "Scalar? min = null" without name, default and modifiers.
    private static string TypeOf(string parameter)
    {
        string text = Modifiers().Replace(parameter.Split(" = ")[0], "");
        return text[..text.LastIndexOf(' ')];
    }

    /// <summary>Whether the facade has a member that a call of this one compiles to.</summary>
    public bool Resolves()
    {
        if (Owner.StartsWith('(')) return Facade.GetTypes().SelectMany(type => type.GetMethods(Public)).Any(HasElement);
        Type? owner = Find(Owner);
        if (owner is null) return false;
        if (Name == owner.Name && owner.GetConstructors().Any(Accepts)) return true;
        if (Parameters.Length == 0 && owner.GetMember(Name, Public).Any(member => member is PropertyInfo or FieldInfo)) return true;
        if (Name == "this") return owner.GetProperties().Any(property => property.GetIndexParameters() is { Length: > 0 } indices && AcceptsAll(indices));
        IEnumerable<MethodInfo> methods = owner.GetMethods(Public);
        if (owner == typeof(torch.Tensor)) methods = methods.Concat(typeof(TensorData).GetMethods(Public));
        if (Name == "GetEnumerator") return methods.Any(method => method.Name == Name);
        return methods.Where(method => method.Name == Name).Any(Accepts);
    }

    private bool HasElement(MethodInfo method) =>
        method.ReturnParameter.GetCustomAttribute<System.Runtime.CompilerServices.TupleElementNamesAttribute>()?.TransformNames.Contains(Name) == true;

    private bool Accepts(MethodBase method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        bool isExtension = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) && method.DeclaringType == typeof(TensorData);
        return AcceptsAll(isExtension ? parameters[1..] : parameters);
    }

    private bool AcceptsAll(ParameterInfo[] parameters)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            bool isParams = parameters.Length > 0 && (parameters[^1].IsDefined(typeof(ParamArrayAttribute)) || parameters[^1].IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute)));
            Type? given = Resolve(Parameters[i]);
            if (given is null) return false;
            if (i < parameters.Length && Converts(given, parameters[i].ParameterType)) continue;
            if (!isParams || i < parameters.Length - 1 || ElementOf(parameters[^1].ParameterType) is not { } element) return false;
            if (!Converts(given.IsArray ? given.GetElementType()! : given, element)) return false;
        }

        return parameters.Skip(Parameters.Length).All(p => p.IsOptional || p.IsDefined(typeof(ParamArrayAttribute)));
    }

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType() : type.IsGenericType ? type.GetGenericArguments()[0] : null;

    private static Type? Find(string name)
    {
        string plain = Generic().Replace(name, "");
        string path = plain.StartsWith("torch.", StringComparison.Ordinal) ? "Autograd.CSharp.torch+" + plain[6..].Replace('.', '+') : "Autograd.CSharp." + plain.Split('.')[^1];
        return Facade.GetType(path) ?? Facade.GetType(path + "`1") ?? Facade.GetType("Autograd.CSharp." + plain.Split('.')[^1]);
    }

    private static Type? Resolve(string text)
    {
        text = text.Replace("this ", "").Trim();
        if (text.EndsWith("[]", StringComparison.Ordinal)) return Resolve(text[..^2])?.MakeArrayType();
        if (text.EndsWith(']')) return Resolve(text[..text.IndexOf('[')])?.MakeArrayType(text.Count(c => c == ',') + 1);
        if (text.EndsWith('?')) return Resolve(text[..^1]) is { } type ? type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type : null;
        if (text.StartsWith('(')) return typeof(ValueTuple<long, long>);
        if (text.StartsWith("IList<", StringComparison.Ordinal)) return Resolve(text[6..^1]) is { } item ? typeof(IList<>).MakeGenericType(item) : null;
        if (text.StartsWith("List<", StringComparison.Ordinal)) return Resolve(text[5..^1]) is { } item ? typeof(List<>).MakeGenericType(item) : null;
        if (text.StartsWith("IEnumerable<", StringComparison.Ordinal)) return Resolve(text[12..^1]) is { } item ? typeof(IEnumerable<>).MakeGenericType(item) : null;
        if (text.StartsWith("ReadOnlySpan<", StringComparison.Ordinal)) return typeof(ReadOnlySpan<>).MakeGenericType(Resolve(text[13..^1])!);
        if (text.StartsWith("Func<", StringComparison.Ordinal))
            return Parts(text[5..^1]).Select(Resolve).ToArray() is [{ } from, { } to] ? typeof(Func<,>).MakeGenericType(from, to) : null;
        if (text.StartsWith("TensorAccessor<", StringComparison.Ordinal)) return typeof(TensorAccessor<float>);
        return Known.GetValueOrDefault(text) ?? Find("torch." + text.Replace("torch.", "")) ?? Find(text);
    }

    private static readonly Dictionary<Type, Type[]> Widening = new()
    {
        [typeof(int)] = [typeof(long), typeof(float), typeof(double)],
        [typeof(long)] = [typeof(float), typeof(double)],
        [typeof(float)] = [typeof(double)],
        [typeof(short)] = [typeof(int), typeof(long)],
        [typeof(byte)] = [typeof(int), typeof(long)],
    };

    private static bool Converts(Type from, Type to)
    {
        if (to.ContainsGenericParameters) return !to.IsGenericType || (from.IsGenericType ? from : from.IsArray ? typeof(IList<>) : from) is { } given && (!given.IsGenericType || given.GetGenericTypeDefinition() == to.GetGenericTypeDefinition());
        if (to.IsAssignableFrom(from)) return true;
        if (Nullable.GetUnderlyingType(from) is { } lifted) return Nullable.GetUnderlyingType(to) is { } inner && Converts(lifted, inner);
        if (Nullable.GetUnderlyingType(to) is { } value) return Converts(from, value);
        if (Widening.TryGetValue(from, out Type[]? wider) && wider.Contains(to)) return true;
        return from.GetMethods().Concat(to.GetMethods()).Any(m => m.Name == "op_Implicit" && m.ReturnType == to
            && (m.GetParameters()[0].ParameterType is var taken && (taken == from || Widening.TryGetValue(from, out Type[]? via) && via.Contains(taken))))
            || (from.IsArray && to.IsGenericType && to.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>) && from.GetElementType() == to.GetGenericArguments()[0]);
    }

    [GeneratedRegex(@"^### (.*) \(\d+\)$")]
    private static partial Regex Section();

    [GeneratedRegex("<.*>")]
    private static partial Regex Generic();

    [GeneratedRegex("^(params |this |out |in )+")]
    private static partial Regex Modifiers();
}
