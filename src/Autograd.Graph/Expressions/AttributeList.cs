using System.Globalization;

namespace Autograd.Graph;

/// <summary>Attributes in the order in which they were named; each value is a long, bool, double, string, <see cref="IntList"/> or <see cref="Body"/>.</summary>
internal sealed class AttributeList : Attributes
{
    private readonly List<KeyValuePair<string, object>> _items = [];

    private AttributeList() { }

    public IReadOnlyList<KeyValuePair<string, object>> Items => _items;

    /// <summary>The closed functions among them.</summary>
    public IEnumerable<Body> Functions => _items.Select(item => item.Value).OfType<Body>();

    /// <summary>The attributes of an op.</summary>
    public static AttributeList Of(Op op)
    {
        var list = new AttributeList();
        OpForms.Of(op).Exchange(op, list);
        return list;
    }

    /// <summary>The attributes of a rule.</summary>
    public static AttributeList Of(NamedRule rule)
    {
        var list = new AttributeList();
        rule.Exchange(list);
        return list;
    }

    public override long Long(string name, long? value) => Note(name, value!.Value);

    public override bool Flag(string name, bool? value) => Note(name, value!.Value);

    public override double Real(string name, double? value) => Note(name, value!.Value);

    public override string Text(string name, string? value) => Note(name, value!);

    public override IntList Ints(string name, IntList? value) => Note(name, value!.Value);

    internal override Body Function(string name, Body? value) => Note(name, value!);

    internal override Op.WithRule Rule(Op.WithRule? value)
    {
        Note("rule", value!.Label);
        value.Named?.Exchange(this);
        return value;
    }

    private protected override Exception Refusal(string name, string expected) => new InvalidOperationException($"attribute '{name}' is not {expected}");

    private T Note<T>(string name, T value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach ((string known, _) in _items)
            if (known == name) throw new InvalidOperationException($"attribute '{name}' is named twice");
        _items.Add(new(name, value ?? throw new ArgumentNullException(nameof(value), $"attribute '{name}' is null")));
        return value;
    }

    /// <summary><c>axes: [0, 1], kind: sum</c></summary>
    public override string ToString() => string.Join(", ", _items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Key}: {Shown(item.Value)}")));

    private static object Shown(object value) => value is bool flag ? flag ? "true" : "false" : value;
}
