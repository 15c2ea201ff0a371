namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>A number where a tensor is expected: <c>x[0] = 5</c>. Where a number is taken too, it is the number that is passed.</summary>
        public static implicit operator Tensor(Scalar value) => tensor(value);

        /// <summary>A number where a tensor is expected.</summary>
        public static implicit operator Tensor(bool value) => tensor((Scalar)value);

        /// <summary>A number where a tensor is expected.</summary>
        public static implicit operator Tensor(int value) => tensor((Scalar)value);

        /// <summary>A number where a tensor is expected.</summary>
        public static implicit operator Tensor(long value) => tensor((Scalar)value);

        /// <summary>A number where a tensor is expected.</summary>
        public static implicit operator Tensor(float value) => tensor((Scalar)value);

        /// <summary>A number where a tensor is expected.</summary>
        public static implicit operator Tensor(double value) => tensor((Scalar)value);

        /// <summary>A vector of an array's elements and type.</summary>
        public static implicit operator Tensor(bool[] value) => tensor((Array)value);

        /// <summary>A vector of an array's elements and type.</summary>
        public static implicit operator Tensor(int[] value) => tensor((Array)value);

        /// <summary>A vector of an array's elements and type.</summary>
        public static implicit operator Tensor(long[] value) => tensor((Array)value);

        /// <summary>A vector of an array's elements and type.</summary>
        public static implicit operator Tensor(float[] value) => tensor((Array)value);

        /// <summary>A vector of an array's elements and type.</summary>
        public static implicit operator Tensor(double[] value) => tensor((Array)value);
    }
}
