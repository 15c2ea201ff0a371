namespace Autograd.CSharp;

public static partial class torch
{
    // Tensors made like another one.
    public sealed partial class Tensor
    {
        /// <summary>Zeros of this tensor's shape and type.</summary>
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);

        /// <summary>Ones of this tensor's shape and type.</summary>
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);

        /// <summary>Elements of no particular value, of this tensor's shape and type.</summary>
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);

        /// <summary>Uniform in [0, 1), of this tensor's shape and type.</summary>
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);

        /// <summary>Normal of mean 0 and standard deviation 1, of this tensor's shape and type.</summary>
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);

        /// <summary>The same number everywhere, of this tensor's shape and type.</summary>
        public Tensor full_like(Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, fill_value, dtype, device, requires_grad);

        /// <summary>Integers uniform in [low, high), of this tensor's shape and type.</summary>
        /// <exception cref="ArgumentException">the range is empty</exception>
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randint_like(this, low, high, dtype, device, requires_grad);

        /// <summary>Zeros of this tensor's type.</summary>
        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => zeros(size, dtype ?? this.dtype, device, requires_grad);

        /// <summary>Ones of this tensor's type.</summary>
        public Tensor new_ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => ones(size, dtype ?? this.dtype, device, requires_grad);

        /// <summary>Elements of no particular value of this tensor's type.</summary>
        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => empty(size, dtype ?? this.dtype, device, requires_grad);

        /// <summary>The same number everywhere, of this tensor's type.</summary>
        public Tensor new_full(long[] size, Scalar fill_value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => full(size, fill_value, dtype ?? this.dtype, device, requires_grad);

        /// <summary>An array's elements, of this tensor's type.</summary>
        public Tensor new_tensor(Array data, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => tensor(data, dtype ?? this.dtype, device, requires_grad);
    }
}
