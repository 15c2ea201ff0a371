using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>input @ weightᵀ + bias</summary>
            /// <exception cref="ArgumentException">the operands do not fit together</exception>
            public static Tensor linear(Tensor input, Tensor weight, Tensor? bias = null)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(weight);
                if (input.Shape.Rank == 2 && bias is not null) return addmm(bias, input, weight.t());
                Tensor product = matmul(input, weight.t());
                return bias is null ? product : product.add(bias);
            }

            /// <summary>Elements zero with probability p, the others divided by 1 - p; the input itself when not training.</summary>
            /// <exception cref="ArgumentException">p is not in [0, 1]</exception>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true)
            {
                ArgumentNullException.ThrowIfNull(input);
                if (!(p is >= 0 and <= 1)) throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {PythonFloat.Repr(p)}");
                if (!training || p == 0) return input;
                return input.mul(Mapping.Drawn(input.shape, size => Kept(Shapes.ToShape(size), p)).to(input.dtype));
            }

            private static Tensor Kept(Shape shape, double p)
            {
                var kept = new float[shape.Count];
                if (p < 1) RandomStream.Default.FillBernoulli<float>(kept, 1 - p);
                for (int i = 0; i < kept.Length; i++) kept[i] = p < 1 ? kept[i] / (float)(1 - p) : 0;
                return new Tensor(NDArray.Create<float>(kept, shape), requiresGrad: false);
            }

            /// <summary>|input - target|</summary>
            /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = default)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(target);
                Operations.Losses.WarnOfSizes(input.Shape, target.Shape);
                return Reduced(input.sub(target).abs(), reduction);
            }

            /// <summary>target * (log target - input); input and, if log_target, target are logarithms.</summary>
            /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
            public static Tensor kl_div(Tensor input, Tensor target, Reduction reduction = default, bool log_target = false)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(target);
                Tensor losses = log_target ? target.exp() * (target - input) : xlogy(target, target) - target * input;
                return reduction == Reduction.BatchMean ? losses.sum() / (input.Shape.Rank > 0 ? input.Shape[0] : 1) : Reduced(losses, reduction);
            }

            private static Tensor Reduced(Tensor losses, Reduction reduction) => Operations.Losses.Reducing(reduction) switch
            {
                Graph.Reduction.Mean => losses.mean(),
                Graph.Reduction.Sum => losses.sum(),
                _ => losses,
            };

            /// <summary>The negative log-likelihood of classes [N, ...] under logits [N, C, ...]; or, for a target of the logits' shape, of class probabilities.</summary>
            /// <param name="input">logits</param>
            /// <param name="target">int64 classes, or floating probabilities</param>
            /// <param name="weight">a weight for each class</param>
            /// <param name="ignore_index">the class that does not count</param>
            /// <param name="reduction"><c>"mean"</c>, <c>"sum"</c> or <c>"none"</c></param>
            /// <param name="label_smoothing">how much of the probability is spread over all classes, in [0, 1]</param>
            /// <exception cref="ArgumentOutOfRangeException">a class is out of bounds</exception>
            /// <exception cref="ArgumentException">the shapes do not fit, or the classes are no integers, or the reduction is another</exception>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = default, double label_smoothing = 0)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(target);
                long classes = input.Shape.Rank == 1 ? 0 : 1;
                if (label_smoothing == 0 && !target.Shape.Equals(input.Shape)) return nll_loss(log_softmax(input, classes), target, weight, ignore_index, reduction);
                return Operations.Calls.soft_cross_entropy(input, target, weight, ignore_index, reduction, label_smoothing);
            }
        }
    }
}
