using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd.Properties.House;

/// <summary>The public surface of an assembly as text: a line for each type and each member that others can call, sorted.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The text, lines ended by \n.</summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : type.BaseType == typeof(MulticastDelegate) ? "delegate" : "class";
        string modifier = type.IsValueType || type.IsInterface || kind == "delegate" ? "" : type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        IEnumerable<Type> inherited = type.IsEnum || type.IsInterface || type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType) || kind == "delegate" ? [] : [type.BaseType];
        IEnumerable<Type> interfaces = type.IsEnum || kind == "delegate" ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(i => i.IsVisible).OrderBy(i => i.FullName, StringComparer.Ordinal);
        string[] bases = [.. inherited.Concat(interfaces).Select(Name)];
        return $"{modifier}{kind} {Name(type)}{(bases.Length > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        if (type.BaseType == typeof(MulticastDelegate)) return [Method(type.GetMethod("Invoke")!)];
        return type.GetMembers(Declared).Where(IsWritten).Select(Member).OfType<string>();
    }

    /// <summary>Whether a person wrote the member, not the compiler for a record, lambda or property.</summary>
    private static bool IsWritten(MemberInfo member) => member is PropertyInfo ? member.Name != "EqualityContract" : !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member.Name is not "<Clone>$";

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo field when IsSeen(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly) =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Typed(new NullabilityInfoContext().Create(field))} {field.Name}{(field.IsLiteral ? Value(field.FieldType, field.GetRawConstantValue()) : "")}",
        PropertyInfo property when property.GetAccessors(true).Any(IsSeen) => Property(property),
        EventInfo { AddMethod: { } add } happening when IsSeen(add) => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
        ConstructorInfo constructor when IsSeen(constructor) && !constructor.IsStatic => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsSeen(method) => Method(method),
        MethodInfo { IsSpecialName: true } method when IsSeen(method) && (method.Name.StartsWith("op_", StringComparison.Ordinal) || method.Name.StartsWith('|')) => Method(method),
        _ => null,
    };

    private static bool IsSeen(bool isPublic, bool isProtected) => isPublic || isProtected;

    private static bool IsSeen(MethodBase method) => IsSeen(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);

    private static string Property(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && IsSeen(getter) ? "get; " : "";
        string set = property.SetMethod is { } setter && IsSeen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; " : "";
        MethodInfo accessor = property.GetMethod ?? property.SetMethod!;
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        return $"{Modifier(accessor)}{Typed(new NullabilityInfoContext().Create(property))} {name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Modifier(method)}{Typed(new NullabilityInfoContext().Create(method.ReturnParameter))} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? "static " : method.DeclaringType!.IsInterface ? "" : method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        bool gathers = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        string kind = gathers ? "params " : parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        string value = parameter.HasDefaultValue ? Value(parameter.ParameterType, parameter.RawDefaultValue) : "";
        return $"{kind}{Typed(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
    }

    private static string Value(Type type, object? value) => value switch
    {
        null => " = default",
        string text => $" = \"{text}\"",
        bool flag => flag ? " = true" : " = false",
        _ when (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } kind => $" = {Enum.ToObject(kind, value)}",
        _ => $" = {Convert.ToString(value, CultureInfo.InvariantCulture)}",
    };

    /// <summary>The type with its question marks, those of its arguments and elements too.</summary>
    private static string Typed(NullabilityInfo info)
    {
        Type type = info.Type.IsByRef ? info.Type.GetElementType()! : info.Type;
        string mark = !type.IsValueType && (info.ReadState == NullabilityState.Nullable || info.WriteState == NullabilityState.Nullable) ? "?" : "";
        if (info.ElementType is { } element && type.IsArray) return $"{Typed(element)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying) + "?";
        if (!type.IsGenericType || info.GenericTypeArguments.Length != type.GetGenericArguments().Length) return Name(type) + mark;
        return $"{Plain(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Typed))}>{mark}";
    }

    private static string Name(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef || type.IsPointer) return Name(type.GetElementType()!);
        return Plain(type) + (type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "");
    }

    /// <summary>The name without arguments; in full where the type is nested or its namespace is no own one.</summary>
    private static string Plain(Type type)
    {
        string? keyword = type.IsEnum ? null : Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "bool",
            TypeCode.Byte => "byte",
            TypeCode.SByte => "sbyte",
            TypeCode.Int16 => "short",
            TypeCode.UInt16 => "ushort",
            TypeCode.Int32 => "int",
            TypeCode.UInt32 => "uint",
            TypeCode.Int64 => "long",
            TypeCode.UInt64 => "ulong",
            TypeCode.Single => "float",
            TypeCode.Double => "double",
            TypeCode.String => "string",
            _ => type == typeof(object) ? "object" : type == typeof(void) ? "void" : null,
        };
        if (keyword is not null) return keyword;
        int tick = type.Name.IndexOf('`');
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return type.DeclaringType is { } around ? $"{Plain(around)}.{name}" : name;
    }
}
