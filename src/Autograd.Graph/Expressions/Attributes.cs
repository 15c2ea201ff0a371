namespace Autograd.Graph;

/// <summary>
/// The attributes of an op or rule on their way into a document, or out of one. Each is named once, by a call that takes what it is and gives what
/// it is to be: a writer notes the value and gives it back, a reader gives the one that it reads. So one expression serves both directions:
/// <c>new(attributes.Ints("axes", Axes), attributes.Real("eps", Eps))</c>.
/// </summary>
public abstract class Attributes
{
    private protected Attributes() { }

    /// <summary>An integer.</summary>
    /// <param name="name">the attribute's name</param>
    /// <param name="value">what it is; a reader does not look at it</param>
    public abstract long Long(string name, long? value);

    /// <summary>A truth value.</summary>
    /// <inheritdoc cref="Long"/>
    public abstract bool Flag(string name, bool? value);

    /// <summary>A number, kept bit for bit.</summary>
    /// <inheritdoc cref="Long"/>
    public abstract double Real(string name, double? value);

    /// <summary>A text.</summary>
    /// <inheritdoc cref="Long"/>
    public abstract string Text(string name, string? value);

    /// <summary>Axes, sizes or other integers in order.</summary>
    /// <inheritdoc cref="Long"/>
    public abstract IntList Ints(string name, IntList? value);

    /// <summary>An integer of 32 bits.</summary>
    /// <inheritdoc cref="Long"/>
    public int Int(string name, int? value)
    {
        long given = Long(name, value);
        return given is >= int.MinValue and <= int.MaxValue ? (int)given : throw Refusal(name, "an integer of 32 bits");
    }

    /// <summary>A member of an enumeration, by its name.</summary>
    /// <inheritdoc cref="Long"/>
    public T Kind<T>(string name, T? value) where T : struct, Enum
    {
        string given = Text(name, value is { } kind ? KindNames<T>.Of(kind) : null);
        int index = Array.IndexOf(KindNames<T>.All, given);
        return index >= 0 ? KindNames<T>.Values[index] : throw Refusal(name, $"one of {string.Join(", ", KindNames<T>.All)}");
    }

    /// <summary>A shape, as its sizes.</summary>
    /// <inheritdoc cref="Long"/>
    public Shape Sizes(string name, Shape? value)
    {
        IntList given = Ints(name, value is null ? null : IntList.Create(value.Sizes));
        try
        {
            return new(given.Span);
        }
        catch (ShapeException e)
        {
            throw Refusal(name, $"a shape ({e.Message})");
        }
    }

    /// <summary>An element type, by its name.</summary>
    /// <inheritdoc cref="Long"/>
    public DType ElementType(string name, DType? value)
    {
        string given = Text(name, value?.Name());
        foreach (DType dtype in DTypes.All)
            if (dtype.Name() == given) return dtype;
        throw Refusal(name, $"an element type ({string.Join(", ", DTypes.All.Select(dtype => dtype.Name()))})");
    }

    /// <summary>Element type and shape: <c>float32[2,3]</c>.</summary>
    /// <inheritdoc cref="Long"/>
    public ExprType Type(string name, ExprType? value)
    {
        string given = Text(name, value is { } type ? TypeText.Of(type) : null);
        return TypeText.TryParse(given, out ExprType read) ? read : throw Refusal(name, "a type such as float32[2,3]");
    }

    /// <summary>A region, as three attributes.</summary>
    internal Region Part(Region? value) => new(Ints("starts", value?.Starts), Ints("sizes", value?.Sizes), Ints("strides", value?.Strides));

    /// <summary>A closed function.</summary>
    internal abstract Body Function(string name, Body? value);

    /// <summary>A rule by its name, and its attributes.</summary>
    internal abstract Op.WithRule Rule(Op.WithRule? value);

    /// <summary>The error of an attribute that is not what it must be.</summary>
    private protected abstract Exception Refusal(string name, string expected);

    /// <summary>The members of an enumeration and how documents spell them.</summary>
    private static class KindNames<T> where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();
        public static readonly string[] All = Array.ConvertAll(Values, Of);

        public static string Of(T kind)
        {
            string name = kind.ToString();
            return char.ToLowerInvariant(name[0]) + name[1..];
        }
    }
}
