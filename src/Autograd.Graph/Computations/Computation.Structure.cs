namespace Autograd.Graph;

public sealed partial class Computation
{
    /// <summary>Compares computations by <see cref="StructurallyEquals"/>, for sets and dictionaries.</summary>
    public static IEqualityComparer<Computation> ByStructure { get; } = new StructureComparer();

    /// <summary>
    /// Whether both compute the same by the same operations: parameters and outputs with the same names and types in the same order, and outputs
    /// that are the same expression when written out, attributes, numbers and arrays by their bits. How nodes are shared does not count, nor do
    /// their names. Captured variables correspond one to one, in the order in which they are met; a cell equals only itself. Linear in both.
    /// </summary>
    public bool StructurallyEquals(Computation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other)) return true;
        if (!Signature.Parameters.AsSpan().SequenceEqual(other.Signature.Parameters.AsSpan()) || !Signature.Outputs.AsSpan().SequenceEqual(other.Signature.Outputs.AsSpan())) return false;
        var values = new ValueNumbers();
        return values.Of(Outputs.AsSpan()).AsSpan().SequenceEqual(values.Of(other.Outputs.AsSpan()));
    }

    /// <summary>A hash of what <see cref="StructurallyEquals"/> compares; it differs from process to process.</summary>
    public int StructuralHash()
    {
        var hash = new HashCode();
        foreach (NamedType parameter in Signature.Parameters) hash.Add(parameter);
        foreach (NamedType output in Signature.Outputs) hash.Add(output);
        var values = new ValueNumbers();
        foreach (int value in values.Of(Outputs.AsSpan())) hash.Add(values.HashOf(value));
        return hash.ToHashCode();
    }

    private sealed class StructureComparer : IEqualityComparer<Computation>
    {
        public bool Equals(Computation? x, Computation? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.StructurallyEquals(y));

        public int GetHashCode(Computation obj) => obj.StructuralHash();
    }
}
