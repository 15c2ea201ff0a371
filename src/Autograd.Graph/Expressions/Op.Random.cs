namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>
    /// Random bits as integers, a function of key, counter and purpose alone (Philox4x32-10, <see href="https://doi.org/10.1145/2063384.2063405"/>):
    /// for each key as many as <paramref name="Sizes"/> have elements, from the block that its counter names on.
    /// </summary>
    /// <param name="Sizes">the axes that follow those of the keys</param>
    /// <param name="DType">int32 (four to a block of the generator) or int64 (two)</param>
    /// <param name="Purpose">streams of one key and different purposes have nothing in common</param>
    public sealed record RngBits(IntList Sizes, DType DType, RandomPurpose Purpose) : Op
    {
        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            if (!DType.IsInteger()) throw new DTypeException($"{Name}: element type {DType.Name()}; random bits are int32 or int64");
            foreach (Expr input in inputs)
                if (input.DType != DType.Int64) throw new DTypeException($"{Name}: element type {input.DType.Name()}; keys and counters are int64");
            if (!inputs[1].Shape.Equals(inputs[0].Shape)) throw new ShapeException($"{Name}: keys {inputs[0].Shape} and counters {inputs[1].Shape} differ; each key has a counter");
            return new(DType, Shape.Wrap([.. inputs[0].Shape.Sizes, .. Sizes.Span]));
        }
    }
}
