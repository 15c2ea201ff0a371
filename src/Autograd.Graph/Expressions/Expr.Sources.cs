namespace Autograd.Graph;

public sealed partial class Expr
{
    /// <summary>The number 0, of the weakest type: it takes on the type of what it is combined with.</summary>
    public static Expr Zero { get; } = PlainNumber(0, DType.Int64, Shape.Scalar);

    /// <summary>The number 1, of the weakest type: it takes on the type of what it is combined with.</summary>
    public static Expr One { get; } = PlainNumber(1, DType.Int64, Shape.Scalar);

    /// <summary>A leaf with a value: <see cref="Op.Variable"/>. Gradients are taken of floating ones where nothing else is asked.</summary>
    public static Expr Variable(NDArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(Op.Variable.Instance, null, null, value.DType, value.Shape, value: value);
    }

    /// <summary>Data: <see cref="Op.Constant"/>.</summary>
    public static Expr Constant(NDArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(Op.Constant.Instance, null, null, value.DType, value.Shape, value: value);
    }

    /// <summary>An input that is bound when a computation runs.</summary>
    public static Expr Parameter(string name, DType dtype, Shape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        return new(new Op.Parameter(name, new(dtype, shape)), null, null, dtype, shape, new Extra(name, null));
    }

    /// <summary>What stands for a value while a function is traced; a later walk puts something in its place. Its op is no other's.</summary>
    /// <param name="name">what it stands for, in errors</param>
    /// <param name="dtype">its element type</param>
    /// <param name="shape">its shape</param>
    /// <param name="noValue">what an evaluation that meets it says</param>
    internal static Expr Placeholder(string name, DType dtype, Shape shape, string noValue) =>
        new(new Op.Parameter(name, new(dtype, shape)) { NoValue = noValue }, null, null, dtype, shape, new Extra(name, null));

    /// <summary>A number alike for every element of a shape (of rank 0 when omitted), of its own type or of <paramref name="dtype"/>.</summary>
    public static Expr Literal(Number value, DType? dtype = null, Shape? shape = null)
    {
        DType type = dtype ?? value.DType;
        return OfBits(Op.Literal.Strong, value.As(type).Bits, type, shape ?? Shape.Scalar);
    }

    /// <summary>A literal that came as a plain number: it never widens an array within its category. One node may serve several users.</summary>
    internal static Expr PlainNumber(Number value, DType dtype, Shape shape) => SharedLiteral(Op.Literal.Plain, value.As(dtype).Bits, dtype, shape);

    /// <summary>A literal that nobody differentiates by, such as a factor in a derivative. One node may serve several users.</summary>
    internal static Expr SharedLiteral(Number value, DType dtype, Shape shape) => SharedLiteral(Op.Literal.Strong, value.As(dtype).Bits, dtype, shape);

    /// <summary>A literal that is plain or not, as a document says, and no other's node.</summary>
    internal static Expr LiteralOf(Op.Literal op, Number value, Shape shape) => OfBits(op, value.Bits, value.DType, shape);

    private static Expr OfBits(Op.Literal op, long bits, DType dtype, Shape shape) => new(op, null, null, dtype, shape, new LiteralBits(bits));

    // Programs repeat their numbers: a graph with one node for each is smaller to build and to walk.
    private static Expr SharedLiteral(Op.Literal op, long bits, DType dtype, Shape shape)
    {
        const int places = 64;
        Expr?[] recent = t_literals ??= new Expr?[places];
        ref Expr? place = ref recent[(int)(((ulong)(bits ^ shape.GetHashCode()) * 0x9E37_79B9_7F4A_7C15) >> 58)];
        if (place is { } known && known.Bits!.Bits == bits && ReferenceEquals(known._shape, shape) && known._dtype == dtype && ReferenceEquals(known.Op, op)) return known;
        return place = OfBits(op, bits, dtype, shape);
    }

    [ThreadStatic]
    private static Expr?[]? t_literals;

    private LiteralBits? Bits => _more as LiteralBits ?? (_more as Extra)?.Bits;

    /// <summary>Zeros of an expression's type.</summary>
    public static Expr ZerosLike(Expr x) => Literal(0, x.DType, x.Shape);

    /// <summary>Ones of an expression's type.</summary>
    public static Expr OnesLike(Expr x) => Literal(1, x.DType, x.Shape);

    /// <summary>The index along an axis, alike in all others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">the axis is not in [-rank, rank)</exception>
    /// <exception cref="DTypeException">bool</exception>
    public static Expr Iota(Shape shape, int axis, DType dtype = DType.Int64)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (dtype == DType.Bool) throw new DTypeException("iota: element type bool; it counts in numbers");
        return new(new Op.Iota(new(dtype, shape), shape.NormalizeAxis(axis, "iota")), null, null, dtype, shape);
    }

    /// <summary>The value of a cell, without its history.</summary>
    public static Expr Cell(SourceCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new(Op.Cell.Instance, null, null, cell.Type.DType, cell.Type.Shape, value: cell);
    }

    /// <summary>The value as a node of its own: for gradients a different one, when evaluated the same.</summary>
    public static Expr Identity(Expr x) => Apply(Op.Identity.Instance, x);

    /// <summary>The value without its derivative.</summary>
    public static Expr StopGradient(Expr x) => Apply(Op.StopGradient.Instance, x);

    /// <summary>
    /// The value behind a barrier: a plan computes what follows from it anew instead of merging it with what follows from x itself, and
    /// not before <paramref name="after"/>, where that is computed at all. So memory is bought with time: see <see cref="Op.Barrier"/>.
    /// </summary>
    /// <param name="x">any type</param>
    /// <param name="after">what it waits for, of any types</param>
    public static Expr Barrier(Expr x, params ReadOnlySpan<Expr> after)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Apply(Op.Barrier.Instance, [x, .. after]);
    }

    /// <summary>What stands where there is no value; <see cref="IsAbsent"/>.</summary>
    /// <param name="why">the error of whatever takes it</param>
    internal static Expr Absent(string why) => new(new Op.Absent(why), null, null, default, null, new Extra(null, []));

    /// <summary>A node that evaluates to <paramref name="value"/>, and whose cotangent goes to <paramref name="rule"/> and on to the arguments, never into the value.</summary>
    /// <param name="name">the rule's name, in errors and listings</param>
    /// <param name="value">what it evaluates to, a function of the arguments</param>
    /// <param name="arguments">what it is differentiated by</param>
    /// <param name="rule">the cotangents of the arguments, linear in the cotangent of the value</param>
    public static Expr WithRule(string name, Expr value, IReadOnlyList<Expr> arguments, DerivativeRule rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rule);
        return WithRule(new Op.WithRule(name, rule), value, arguments);
    }

    /// <summary>As <see cref="WithRule(string, Expr, IReadOnlyList{Expr}, DerivativeRule)"/>, of a rule that can be compared and stored.</summary>
    /// <param name="rule">the cotangents of the arguments, linear in the cotangent of the value</param>
    /// <param name="value">what it evaluates to, a function of the arguments</param>
    /// <param name="arguments">what it is differentiated by</param>
    public static Expr WithRule(NamedRule rule, Expr value, IReadOnlyList<Expr> arguments)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return WithRule(rule.Node, value, arguments);
    }

    private static Expr WithRule(Op.WithRule op, Expr value, IReadOnlyList<Expr> arguments)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(arguments);
        var inputs = new Expr[1 + arguments.Count];
        inputs[0] = value;
        for (int i = 0; i < arguments.Count; i++) inputs[i + 1] = arguments[i];
        return Apply(op, inputs);
    }

    /// <summary>The number of a <see cref="Op.Literal"/> node.</summary>
    /// <exception cref="InvalidOperationException">the node is no literal</exception>
    public Number LiteralValue => Op is Op.Literal ? Number.FromBits(_dtype, Bits!.Bits) : throw new InvalidOperationException($"{Op.Name} is no literal");

    /// <summary>Whether the node is a literal of exactly this value (-0 is not 0).</summary>
    internal bool IsLiteral(double value) => Op is Op.Literal && LiteralValue == ((Number)value).As(_dtype);
}
