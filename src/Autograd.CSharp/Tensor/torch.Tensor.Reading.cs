using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The elements, computed now if they were not yet.</summary>
        internal NDArray Evaluate()
        {
            Expr value = Value;
            NDArray array = value.Evaluate(FacadeOptions.Current);
            Settle(value, array);
            return array;
        }

        /// <summary>The elements, which inside a map over examples may not be known.</summary>
        /// <exception cref="InvalidOperationException">they are not</exception>
        private NDArray EvaluateWithin(string text)
        {
            try
            {
                return Evaluate();
            }
            catch (UnboundParameterException error)
            {
                throw new InvalidOperationException(text, error);
            }
        }

        /// <summary>Replaces a value by its array, which lets go of what it was computed from, unless the tensor has another by now.</summary>
        internal void Settle(Expr value, NDArray array)
        {
            if (IsArray(value) || Trace.IsActive) return;
            Interlocked.CompareExchange(ref _value, requires_grad ? Expr.Variable(array) : Expr.Constant(array), value);
        }

        /// <summary>Whether reading it computes anything.</summary>
        internal bool IsPending => !IsArray(_isUnreadRoot ? _value : Value);

        /// <summary>Computes the root of a backward pass with the batch, or leaves it pending until someone looks at it.</summary>
        internal void AddRoot(EvaluationBatch batch)
        {
            // A leaf is computed with its gradient.
            if (!IsPending || is_leaf || _shared is not null || _view is not null)
            {
                batch.Add(this);
                return;
            }

            bool waits = UnreadRoots.MayWait(Structure, _weight);
            if (_hasReaders) UnreadRoots.Read(Structure);
            if (_hasReaders || !waits) batch.Add(this);
            else PendingResults.WatchRoot(this);
            _isUnreadRoot = !_hasReaders;
        }

        private void ReadRoot()
        {
            _isUnreadRoot = false;
            UnreadRoots.Read(Structure);
            if (IsPending) Evaluate();
        }

        /// <summary>Computes what was kept without being looked at.</summary>
        /// <param name="inList">whether there are others like it</param>
        internal void EvaluateKept(bool inList)
        {
            if (_isUnreadRoot && inList) UnreadRoots.Keep(Structure);
            _isUnreadRoot = false;
            // As it stands, since another thread may be using this tensor: whatever was written to its memory is followed by who reads it.
            Expr value = _value;
            Settle(value, value.Evaluate(FacadeOptions.Current));
        }

        /// <summary>Whether <see cref="EvaluateKept"/> computes anything.</summary>
        internal bool IsKeptPending => !IsArray(_value);

        private static bool IsArray(Expr value) => value.Op is Op.Constant or Op.Variable;

        // What a program computes again has the same operation at its end and weighs the same.
        private int Structure => HashCode.Combine(_history?.Operation, _weight);

        /// <summary>The one element as a number.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public Scalar item()
        {
            if (Shape.Count != 1) throw new ArgumentException("only one element tensors can be converted to Python scalars");
            NDArray array = Trace.IsTransform ? EvaluateWithin(Trace.ItemInside) : Evaluate();
            return DType switch
            {
                DType.Float32 => array.AsSpan<float>()[0],
                DType.Float64 => array.AsSpan<double>()[0],
                DType.Int64 => array.AsSpan<long>()[0],
                DType.Int32 => array.AsSpan<int>()[0],
                _ => array.AsSpan<bool>()[0],
            };
        }

        /// <summary>The one element as a <typeparamref name="T"/>: float, double, long, int or bool.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        /// <exception cref="NotSupportedException">T is another type</exception>
        public T item<T>() where T : unmanaged
        {
            Scalar value = item();
            object number = typeof(T) == typeof(float) ? (float)value
                : typeof(T) == typeof(double) ? (double)value
                : typeof(T) == typeof(long) ? (long)value
                : typeof(T) == typeof(int) ? (int)value
                : typeof(T) == typeof(bool) ? (object)(bool)value
                : throw new NotSupportedException($"item: a tensor's element is read as float, double, long, int or bool, not as {typeof(T).Name}");
            return (T)number;
        }

        /// <summary>Whether the one element is true (not zero).</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        private bool IsTrue()
        {
            if (Shape.Count > 1) throw new ArgumentException("Boolean value of Tensor with more than one value is ambiguous");
            if (Shape.Count == 0) throw new ArgumentException("Boolean value of Tensor with no values is ambiguous");
            if (Trace.IsTransform) EvaluateWithin(Trace.TruthInside);
            return (bool)item();
        }

        /// <summary>Whether the one element is true (not zero): <c>if (t)</c>, <c>while (t &lt; 1000)</c>.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static bool operator true(Tensor tensor) => tensor.IsTrue();

        /// <summary>Whether the one element is false (zero).</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static bool operator false(Tensor tensor) => !tensor.IsTrue();

        /// <summary>Whether the one element is true (not zero).</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static explicit operator bool(Tensor tensor) => tensor.IsTrue();

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static explicit operator float(Tensor tensor) => (float)tensor.item();

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static explicit operator double(Tensor tensor) => (double)tensor.item();

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static explicit operator long(Tensor tensor) => (long)tensor.item();

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">there are more elements, or none</exception>
        public static explicit operator int(Tensor tensor) => (int)tensor.item();

        /// <summary>The elements in row-major order.</summary>
        internal ReadOnlySpan<T> Elements<T>() where T : unmanaged
        {
            NDArray array = Evaluate();
            try
            {
                return array.AsSpan<T>();
            }
            catch (DTypeException error)
            {
                throw Border.Translate(error);
            }
        }

        /// <summary>A .NET array of the same rank (a vector of one for rank 0) with a copy of the elements.</summary>
        /// <exception cref="InvalidOperationException">the tensor requires grad</exception>
        public Array numpy()
        {
            if (requires_grad) throw new InvalidOperationException("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.");
            return Evaluate().ToArray();
        }

        /// <summary>PyTorch's text of the tensor.</summary>
        public override string ToString()
        {
            NDArray array = Evaluate();
            var annotations = new TensorAnnotations(grad_fn?.__name__, requires_grad, ScalarTypes.DefaultDType, Tangent: TangentText);
            return DType switch
            {
                DType.Float32 => TensorFormatter.Format(array.AsSpan<float>(), Shape.Sizes, annotations),
                DType.Float64 => TensorFormatter.Format(array.AsSpan<double>(), Shape.Sizes, annotations),
                DType.Int64 => TensorFormatter.Format(array.AsSpan<long>(), Shape.Sizes, annotations),
                DType.Int32 => TensorFormatter.Format(array.AsSpan<int>(), Shape.Sizes, annotations),
                _ => TensorFormatter.Format(array.AsSpan<bool>(), Shape.Sizes, annotations),
            };
        }

        string IPythonText.Repr() => ToString();
    }
}
