using System.Runtime.CompilerServices;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>The node that made this tensor; null for a leaf.</summary>
        public Node? grad_fn
        {
            get
            {
                if (_view is not null) FollowHistory();
                return _history is AccumulateGrad ? null : _history;
            }
        }

        /// <summary>The name of <see cref="grad_fn"/> in the first releases.</summary>
        public Node? creator => grad_fn;

        /// <summary>Which output of <see cref="grad_fn"/> this tensor is.</summary>
        public int output_nr
        {
            get
            {
                if (_view is not null) FollowHistory();
                return _output;
            }
        }

        /// <summary>Whether this tensor was not made by a recorded operation.</summary>
        public bool is_leaf => grad_fn is null;

        /// <summary>Whether operations on this tensor are recorded. Set on a leaf only.</summary>
        /// <exception cref="InvalidOperationException">set on a tensor that is no leaf</exception>
        /// <exception cref="ArgumentException">set on a tensor whose type has no derivatives</exception>
        public bool requires_grad
        {
            get => _requiresGrad || _history is not null || (_view is not null && _view.Base.requires_grad);

            set
            {
                if (!is_leaf) throw new InvalidOperationException(value ? OnlyLeaves : OnlyLeaves + DetachHint);
                if (value && !DType.IsFloating()) throw new ArgumentException("only Tensors of floating point and complex dtype can require gradients");
                SetRequiresGrad(value);
            }
        }

        private const string OnlyLeaves = "you can only change requires_grad flags of leaf variables.";
        private const string DetachHint = " If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().";

        /// <summary>Says whether operations on this tensor are recorded, and returns it.</summary>
        /// <exception cref="InvalidOperationException">turned off on a tensor that is no leaf</exception>
        /// <exception cref="ArgumentException">turned on for a type that has no derivatives</exception>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            if (!is_leaf) return requires_grad ? this : throw new InvalidOperationException(OnlyLeaves + DetachHint);
            if (requires_grad && !DType.IsFloating()) throw new ArgumentException("only Tensors of floating point dtype can require gradients");
            SetRequiresGrad(requires_grad);
            return this;
        }

        private void SetRequiresGrad(bool value)
        {
            if (Trace.IsTransform) throw new InvalidOperationException(Trace.RequiresGradInside);
            if (value == _requiresGrad) return;
            if (value && _isInference && !Modes.Current.Inference) throw new InvalidOperationException(InferenceRequiresGrad);
            Expr own = Value;
            _requiresGrad = value;
            if (!value) _history = null;
            // From now on gradients are taken of this value: it must be told apart from what other tensors hold.
            else _value = own.IsSource ? OwnSource(own) : Expr.Cell(new SourceCell(own));
        }

        /// <summary>The node at which gradients of this tensor arrive.</summary>
        internal Node HistoryNode
        {
            get
            {
                if (_view is not null) FollowHistory();
                return _history ?? LazyInitializer.EnsureInitialized(ref _history, () => new AccumulateGrad(this));
            }
        }

        /// <summary>The gradients that backward passes added up; null before the first. Set to clear or replace it.</summary>
        /// <exception cref="ArgumentException">set to a tensor of another size or type, or to this tensor</exception>
        public Tensor? grad
        {
            get
            {
                if (_grad is null && !is_leaf && !_retainsGrad) Warnings.Issue(NonLeafGrad);
                return _grad;
            }

            set
            {
                if (value is not null)
                {
                    if (ReferenceEquals(value, this)) throw new ArgumentException("can't assign Variable as its own grad");
                    if (value.DType != DType) throw new ArgumentException("assigned grad has data of a different type");
                    if (!value.Shape.Equals(Shape)) throw new ArgumentException("assigned grad has data of a different size");
                }

                _grad = value;
            }
        }

        /// <summary>The gradients without the warning.</summary>
        internal Tensor? Grad
        {
            get => _grad;
            set => _grad = value;
        }

        private const string NonLeafGrad =
            "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). " +
            "If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. " +
            "If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more informations.";

        /// <summary>Makes backward passes keep the gradient of this tensor, which is no leaf, in <see cref="grad"/>.</summary>
        /// <exception cref="InvalidOperationException">it does not require grad</exception>
        public void retain_grad()
        {
            if (!requires_grad) throw new InvalidOperationException("can't retain_grad on Tensor that has requires_grad=False");
            if (is_leaf || _retainsGrad) return;
            _retainsGrad = true;
            AddHook(new GradientHook(_output, null, this));
        }

        /// <summary>Whether <see cref="retain_grad"/> was called on this tensor, which is no leaf.</summary>
        public bool retains_grad => _retainsGrad;

        /// <summary>Calls a function with every gradient of this tensor; what it returns replaces the gradient, unless null.</summary>
        /// <returns>takes the hook off again</returns>
        /// <exception cref="InvalidOperationException">this tensor does not require grad</exception>
        public RemovableHandle register_hook(Func<Tensor, Tensor?> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            if (!requires_grad) throw new InvalidOperationException("cannot register a hook on a tensor that doesn't require gradient");
            return AddHook(new GradientHook(_output, hook, null));
        }

        /// <summary>Calls a function with every gradient of this tensor.</summary>
        /// <returns>takes the hook off again</returns>
        /// <exception cref="InvalidOperationException">this tensor does not require grad</exception>
        public RemovableHandle register_hook(Action<Tensor> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            return register_hook(gradient =>
            {
                hook(gradient);
                return null;
            });
        }

        /// <summary>Calls a function with this leaf whenever a backward pass has added to its <see cref="grad"/>: at the end of the pass, when all gradients are there.</summary>
        /// <returns>takes the hook off again</returns>
        /// <exception cref="InvalidOperationException">this tensor does not require grad, or is no leaf</exception>
        public RemovableHandle register_post_accumulate_grad_hook(Action<Tensor> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            if (!requires_grad) throw new InvalidOperationException("cannot register a hook on a tensor that doesn't require gradient");
            if (!is_leaf) throw new InvalidOperationException("post accumulate grad hooks cannot be registered on non-leaf tensors");
            NodeHooks hooks = HistoryNode.Hooks ??= new();
            return Node.Register(hooks.AfterAccumulation ??= [], hook);
        }

        private RemovableHandle AddHook(GradientHook hook)
        {
            NodeHooks hooks = HistoryNode.Hooks ??= new();
            return Node.Register(hooks.Before, hook);
        }

        /// <summary>A tensor of the same memory without history: writing to either is seen by both.</summary>
        public Tensor detach() => Alias(countsTogether: true);

        private Tensor Alias(bool countsTogether)
        {
            if (_view is null)
            {
                Tensor alias = Share(new Tensor(Cut()) { Weight = _weight });
                if (countsTogether) alias._versions = Versions;
                return alias;
            }

            // A part of an alias of the base, so that recording what is written to it leaves this tensor's history alone.
            Tensor of = _view.Base.Alias(countsTogether);
            return new Tensor(Cut()) { Weight = _weight, _view = _view with { Base = of, Version = of.Writes, IsDetached = true, Origin = ViewOrigin.Recorded }, _seen = of.Writes };
        }

        // A source may have a tangent.
        private Expr Cut() => Trace.IsActive ? Expr.StopGradient(Source()) : Source();

        /// <summary>
        /// This tensor's memory without history, which counts its writes apart. Setting it makes this tensor one of another's memory and leaves the history.
        /// </summary>
        /// <exception cref="ArgumentException">set to integers, while this tensor requires grad</exception>
        public Tensor data
        {
            get => Alias(countsTogether: false);
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                if (requires_grad && !value.DType.IsFloating()) throw new ArgumentException("data set to a tensor that requires gradients must be floating point or complex dtype");
                if (!ReferenceEquals(value, this)) Adopt(value);
            }
        }

        /// <summary>Cuts the history off and returns this tensor, now a leaf that does not require grad.</summary>
        /// <exception cref="InvalidOperationException">it is a view</exception>
        public Tensor detach_()
        {
            if (_is_view())
            {
                throw new InvalidOperationException("Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, " +
                    "gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.");
            }

            _value = Source();
            _history = null;
            _requiresGrad = _retainsGrad = false;
            _output = 0;
            return this;
        }

        /// <summary>Adds the gradients of this tensor to the <see cref="grad"/> of the leaves it was computed from.</summary>
        /// <exception cref="InvalidOperationException">it is no scalar, or was not computed from anything that requires grad, or its graph was freed</exception>
        public void backward() => autograd.backward(new[] { this });

        /// <summary>Adds the gradients of this tensor to the <see cref="grad"/> of the leaves it was computed from, or of <paramref name="inputs"/> only.</summary>
        /// <param name="grad_tensors">the gradient of this tensor, in a list</param>
        /// <param name="retain_graph">whether the graph can be walked again</param>
        /// <param name="create_graph">whether the gradients are themselves recorded</param>
        /// <param name="inputs">the tensors whose grad is added to, all leaves if omitted</param>
        /// <exception cref="InvalidOperationException">there is no graph, or it was freed, or the gradient of this tensor, no scalar, is missing</exception>
        /// <exception cref="ArgumentException">a gradient has another shape</exception>
        public void backward(IList<Tensor?>? grad_tensors, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Adds the gradients of this tensor to the <see cref="grad"/> of the leaves it was computed from, or of <paramref name="inputs"/> only.</summary>
        /// <param name="gradient">the gradient of this tensor; 1 for a scalar if omitted</param>
        /// <param name="retain_graph">whether the graph can be walked again; as <paramref name="create_graph"/> if omitted</param>
        /// <param name="create_graph">whether the gradients are themselves recorded</param>
        /// <param name="inputs">the tensors whose grad is added to, all leaves if omitted</param>
        /// <exception cref="InvalidOperationException">there is no graph, or it was freed, or the gradient of this tensor, no scalar, is missing</exception>
        /// <exception cref="ArgumentException">a gradient has another shape</exception>
        [OverloadResolutionPriority(1)]
        public void backward(Tensor? gradient = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(new[] { this }, gradient is null ? null : new[] { gradient }, retain_graph, create_graph, inputs);
    }
}
