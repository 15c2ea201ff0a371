namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        public static partial class functional
        {
            /// <summary>The function's result, and the product of a vector with its Jacobian.</summary>
            /// <param name="func">the function</param>
            /// <param name="inputs">the point</param>
            /// <param name="v">the vector, of the result's shape; 1 where it is omitted and has one element</param>
            /// <param name="create_graph">whether both are recorded</param>
            /// <param name="strict">whether independence of an input is an error instead of giving zeros</param>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor) vjp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                var (output, product) = StrictProducts.Vjp(x => [func(x[0])], true, [inputs], v is null ? null : [v], create_graph, strict);
                return (output[0], product[0]);
            }

            /// <summary>As the other, of a function of two tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, (Tensor, Tensor)) vjp(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                var (output, product) = StrictProducts.Vjp(x => [func(x[0], x[1])], true, [inputs.Item1, inputs.Item2], v is null ? null : [v], create_graph, strict);
                return (output[0], (product[0], product[1]));
            }

            /// <summary>As the other, of a function of several tensors with several results.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor[], Tensor[]) vjp(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return StrictProducts.Vjp(x => func(x), false, Tensors(inputs), v is null ? null : Tensors(v), create_graph, strict);
            }

            /// <summary>The function's result, and the product of its Jacobian with a vector.</summary>
            /// <param name="func">the function</param>
            /// <param name="inputs">the point</param>
            /// <param name="v">the vector, of the input's shape; 1 where it is omitted and has one element</param>
            /// <param name="create_graph">whether both are recorded</param>
            /// <param name="strict">whether independence of an input is an error instead of giving zeros</param>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor) jvp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                var (output, product) = StrictProducts.Jvp(x => [func(x[0])], true, [inputs], v is null ? null : [v], create_graph, strict);
                return (output[0], product[0]);
            }

            /// <summary>As the other, of a function of two tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor) jvp(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, (Tensor, Tensor)? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                var (output, product) = StrictProducts.Jvp(x => [func(x[0], x[1])], false, [inputs.Item1, inputs.Item2], v is null ? null : [v.Value.Item1, v.Value.Item2], create_graph, strict);
                return (output[0], product[0]);
            }

            /// <summary>As the other, of a function of several tensors with several results.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor[], Tensor[]) jvp(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return StrictProducts.Jvp(x => func(x), false, Tensors(inputs), v is null ? null : Tensors(v), create_graph, strict);
            }

            /// <summary>The function's result, and the product of a vector with its Hessian.</summary>
            /// <param name="func">the function, which gives one element</param>
            /// <param name="inputs">the point</param>
            /// <param name="v">the vector, of the input's shape; 1 where it is omitted and has one element</param>
            /// <param name="create_graph">whether both are recorded</param>
            /// <param name="strict">whether independence of an input is an error instead of giving zeros</param>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor) vhp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                var (output, product) = StrictProducts.Vhp(x => func(x[0]), true, [inputs], v is null ? null : [v], create_graph, strict);
                return (output, product[0]);
            }

            /// <summary>As the other, of a function of two tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, (Tensor, Tensor)) vhp(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, (Tensor, Tensor)? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                var (output, product) = StrictProducts.Vhp(x => func(x[0], x[1]), false, [inputs.Item1, inputs.Item2], v is null ? null : [v.Value.Item1, v.Value.Item2], create_graph, strict);
                return (output, (product[0], product[1]));
            }

            /// <summary>As the other, of a function of several tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor[]) vhp(Func<IReadOnlyList<Tensor>, Tensor> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return StrictProducts.Vhp(x => func(x), false, Tensors(inputs), v is null ? null : Tensors(v), create_graph, strict);
            }

            /// <summary>The function's result, and the product of its Hessian with a vector.</summary>
            /// <param name="func">the function, which gives one element</param>
            /// <param name="inputs">the point</param>
            /// <param name="v">the vector, of the input's shape; 1 where it is omitted and has one element</param>
            /// <param name="create_graph">whether both are recorded</param>
            /// <param name="strict">whether independence of an input is an error instead of giving zeros</param>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor) hvp(Func<Tensor, Tensor> func, Tensor inputs, Tensor? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                ArgumentNullException.ThrowIfNull(inputs);
                var (output, product) = StrictProducts.Hvp(x => func(x[0]), true, [inputs], v is null ? null : [v], create_graph, strict);
                return (output, product[0]);
            }

            /// <summary>As the other, of a function of two tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, (Tensor, Tensor)) hvp(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, (Tensor, Tensor)? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                var (output, product) = StrictProducts.Hvp(x => func(x[0], x[1]), false, [inputs.Item1, inputs.Item2], v is null ? null : [v.Value.Item1, v.Value.Item2], create_graph, strict);
                return (output, (product[0], product[1]));
            }

            /// <summary>As the other, of a function of several tensors.</summary>
            /// <exception cref="ArgumentException">the vector has another shape, or is missing; the result has not one element</exception>
            /// <exception cref="InvalidOperationException">strict, and something does not depend on an input</exception>
            public static (Tensor, Tensor[]) hvp(Func<IReadOnlyList<Tensor>, Tensor> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? v = null, bool create_graph = false, bool strict = false)
            {
                ArgumentNullException.ThrowIfNull(func);
                return StrictProducts.Hvp(x => func(x), false, Tensors(inputs), v is null ? null : Tensors(v), create_graph, strict);
            }
        }
    }
}
