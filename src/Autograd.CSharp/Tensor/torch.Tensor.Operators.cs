namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>a + b</summary>
        public static Tensor operator +(Tensor a, Tensor b) => a.add(b);

        /// <summary>a + b</summary>
        public static Tensor operator +(Tensor a, Scalar b) => a.add(b);

        /// <summary>a + b</summary>
        public static Tensor operator +(Scalar a, Tensor b) => b.add(a);

        /// <summary>a - b</summary>
        public static Tensor operator -(Tensor a, Tensor b) => a.sub(b);

        /// <summary>a - b</summary>
        public static Tensor operator -(Tensor a, Scalar b) => a.sub(b);

        /// <summary>a - b</summary>
        public static Tensor operator -(Scalar a, Tensor b) => rsub(b, a);

        /// <summary>-x</summary>
        public static Tensor operator -(Tensor x) => x.neg();

        /// <summary>x</summary>
        public static Tensor operator +(Tensor x) => x;

        /// <summary>a * b</summary>
        public static Tensor operator *(Tensor a, Tensor b) => a.mul(b);

        /// <summary>a * b</summary>
        public static Tensor operator *(Tensor a, Scalar b) => a.mul(b);

        /// <summary>a * b</summary>
        public static Tensor operator *(Scalar a, Tensor b) => b.mul(a);

        /// <summary>a / b</summary>
        public static Tensor operator /(Tensor a, Tensor b) => a.div(b);

        /// <summary>a / b</summary>
        public static Tensor operator /(Tensor a, Scalar b) => a.div(b);

        /// <summary>a / b, as PyTorch computes it: a times the reciprocal.</summary>
        public static Tensor operator /(Scalar a, Tensor b) => b.reciprocal().mul(a);

        /// <summary>What is left of a / b rounded down.</summary>
        public static Tensor operator %(Tensor a, Tensor b) => a.remainder(b);

        /// <summary>What is left of a / b rounded down.</summary>
        public static Tensor operator %(Tensor a, Scalar b) => a.remainder(b);

        /// <summary>And of truth values or bits.</summary>
        public static Tensor operator &(Tensor a, Tensor b) => a.bitwise_and(b);

        /// <summary>Or of truth values or bits.</summary>
        public static Tensor operator |(Tensor a, Tensor b) => a.bitwise_or(b);

        /// <summary>Exclusive or of truth values or bits.</summary>
        public static Tensor operator ^(Tensor a, Tensor b) => a.bitwise_xor(b);

        /// <summary>Not, of truth values or bits.</summary>
        public static Tensor operator ~(Tensor x) => x.bitwise_not();

        /// <summary>Where a &lt; b.</summary>
        public static Tensor operator <(Tensor a, Tensor b) => a.lt(b);

        /// <summary>Where a &lt; b.</summary>
        public static Tensor operator <(Tensor a, Scalar b) => a.lt(b);

        /// <summary>Where a &lt; b.</summary>
        public static Tensor operator <(Scalar a, Tensor b) => b.gt(a);

        /// <summary>Where a &gt; b.</summary>
        public static Tensor operator >(Tensor a, Tensor b) => a.gt(b);

        /// <summary>Where a &gt; b.</summary>
        public static Tensor operator >(Tensor a, Scalar b) => a.gt(b);

        /// <summary>Where a &gt; b.</summary>
        public static Tensor operator >(Scalar a, Tensor b) => b.lt(a);

        /// <summary>Where a ≤ b.</summary>
        public static Tensor operator <=(Tensor a, Tensor b) => a.le(b);

        /// <summary>Where a ≤ b.</summary>
        public static Tensor operator <=(Tensor a, Scalar b) => a.le(b);

        /// <summary>Where a ≤ b.</summary>
        public static Tensor operator <=(Scalar a, Tensor b) => b.ge(a);

        /// <summary>Where a ≥ b.</summary>
        public static Tensor operator >=(Tensor a, Tensor b) => a.ge(b);

        /// <summary>Where a ≥ b.</summary>
        public static Tensor operator >=(Tensor a, Scalar b) => a.ge(b);

        /// <summary>Where a ≥ b.</summary>
        public static Tensor operator >=(Scalar a, Tensor b) => b.le(a);

        /// <summary>Where a = b. Where one is null, whether both are, so that <c>if (x.grad == null)</c> works; <c>is null</c> says it better.</summary>
        public static Tensor operator ==(Tensor? a, Tensor? b) => a is null || b is null ? tensor(ReferenceEquals(a, b)) : a.eq(b);

        /// <summary>Where a ≠ b. Where one is null, whether the other is not.</summary>
        public static Tensor operator !=(Tensor? a, Tensor? b) => a is null || b is null ? tensor(!ReferenceEquals(a, b)) : a.ne(b);

        /// <summary>Where a = b.</summary>
        public static Tensor operator ==(Tensor a, Scalar b) => a.eq(b);

        /// <summary>Where a ≠ b.</summary>
        public static Tensor operator !=(Tensor a, Scalar b) => a.ne(b);

        /// <summary>Whether both are the same object, as Python's dictionaries compare tensors.</summary>
        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        /// <summary>The object's own.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        /// <summary>Adds in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator +=(Tensor other) => add_(other);

        /// <summary>Adds in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator +=(Scalar other) => add_(other);

        /// <summary>Subtracts in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator -=(Tensor other) => sub_(other);

        /// <summary>Subtracts in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator -=(Scalar other) => sub_(other);

        /// <summary>Multiplies in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator *=(Tensor other) => mul_(other);

        /// <summary>Multiplies in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator *=(Scalar other) => mul_(other);

        /// <summary>Divides in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator /=(Tensor other) => div_(other);

        /// <summary>Divides in place: every reference to this tensor sees it.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        public void operator /=(Scalar other) => div_(other);
    }
}
