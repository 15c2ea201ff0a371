using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <exception cref="InvalidOperationException">a leaf that requires grad, or a view of one, while gradients are recorded</exception>
        /// <exception cref="NotSupportedException">a view, which its base would have to follow</exception>
        internal void CheckWritable()
        {
            if (MayBeInference) CheckInferenceWritable();
            if (GradMode.IsEnabled && requires_grad && is_leaf)
                throw new InvalidOperationException("a leaf Variable that requires grad is being used in an in-place operation.");
            if (_view is null) return;
            if (GradMode.IsEnabled && Root is { requires_grad: true, is_leaf: true })
                throw new InvalidOperationException("a view of a leaf Variable that requires grad is being used in an in-place operation.");
            throw new NotSupportedException($"in-place operations on views are not supported yet: this tensor is a view ({_view.Operation.Name}) of another; write to that one, or to a clone()");
        }

        private Tensor Root
        {
            get
            {
                Tensor root = this;
                while (root._view is { } view) root = view.Base;
                return root;
            }
        }

        /// <summary>Replaces the value; the history stays.</summary>
        internal Tensor Write(Expr value)
        {
            _writes++;
            _versions?.Increment();
            // A leaf's value must be told apart from what other tensors hold.
            _value = _requiresGrad ? OwnSource(value) : value;
            if (_shared is not null)
            {
                _shared.Write(value, _weight);
                _seen = _shared.Writes;
            }

            return this;
        }

        /// <summary>The value of a leaf that requires grad, as a node that no other tensor has.</summary>
        private static Expr OwnSource(Expr value) => !value.IsSource ? value : value.Value is { } known ? Expr.Variable(known) : Expr.Identity(value);

        /// <summary>Replaces value and history.</summary>
        internal Tensor Write(Expr value, Node history)
        {
            Write(value);
            _history = history;
            _output = 0;
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
            else (_versions ??= new VersionCounter(_writes)).Increment();
        }
    }
}
