using System.Diagnostics;
using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>
    /// A multi-dimensional array of one element type that remembers how it was computed. It has two parts that move apart: its value,
    /// an immutable expression that is computed when someone looks and replaced by in-place operations, and its history, an edge to a <see cref="Node"/>.
    /// </summary>
    [DebuggerDisplay("{DebuggerText,nq}")]
    public sealed partial class Tensor : IDisposable, IPythonText
    {
        private Expr _value;

        // The node that made this tensor; of a leaf that requires grad its AccumulateGrad, once one was needed.
        private Node? _history;
        private Tensor? _grad;
        private Memory? _shared;
        private VersionCounter? _versions;
        private ViewOf? _view;
        private int _output, _writes, _seen, _weight;
        private bool _requiresGrad, _retainsGrad;

        // Whether untracked operations read the pending value; whether it was a backward pass's root and nobody looked at it since.
        private bool _hasReaders, _isUnreadRoot;

        /// <summary>A tensor without history.</summary>
        internal Tensor(Expr value)
        {
            _value = value;
            if (MayBeInference) _isInference = Modes.Current.Inference;
        }

        /// <summary>A leaf that requires grad, at an expression that is its own already: where a traced function is differentiated.</summary>
        internal static Tensor At(Expr point) => new(point) { _requiresGrad = true };

        /// <summary>A tensor that an operation made.</summary>
        internal Tensor(Expr value, Node history, int output)
        {
            _value = value;
            _history = history;
            _output = output;
        }

        /// <summary>A leaf of an array.</summary>
        internal Tensor(NDArray value, bool requiresGrad)
        {
            if (requiresGrad && !value.DType.IsFloating()) throw new ArgumentException("Only Tensors of floating point and complex dtype can require gradients");
            _value = requiresGrad ? Expr.Variable(value) : Expr.Constant(value);
            _requiresGrad = requiresGrad;
            if (MayBeInference) _isInference = Modes.Current.Inference;
        }

        /// <summary>The present value, as an expression that no other tensor has.</summary>
        internal Expr Value
        {
            get
            {
                if (_shared is not null || _view is not null || _isUnreadRoot) Follow();
                return _value;
            }
        }

        internal Shape Shape => _value.Shape;

        internal DType DType => _value.DType;

        /// <summary>How often the value was replaced, whoever did it.</summary>
        private int Writes => _view is not null ? _view.Base.Writes : _shared?.Writes ?? _writes;

        /// <summary>The most that <see cref="Weight"/> says.</summary>
        internal const int LargestWeight = 1 << 24;

        /// <summary>How much the value keeps alive: nodes that are not computed yet, and arrays; see <see cref="PendingCells"/>.</summary>
        internal int Weight
        {
            get => IsArray(_value) ? (int)((long)Shape.Count * DType.Size() / PendingCells.BytesPerNode) : _weight;
            set => _weight = Math.Min(value, LargestWeight);
        }

        /// <summary>The value as an operand of an operation.</summary>
        /// <param name="tracked">whether the operation is recorded: then operands that need no gradient are sources, so that a node's step ends at its operands</param>
        internal Expr Operand(bool tracked)
        {
            if (Trace.IsActive && Modes.Current.Level is { } level && !(tracked && requires_grad)) return level.Carry(Value, Source());
            if (tracked) return requires_grad ? Value : Source();
            // Without recording, a result must not keep the history of a tracked operand alive.
            bool isRecorded = _view is not null ? _view.Base.requires_grad : _history is not (null or AccumulateGrad);
            return isRecorded ? Source() : Known();
        }

        /// <summary>The value; if it was computed on the way to another, without what it was computed from, which updates in place would pile up.</summary>
        private Expr Known()
        {
            Expr value = Value;
            if (value.IsSource || value.Value is not { } known) return value;
            Settle(value, known);
            return _value;
        }

        /// <summary>The value without what it was computed from, once it is computed.</summary>
        private Expr Source()
        {
            Expr value = Value;
            if (value.IsSource && !requires_grad) return value;
            Expr source = PendingCells.Wrap(value, _weight);
            if (!requires_grad) _value = source;
            else _hasReaders = true;
            return source;
        }

        // A root that was left pending is computed; another tensor that shares the memory may have been written to.
        private void Follow()
        {
            if (_isUnreadRoot) ReadRoot();
            if (_view is not null)
            {
                FollowBase();
                return;
            }

            if (_shared is null) return;
            int writes = Writes;
            if (writes == Volatile.Read(ref _seen)) return;
            Expr value = _shared.Value;
            Show(_requiresGrad ? OwnSource(value) : value, _shared.Weight, writes);
        }

        // Threads that read at the same time each find the value, or see it here.
        private void Show(Expr value, int weight, int writes)
        {
            (_value, _weight) = (value, weight);
            Volatile.Write(ref _seen, writes);
        }

        // These are made when they are first needed, also where several threads read.
        private Memory SharedMemory => _shared ?? LazyInitializer.EnsureInitialized(ref _shared, () => new Memory(_writes));

        private VersionCounter Versions => _versions ?? LazyInitializer.EnsureInitialized(ref _versions, () => new VersionCounter(_writes));

        /// <summary>Makes another tensor, without history, share this one's memory.</summary>
        private Tensor Share(Tensor with)
        {
            with.InferenceAs(this);
            Memory memory = SharedMemory;
            _seen = with._seen = memory.Writes;
            with._shared = memory;
            return with;
        }

        /// <summary>Lets go of this tensor's memory and shares another's; history and version stay. Of a view, which belongs to its base, only the value is taken.</summary>
        private void Adopt(Tensor other)
        {
            Expr value = other.Source();
            _versions ??= new VersionCounter(_writes);
            _value = _requiresGrad ? OwnSource(value) : value;
            _weight = other._weight;
            _view = null;
            _shared = null;
            _seen = _writes;
            if (other._view is null) other.Share(this);
        }

        /// <summary>Text for debuggers, which never computes anything.</summary>
        private string DebuggerText => $"{DType.Name()} {Shape}{(_value.IsSource ? "" : ", pending")}{(requires_grad ? grad_fn is { } node ? $", {node.name()}" : ", leaf" : "")}";

        /// <summary>Does nothing: nothing needs disposing.</summary>
        public void Dispose() { }
    }
}
