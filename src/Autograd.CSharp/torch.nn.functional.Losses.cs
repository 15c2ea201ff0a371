namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Losses that PyTorch composes of other operations.
        public static partial class functional
        {
            /// <summary>1 - cos of the angle between rows where the target is 1; where it is -1 how much the cosine is above the margin.</summary>
            /// <exception cref="ArgumentException">the shapes do not fit, or the reduction is another</exception>
            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = default)
            {
                ArgumentNullException.ThrowIfNull(input1);
                ArgumentNullException.ThrowIfNull(input2);
                ArgumentNullException.ThrowIfNull(target);
                if (target.Shape.Rank == 0 && (input1.Shape.Rank != 1 || input2.Shape.Rank != 1))
                    throw new ArgumentException($"0D target tensor expects 1D input tensors, but found inputs with sizes {input1.Shape} and {input2.Shape}.");
                long dim = target.Shape.Rank;
                const double smallest = 1e-12;
                Tensor lengths = ((input1 * input1).sum(dim) + smallest) * ((input2 * input2).sum(dim) + smallest);
                Tensor cosine = (input1 * input2).sum(dim) / lengths.sqrt();
                Tensor none = zeros_like(cosine);
                return Reduced(where(target.eq(1), 1 - cosine, none) + where(target.eq(-1), (cosine - margin).clamp_min(0), none), reduction);
            }

            /// <summary>input where the target is 1; where it is -1 how much it is below the margin.</summary>
            /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 1, Reduction reduction = default)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(target);
                Tensor none = zeros_like(input);
                return Reduced(where(target.ne(1), (margin - input).clamp_min(0), none) + where(target.ne(-1), input, none), reduction);
            }

            /// <summary>max(0, -target * (input1 - input2) + margin)</summary>
            /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = default)
            {
                ArgumentNullException.ThrowIfNull(input1);
                ArgumentNullException.ThrowIfNull(input2);
                ArgumentNullException.ThrowIfNull(target);
                if (input1.Shape.Rank != input2.Shape.Rank || input1.Shape.Rank != target.Shape.Rank)
                    throw new ArgumentException($"margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: {PythonText.Size(input1.Shape.Sizes)}, input2: {PythonText.Size(input2.Shape.Sizes)}, target: {PythonText.Size(target.Shape.Sizes)} ");
                return Reduced((-target * (input1 - input2) + margin).clamp_min(0), reduction);
            }

            /// <summary>The mean over classes, the last dimension, of the cross-entropy of each label by itself.</summary>
            /// <exception cref="ArgumentException">the shapes do not broadcast, or the reduction is another</exception>
            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = default)
            {
                ArgumentNullException.ThrowIfNull(input);
                ArgumentNullException.ThrowIfNull(target);
                Tensor losses = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input));
                if (weight is not null) losses *= weight;
                return Reduced(losses.sum(-1) / input.size(-1), reduction);
            }

            /// <summary>For every class a 1 at its place in a last dimension of num_classes, zeros beside it; as many classes as there are if negative.</summary>
            /// <exception cref="ArgumentException">the classes are no int64, or one is negative or too large</exception>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                ArgumentNullException.ThrowIfNull(x);
                if (x.dtype != int64) throw new ArgumentException("one_hot is only applicable to index tensor.");
                ReadOnlySpan<long> classes = x.Elements<long>();
                long largest = -1;
                foreach (long c in classes)
                {
                    if (c < 0) throw new ArgumentException("Class values must be non-negative.");
                    largest = Math.Max(largest, c);
                }

                if (num_classes < 0 && classes.IsEmpty) throw new ArgumentException("Can not infer total number of classes from empty tensor.");
                if (num_classes >= 0 && largest >= num_classes) throw new ArgumentException("Class values must be smaller than num_classes.");
                return x.unsqueeze(-1).eq(arange(num_classes < 0 ? largest + 1 : num_classes)).to(int64);
            }

            /// <summary>softmax(query @ keyᵀ / √d + mask) @ value: the mask is added, or if of truth values hides what is false.</summary>
            /// <param name="query">[..., L, d]</param>
            /// <param name="key">[..., S, d]</param>
            /// <param name="value">[..., S, e]</param>
            /// <param name="attn_mask">broadcasts to [..., L, S]</param>
            /// <param name="p">the probability with which a weight is dropped</param>
            /// <param name="is_casual">whether a place sees only those before it and itself</param>
            /// <exception cref="ArgumentException">the operands do not fit together, or a mask is given beside is_casual</exception>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                ArgumentNullException.ThrowIfNull(query);
                ArgumentNullException.ThrowIfNull(key);
                ArgumentNullException.ThrowIfNull(value);
                if (is_casual && attn_mask is not null) throw new ArgumentException("Explicit attn_mask should not be set when is_causal=True");
                Tensor weights = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(query.size(-1));
                Tensor? mask = is_casual ? ones([query.size(-2), key.size(-2)], @bool).tril() : attn_mask;
                if (mask is not null) weights = mask.dtype == @bool ? weights.masked_fill(mask.logical_not(), double.NegativeInfinity) : weights + mask;
                return dropout(weights.softmax(-1), p).matmul(value);
            }
        }
    }
}
