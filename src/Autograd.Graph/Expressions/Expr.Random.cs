namespace Autograd.Graph;

public sealed partial class Expr
{
    /// <summary>Random bits as integers: <see cref="Op.RngBits"/>. <see cref="RandomKey"/> makes keys, and numbers of bits.</summary>
    /// <param name="keys">int64, any shape</param>
    /// <param name="counters">int64 of the same shape: from which block on the bits of each key are taken</param>
    /// <param name="shape">how many bits each key gives</param>
    /// <param name="dtype">int32 or int64</param>
    /// <param name="purpose">what they are for</param>
    /// <returns>the shape of the keys followed by <paramref name="shape"/></returns>
    /// <exception cref="DTypeException">keys or counters are not int64, or bits of another type are asked for</exception>
    /// <exception cref="ShapeException">the shapes of keys and counters differ</exception>
    public static Expr RngBits(Expr keys, Expr counters, Shape shape, DType dtype = DType.Int32, RandomPurpose purpose = RandomPurpose.Draw)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(counters);
        ArgumentNullException.ThrowIfNull(shape);
        return Apply(new Op.RngBits(IntList.Wrap(shape.ToArray()), dtype, purpose), keys, counters);
    }
}
