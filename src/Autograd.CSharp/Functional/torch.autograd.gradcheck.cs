namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>A derivative does not agree with differences.</summary>
        public sealed class GradcheckError : InvalidOperationException
        {
            /// <summary>An error with its text.</summary>
            public GradcheckError(string message) : base(message) { }
        }

        /// <summary>Holds the derivatives of a function at a point against central differences.</summary>
        /// <param name="func">the function</param>
        /// <param name="inputs">the point, of float64 for the tolerances to be of use; checked is what requires grad</param>
        /// <param name="eps">the step of the differences</param>
        /// <param name="atol">how far apart they may be</param>
        /// <param name="rtol">and how far relative to the difference</param>
        /// <param name="raise_exception">whether a wrong derivative is an error instead of false</param>
        /// <param name="nondet_tol">how far two backward passes may be apart</param>
        /// <param name="check_undefined_grad">whether outputs without a gradient are tried</param>
        /// <param name="check_grad_dtypes">whether gradients must have the element types of the inputs</param>
        /// <param name="check_forward_ad">whether forward mode is checked</param>
        /// <param name="check_backward_ad">whether reverse mode is checked</param>
        /// <returns>whether they agree</returns>
        /// <exception cref="GradcheckError">they do not</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradcheck(Func<Tensor, Tensor> func, Tensor inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_forward_ad = false, bool check_backward_ad = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return Check(x => [func(x[0])], [inputs], new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_forward_ad, check_backward_ad), raise_exception);
        }

        /// <summary>As the other, of a function of two tensors.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradcheck(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_forward_ad = false, bool check_backward_ad = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return Check(x => [func(x[0], x[1])], [inputs.Item1, inputs.Item2], new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_forward_ad, check_backward_ad), raise_exception);
        }

        /// <summary>As the other, of a function of three tensors.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradcheck(Func<Tensor, Tensor, Tensor, Tensor> func, (Tensor, Tensor, Tensor) inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_forward_ad = false, bool check_backward_ad = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return Check(x => [func(x[0], x[1], x[2])], [inputs.Item1, inputs.Item2, inputs.Item3], new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_forward_ad, check_backward_ad), raise_exception);
        }

        /// <summary>As the other, of a function of several tensors with several results.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradcheck(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> inputs, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_forward_ad = false, bool check_backward_ad = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return Check(x => func(x), [.. inputs], new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_forward_ad, check_backward_ad), raise_exception);
        }

        /// <summary>Holds the second derivatives of a function against differences of its first: <see cref="gradcheck(Func{Tensor, Tensor}, Tensor, double, double, double, bool, double, bool, bool, bool, bool)"/> of its gradient.</summary>
        /// <param name="func">the function</param>
        /// <param name="inputs">the point; checked is what requires grad</param>
        /// <param name="grad_outputs">the gradients of the results; random ones that require grad when omitted</param>
        /// <param name="eps">the step of the differences</param>
        /// <param name="atol">how far apart they may be</param>
        /// <param name="rtol">and how far relative to the difference</param>
        /// <param name="raise_exception">whether a wrong derivative is an error instead of false</param>
        /// <param name="nondet_tol">how far two backward passes may be apart</param>
        /// <param name="check_undefined_grad">whether outputs without a gradient are tried</param>
        /// <param name="check_grad_dtypes">whether gradients must have the element types of the inputs</param>
        /// <param name="check_fwd_over_rev">whether forward over reverse mode is checked</param>
        /// <param name="check_rev_over_rev">whether reverse over reverse mode is checked</param>
        /// <returns>whether they agree</returns>
        /// <exception cref="GradcheckError">they do not</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradgradcheck(Func<Tensor, Tensor> func, Tensor inputs, IReadOnlyList<Tensor>? grad_outputs = null, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_fwd_over_rev = false, bool check_rev_over_rev = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return CheckGradient(x => [func(x[0])], [inputs], grad_outputs, new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_fwd_over_rev, check_rev_over_rev), raise_exception);
        }

        /// <summary>As the other, of a function of two tensors.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradgradcheck(Func<Tensor, Tensor, Tensor> func, (Tensor, Tensor) inputs, IReadOnlyList<Tensor>? grad_outputs = null, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_fwd_over_rev = false, bool check_rev_over_rev = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return CheckGradient(x => [func(x[0], x[1])], [inputs.Item1, inputs.Item2], grad_outputs, new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_fwd_over_rev, check_rev_over_rev), raise_exception);
        }

        /// <summary>As the other, of a function of three tensors.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradgradcheck(Func<Tensor, Tensor, Tensor, Tensor> func, (Tensor, Tensor, Tensor) inputs, IReadOnlyList<Tensor>? grad_outputs = null, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_fwd_over_rev = false, bool check_rev_over_rev = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return CheckGradient(x => [func(x[0], x[1], x[2])], [inputs.Item1, inputs.Item2, inputs.Item3], grad_outputs, new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_fwd_over_rev, check_rev_over_rev), raise_exception);
        }

        /// <summary>As the other, of a function of several tensors with several results.</summary>
        /// <exception cref="GradcheckError">the derivatives do not agree with the differences</exception>
        /// <exception cref="ArgumentException">no input requires grad</exception>
        public static bool gradgradcheck(Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? grad_outputs = null, double eps = 1e-6, double atol = 1e-5, double rtol = 1e-3,
            bool raise_exception = true, double nondet_tol = 0.0, bool check_undefined_grad = true, bool check_grad_dtypes = false, bool check_fwd_over_rev = false, bool check_rev_over_rev = true)
        {
            ArgumentNullException.ThrowIfNull(func);
            return CheckGradient(x => func(x), [.. inputs], grad_outputs, new(eps, atol, rtol, nondet_tol, check_undefined_grad, check_grad_dtypes, check_fwd_over_rev, check_rev_over_rev), raise_exception);
        }

        private static bool Check(Func<Tensor[], IReadOnlyList<Tensor>> func, Tensor[] inputs, GradcheckOptions options, bool raises)
        {
            try
            {
                new GradientChecker(func, inputs, options).Run();
                return true;
            }
            catch (GradcheckError) when (!raises)
            {
                return false;
            }
        }

        private static bool CheckGradient(Func<Tensor[], IReadOnlyList<Tensor>> func, Tensor[] inputs, IReadOnlyList<Tensor>? gradOutputs, GradcheckOptions options, bool raises)
        {
            Tensor[] seeds = gradOutputs is not null ? [.. gradOutputs]
                : [.. func(inputs).Where(output => output.requires_grad).Select(output => (rand_like(output) * 2 - 1).requires_grad_())];
            bool[] asked = Array.ConvertAll(inputs, input => input.requires_grad);
            IReadOnlyList<Tensor> Gradient(Tensor[] arguments)
            {
                Tensor[] point = arguments[..inputs.Length];
                Tensor[] by = [.. point.Where((_, i) => asked[i])];
                Tensor[] outputs = [.. func(point).Where(output => output.requires_grad)];
                Tensor?[] gradients = grad(outputs, by, arguments[inputs.Length..], create_graph: true, allow_unused: true);
                return [.. gradients.OfType<Tensor>()];
            }

            return Check(Gradient, [.. inputs, .. seeds], options, raises);
        }
    }
}
