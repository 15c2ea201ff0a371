using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        private static readonly Operation CopySlices = Operations.Operation.Internal("torch::autograd::CopySlices", saves: true);

        /// <summary>Checks that an operation may write into this tensor, before it reads its operands.</summary>
        /// <param name="tracked">whether it is recorded</param>
        /// <exception cref="InvalidOperationException">it is recorded, and this is a leaf that requires grad, a view of one, or a view whose history does not lead to its base</exception>
        internal void CheckWritable(bool tracked)
        {
            if (MayBeInference) CheckInferenceWritable();
            bool required = GradMode.IsEnabled && requires_grad;
            if (!tracked && !required) return;
            if (_view is { } view)
            {
                CheckOrigin("is being");
                if (required && view.Base.is_leaf) throw new InvalidOperationException("a view of a leaf Variable that requires grad is being used in an in-place operation.");
                // What is written becomes a function of the base's value: so must be what it is computed from.
                if (required) (_value, _seen) = (OfItsOwn(view, view.Base.Value), view.Base.Writes);
            }

            if (required && is_leaf) throw new InvalidOperationException("a leaf Variable that requires grad is being used in an in-place operation.");
        }

        /// <summary>Replaces the value; the history stays. What shares the memory sees it.</summary>
        internal Tensor Write(Expr value)
        {
            if (_view is not null)
            {
                WritePart(_view.Layout, value);
                return this;
            }

            Count();
            // A leaf's value must be told apart from what other tensors hold.
            _value = _requiresGrad ? OwnSource(value) : value;
            _shared?.Write(value, _weight);
            _seen = Writes;

            return this;
        }

        /// <summary>Replaces value and history: of a view, the base's.</summary>
        /// <param name="operation">what is written</param>
        /// <param name="value">its value, of this tensor's shape and type</param>
        /// <param name="arguments">the operation's arguments that are no tensors</param>
        /// <param name="operands">the operation's operands, the first this tensor if it is read</param>
        /// <param name="weight">how much the value keeps alive</param>
        internal void Write(Operation operation, Expr value, object? arguments, ReadOnlySpan<Operand> operands, int weight)
        {
            if (_view is not { } view)
            {
                Write(value);
                SetHistory(new Node(operation, operands, value, 1, arguments));
                Weight = weight;
                return;
            }

            CheckLayout(view);
            Tensor of = view.Base;
            Expr whole = of.Operand(tracked: true);
            Expr written = view.Into(whole, value);
            Operand[] all = [new(of, whole), .. operands[1..]];
            var node = new Node(CopySlices, all, written, 1, null);
            of.Write(written);
            of.SetHistory(node);
            of.Weight = weight;
        }

        /// <summary>What this tensor is computed by from now on. The grad that it keeps is that of its new value.</summary>
        private void SetHistory(Node node)
        {
            Node? before = _history;
            (_history, _output) = (node, 0);
            if (!_retainsGrad) return;
            before?.Hooks?.Before.RemoveAll(hook => ReferenceEquals(hook.Retains, this));
            AddHook(new GradientHook(_output, null, this));
        }

        /// <summary>Writes into a part of the memory; other tensors are not asked for what they show of it until somebody looks.</summary>
        private void WritePart(Layout part, Expr value)
        {
            ViewOf view = _view!;
            CheckLayout(view);
            Tensor of = view.Base;
            if (part.Count == of.Shape.Count || Trace.IsActive)
            {
                of.Write(view.Into(of.Known(), value));
                return;
            }

            // Known values cost their part only: neither the base's value nor the part's is left pending.
            while (value.Op is Op.Broadcast) value = value.Inputs[0];
            of.Write(part, value.Op is Op.Literal ? NDArray.Scalar(value.LiteralValue) : value.Evaluate(FacadeOptions.Current));
        }

        private void Write(Layout part, NDArray elements)
        {
            NDArray? whole = _shared is { IsWrittenInParts: true } ? null : Evaluate();
            SharedMemory.Write(whole, part, elements);
            Count();
        }

        private void Count()
        {
            _writes++;
            _versions?.Increment();
        }

        private static void CheckLayout(ViewOf view)
        {
            if (view.Layout.Overlaps)
                throw new ArgumentException("unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.");
        }

        /// <summary>The value of a leaf that requires grad, as a node that no other tensor has.</summary>
        private static Expr OwnSource(Expr value) => !value.IsSource ? value : value.Value is { } known ? Expr.Variable(known) : Expr.Identity(value);

        /// <summary>Gives this tensor, which was just written to, the history of what wrote to it.</summary>
        internal Tensor Rebase(Expr value, Node? history, int output)
        {
            (_value, _history, _output) = (value, history, output);
            return this;
        }

        /// <summary>How often in-place operations wrote to this tensor, its views and what <see cref="detach"/> made of it; writing through <see cref="data"/> counts apart.</summary>
        /// <exception cref="InvalidOperationException">it is an inference tensor</exception>
        public int _version => _isInference ? throw new InvalidOperationException(InferenceVersion) : _view?.Base._version ?? _versions?.Count ?? _writes;

        /// <summary>Counts a write that the caller made by other means.</summary>
        internal void IncrementVersion()
        {
            if (_isInference) throw new InvalidOperationException(InferenceVersion);
            if (_view is { } view) view.Base.IncrementVersion();
            else Versions.Increment();
        }
    }
}
