using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The elements in another type; this tensor itself where it has it already, unless a copy is asked for.</summary>
        public Tensor to(ScalarType dtype, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => dtype != this.dtype ? Calls.to_copy(this, dtype) : copy ? clone() : this;

        /// <summary>The elements in another type; this tensor itself where it has it already.</summary>
        public Tensor type(ScalarType dtype) => to(dtype);

        /// <summary>The elements in another tensor's type.</summary>
        public Tensor type_as(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return to(other.dtype);
        }

        /// <summary>As float32.</summary>
        public Tensor @float() => to(float32);

        /// <summary>As float64.</summary>
        public Tensor @double() => to(float64);

        /// <summary>As int64.</summary>
        public Tensor @long() => to(int64);

        /// <summary>As int32.</summary>
        public Tensor @int() => to(int32);

        /// <summary>As truth values.</summary>
        public Tensor @bool() => to(torch.@bool);

        /// <summary>This tensor: there is no other device.</summary>
        public Tensor cpu() => this;

        private static readonly Operation Copied = Operation.Internal("torch::autograd::CopyBackwards", saves: false, static (type, x) =>
        {
            var (dtype, shape) = (ExprType)type!;
            return [x[1]!.Cast(dtype).BroadcastTo(shape)];
        });

        /// <summary>Replaces the elements by another tensor's, converted and broadcast; differentiable by these.</summary>
        /// <exception cref="InvalidOperationException">a leaf that requires grad, while gradients are recorded</exception>
        /// <exception cref="ArgumentException">the shape does not broadcast to this one's</exception>
        public Tensor copy_(Tensor src, bool non_blocking = false)
        {
            ArgumentNullException.ThrowIfNull(src);
            bool tracked = GradMode.IsEnabled && (requires_grad || src.requires_grad) && DType.IsFloatingType();
            CheckWritable(tracked);
            if (!src.Shape.BroadcastsTo(Shape))
            {
                Shapes.CheckBroadcast(Shape, src.Shape);
                throw new ArgumentException($"output with shape {Shape} doesn't match the broadcast shape {src.Shape}");
            }

            Expr source = src.Operand(tracked);
            Expr value = source.Cast(DType).BroadcastTo(Shape);
            int weight = src.Weight + 1;
            return tracked ? Recording.Write(Copied, tracked, weight, this, value, value.Type, new(this, Operand(tracked)), new(src, source)) : Recording.Write(this, value, weight);
        }
    }
}
