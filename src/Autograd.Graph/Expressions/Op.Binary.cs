namespace Autograd.Graph;

public abstract partial record Op
{
    /// <summary>Elementwise, two inputs of one type, the output of that type.</summary>
    public abstract record Binary : Elementwise
    {
        private protected Binary() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            CheckSameTypes(inputs);
            CheckNotBool(inputs[0]);
            return inputs[0].Type;
        }
    }

    /// <summary>a + b</summary>
    public sealed record Add : Binary { internal static readonly Add Instance = new(); private Add() { } }

    /// <summary>a - b</summary>
    public sealed record Sub : Binary { internal static readonly Sub Instance = new(); private Sub() { } }

    /// <summary>a * b</summary>
    public sealed record Mul : Binary { internal static readonly Mul Instance = new(); private Mul() { } }

    /// <summary>Elementwise, two inputs of one floating type, the output of that type.</summary>
    public abstract record FloatBinary : Binary
    {
        private protected FloatBinary() { }

        internal sealed override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            CheckSameTypes(inputs);
            CheckFloating(inputs[0]);
            return inputs[0].Type;
        }
    }

    /// <summary>a / b</summary>
    public sealed record Div : FloatBinary { internal static readonly Div Instance = new(); private Div() { } }

    /// <summary>a^b</summary>
    public sealed record Pow : FloatBinary { internal static readonly Pow Instance = new(); private Pow() { } }

    /// <summary>The angle of the point (b, a), in (-π, π].</summary>
    public sealed record Atan2 : FloatBinary { internal static readonly Atan2 Instance = new(); private Atan2() { } }

    /// <summary>The larger or the smaller of both; NaN where either is.</summary>
    /// <param name="Kind">which</param>
    public sealed record Extremum(ExtremumKind Kind) : Binary
    {
        internal static readonly Extremum Max = new(ExtremumKind.Max), Min = new(ExtremumKind.Min);
    }

    /// <summary>a - b * round(a / b): what is left of the division. Integers: division by zero is an error when evaluated.</summary>
    /// <param name="Kind">how the quotient rounds</param>
    public sealed record Rem(RemainderKind Kind) : Binary
    {
        internal static readonly Rem Floor = new(RemainderKind.Floor), Truncate = new(RemainderKind.Truncate);
    }

    /// <summary>The integral quotient of two integers. Division by zero is an error when evaluated.</summary>
    /// <param name="Kind">how the quotient rounds</param>
    public sealed record IntDiv(RemainderKind Kind) : Binary
    {
        internal static readonly IntDiv Floor = new(RemainderKind.Floor), Truncate = new(RemainderKind.Truncate);

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            ExprType type = base.Infer(inputs);
            if (!type.DType.IsInteger()) throw new DTypeException($"{Name}: element type {type.DType.Name()}; it divides integers");
            return type;
        }
    }

    /// <summary>A comparison: two inputs of one type, the output truth values. Any comparison with NaN is false, but not-equal.</summary>
    /// <param name="Kind">which</param>
    public sealed record Compare(CompareKind Kind) : Elementwise
    {
        internal static readonly Compare Equal = new(CompareKind.Equal), NotEqual = new(CompareKind.NotEqual),
            Less = new(CompareKind.Less), LessEqual = new(CompareKind.LessEqual), Greater = new(CompareKind.Greater), GreaterEqual = new(CompareKind.GreaterEqual);

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            CheckSameTypes(inputs);
            return new(DType.Bool, inputs[0].Shape);
        }
    }

    /// <summary>And, or, exclusive or: of truth values, or of the bits of integers. Shifts: of integers.</summary>
    /// <param name="Kind">which</param>
    public sealed record Logic(LogicKind Kind) : Elementwise
    {
        internal static readonly Logic And = new(LogicKind.And), Or = new(LogicKind.Or), Xor = new(LogicKind.Xor),
            ShiftLeft = new(LogicKind.ShiftLeft), ShiftRight = new(LogicKind.ShiftRight);

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 2);
            CheckSameTypes(inputs);
            bool shift = Kind is LogicKind.ShiftLeft or LogicKind.ShiftRight;
            if (inputs[0].DType.IsFloating() || (shift && inputs[0].DType == DType.Bool))
                throw new DTypeException($"{Name} ({Kind}): element type {inputs[0].DType.Name()}; it takes {(shift ? "integers" : "integers and truth values")}");
            return inputs[0].Type;
        }
    }

    /// <summary>The complement of truth values, or of the bits of integers.</summary>
    public sealed record Not : Elementwise
    {
        internal static readonly Not Instance = new();

        private Not() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 1);
            if (inputs[0].DType.IsFloating()) throw new DTypeException($"{Name}: element type {inputs[0].DType.Name()}; it takes integers and truth values");
            return inputs[0].Type;
        }
    }

    /// <summary>The second input where the first is true, else the third.</summary>
    public sealed record Select : Elementwise
    {
        internal static readonly Select Instance = new();

        private Select() { }

        internal override ExprType Infer(ReadOnlySpan<Expr> inputs)
        {
            CheckArity(inputs, 3);
            if (inputs[0].DType != DType.Bool) throw new DTypeException($"{Name}: the condition's element type is {inputs[0].DType.Name()}, not bool");
            CheckSameTypes(inputs[1..]);
            if (!inputs[0].Shape.Equals(inputs[1].Shape)) throw new ShapeException($"{Name}: the condition's shape {inputs[0].Shape} is not that of the values, {inputs[1].Shape}");
            return inputs[1].Type;
        }
    }
}
