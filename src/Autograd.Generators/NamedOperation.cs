using System.Collections.Immutable;

namespace Autograd.Generators;

/// <summary>An operation with the name of its description: overloads of one name are numbered in the order of their definitions.</summary>
internal sealed record NamedOperation(OperationModel Model, string Field)
{
    public static ImmutableArray<NamedOperation> Number(IEnumerable<OperationModel> operations)
    {
        var counts = new Dictionary<string, int>();
        var named = ImmutableArray.CreateBuilder<NamedOperation>();
        foreach (OperationModel operation in operations)
        {
            counts.TryGetValue(operation.Name, out int index);
            counts[operation.Name] = index + 1;
            named.Add(new(operation, $"{operation.Name}_{index}"));
        }

        return named.ToImmutable();
    }
}
