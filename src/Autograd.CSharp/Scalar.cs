using System.Globalization;
using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>A Python number: an int, a float or a bool. It never widens a tensor within its category. Prints as Python does.</summary>
public readonly struct Scalar : IEquatable<Scalar>, IComparable<Scalar>, IFormattable, IPythonText, IDisposable
{
    private readonly Number _number;

    private Scalar(Number number) => _number = number;

    /// <summary>The number for the core: float64, int64 or bool.</summary>
    internal Number Number => _number.DType == DType.Float32 ? 0L : _number;

    /// <summary>Whether it is a float.</summary>
    internal bool IsFloat => _number.DType == DType.Float64;

    /// <summary>Whether it is a bool.</summary>
    internal bool IsBool => _number.DType == DType.Bool;

    /// <summary>The number as an operand beside a tensor, of the type that both compute in.</summary>
    internal Expr Beside(Expr tensor) => Expr.LiteralBeside(tensor, Number);

    /// <summary>A float.</summary>
    public static implicit operator Scalar(double value) => new((Number)value);

    /// <summary>A float.</summary>
    public static implicit operator Scalar(float value) => new((Number)(double)value);

    /// <summary>An int.</summary>
    public static implicit operator Scalar(long value) => new((Number)value);

    /// <summary>An int.</summary>
    public static implicit operator Scalar(int value) => new((Number)(long)value);

    /// <summary>The type of a tensor of this number: float64, int64 or bool.</summary>
    public torch.ScalarType Type => Number.DType.ToScalarType();

    /// <summary>Does nothing: nothing needs disposing.</summary>
    public void Dispose() { }

    /// <summary>A bool.</summary>
    public static implicit operator Scalar(bool value) => new((Number)value);

    /// <summary>As a double.</summary>
    public static explicit operator double(Scalar value) => value.Number.ToDouble();

    /// <summary>As a float.</summary>
    public static explicit operator float(Scalar value) => (float)value.Number.ToDouble();

    /// <summary>As a long, truncated.</summary>
    public static explicit operator long(Scalar value) => value.Number.ToInt64();

    /// <summary>As an int, truncated.</summary>
    /// <exception cref="OverflowException">it does not fit</exception>
    public static explicit operator int(Scalar value) => checked((int)value.Number.ToInt64());

    /// <summary>Whether it is not zero.</summary>
    public static explicit operator bool(Scalar value) => value.Number.ToDouble() != 0;

    /// <summary>Whether both are the same number, as Python compares: 1 equals 1.0.</summary>
    public bool Equals(Scalar other) => IsFloat || other.IsFloat ? Number.ToDouble() == other.Number.ToDouble() : Number.ToInt64() == other.Number.ToInt64();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number.ToDouble().GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Scalar other) => IsFloat || other.IsFloat ? Number.ToDouble().CompareTo(other.Number.ToDouble()) : Number.ToInt64().CompareTo(other.Number.ToInt64());

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Scalar a, Scalar b) => a.Equals(b);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Scalar a, Scalar b) => !a.Equals(b);

    /// <summary>Whether a is less than b; never with NaN.</summary>
    public static bool operator <(Scalar a, Scalar b) => (double)a < (double)b;

    /// <summary>Whether a is greater than b; never with NaN.</summary>
    public static bool operator >(Scalar a, Scalar b) => (double)a > (double)b;

    /// <summary>Whether a is at most b; never with NaN.</summary>
    public static bool operator <=(Scalar a, Scalar b) => (double)a <= (double)b;

    /// <summary>Whether a is at least b; never with NaN.</summary>
    public static bool operator >=(Scalar a, Scalar b) => (double)a >= (double)b;

    /// <summary>As Python writes it: <c>0.1</c>, <c>3</c>, <c>True</c>.</summary>
    public override string ToString() => IsFloat ? PythonFloat.Repr(Number.ToDouble()) : IsBool ? (bool)this ? "True" : "False" : Number.ToInt64().ToString(CultureInfo.InvariantCulture);

    /// <summary>As .NET formats the number; without a format as Python writes it.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? ToString() : IsFloat ? Number.ToDouble().ToString(format, formatProvider) : Number.ToInt64().ToString(format, formatProvider);

    string IPythonText.Repr() => ToString();
}
