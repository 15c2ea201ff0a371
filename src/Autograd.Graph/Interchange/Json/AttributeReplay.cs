namespace Autograd.Graph;

/// <summary>Gives the attributes that a list noted.</summary>
internal sealed class AttributeReplay(AttributeList list) : Attributes
{
    public override long Long(string name, long? value) => Get<long>(name);

    public override bool Flag(string name, bool? value) => Get<bool>(name);

    public override double Real(string name, double? value) => Get<double>(name);

    public override string Text(string name, string? value) => Get<string>(name);

    public override IntList Ints(string name, IntList? value) => Get<IntList>(name);

    internal override Body Function(string name, Body? value) => Get<Body>(name);

    internal override Op.WithRule Rule(Op.WithRule? value) => throw new InvalidOperationException("a rule has no rule among its attributes");

    private protected override Exception Refusal(string name, string expected) => new InvalidOperationException($"attribute '{name}' is not {expected}");

    private T Get<T>(string name)
    {
        foreach ((string known, object value) in list.Items)
            if (known == name) return value is T given ? given : throw new InvalidOperationException($"attribute '{name}' is of two types");
        throw new InvalidOperationException($"attribute '{name}' was not written");
    }
}
