using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// The derivative rules that documents may name: an immutable value, given to what writes and reads them. <see cref="Default"/> has the library's
/// own; <c>With</c> adds others.
/// </summary>
public sealed class RuleRegistry
{
    // A NamedRule, of which those with other attributes are made, or a DerivativeRule.
    private readonly ImmutableDictionary<string, object> _rules;

    private RuleRegistry(ImmutableDictionary<string, object> rules) => _rules = rules;

    /// <summary>The rules of the library's operations.</summary>
    public static RuleRegistry Default { get; } = new(LibraryRules.All.ToImmutableDictionary(rule => rule.Name, rule => (object)rule));

    /// <summary>The names that are known.</summary>
    public IEnumerable<string> Names => _rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>This registry and one rule more.</summary>
    /// <param name="rule">any rule of the kind: a reader makes others of it by <see cref="NamedRule.Exchange"/></param>
    /// <exception cref="ArgumentException">the name is taken</exception>
    public RuleRegistry With(NamedRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Add(rule.Name, rule);
    }

    /// <summary>This registry and one rule more, which has no attributes.</summary>
    /// <param name="name">the name that its nodes were given</param>
    /// <param name="rule">the very rule that its nodes have, such as a static method; one that captures variables is another at each call, and can be a <see cref="NamedRule"/> instead</param>
    /// <exception cref="ArgumentException">the name is taken</exception>
    public RuleRegistry With(string name, DerivativeRule rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rule);
        return Add(name, rule);
    }

    private RuleRegistry Add(string name, object rule) => !_rules.ContainsKey(name)
        ? new(_rules.Add(name, rule))
        : throw new ArgumentException($"rules: '{name}' is registered already (each name stands for one rule)", nameof(name));

    /// <summary>What keeps a node's rule from being stored; null where nothing does.</summary>
    internal string? Obstacle(Op.WithRule op)
    {
        if (!_rules.TryGetValue(op.Label, out object? known)) return "is not registered; RuleRegistry.Default.With(...) makes a registry that has it";
        if (known is DerivativeRule rule) return TranslatedRule.Written(op.Rule) == rule ? null : "is another than the one registered under its name";
        if (op.Named is not { } named) return "is a mere delegate, the one registered under its name a NamedRule";
        try
        {
            return ((NamedRule)known).Exchange(new AttributeReplay(AttributeList.Of(named))).Equals(named) ? null : "is another than the one registered under its name, or does not name all its attributes in Exchange";
        }
        catch (InvalidOperationException e)
        {
            return $"does not exchange its attributes alike in both directions: {e.Message}";
        }
    }

    /// <summary>The rule of a name with the attributes that are read; null where the name is not known.</summary>
    internal Op.WithRule? Read(string name, Attributes attributes) => _rules.GetValueOrDefault(name) switch
    {
        NamedRule rule => rule.Exchange(attributes).Node,
        DerivativeRule rule => new(name, rule),
        _ => null,
    };
}
