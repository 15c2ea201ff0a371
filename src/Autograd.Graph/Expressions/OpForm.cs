namespace Autograd.Graph;

/// <summary>How documents name an op and its attributes.</summary>
internal abstract class OpForm(string name, Type type)
{
    public string Name { get; } = name;

    /// <summary>The record.</summary>
    public Type Type { get; } = type;

    /// <summary>The op with the attributes that the exchange gives; given none, one is made of what the exchange reads.</summary>
    public abstract Op Exchange(Op? op, Attributes attributes);

    /// <summary>An op without attributes.</summary>
    public static OpForm Of(string name, Op only) => new Plain(name, only);

    /// <summary>An op with attributes, each named once for both directions.</summary>
    public static OpForm Of<T>(string name, Func<Attributes, T?, T> exchange) where T : Op => new Attributed<T>(name, exchange);

    private sealed class Plain(string name, Op only) : OpForm(name, only.GetType())
    {
        public override Op Exchange(Op? op, Attributes attributes) => only;
    }

    private sealed class Attributed<T>(string name, Func<Attributes, T?, T> exchange) : OpForm(name, typeof(T)) where T : Op
    {
        public override Op Exchange(Op? op, Attributes attributes) => exchange(attributes, (T?)op);
    }
}
