using Autograd.CSharp.Operations;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        private static readonly Operation AsStrided = Operations.Operation.Internal("AsStridedBackward0", saves: true);

        /// <summary>The tensor that this one is a view of, itself none; null if this is no view.</summary>
        public Tensor? _base => _view is { IsDetached: false } view ? view.Base : null;

        /// <summary>Whether this tensor is a part of another's memory, or all of it in another order.</summary>
        public bool _is_view() => _base is not null;

        /// <summary>How many elements stand before the first one in the memory of the base.</summary>
        public long storage_offset() => _view?.Layout.Offset ?? 0;

        /// <summary>For every dimension how many elements stand between neighbours in the memory of the base.</summary>
        public long[] stride() => Array.ConvertAll(Layout.Strides, static stride => (long)stride);

        /// <summary>How many elements stand between neighbours of a dimension in the memory of the base.</summary>
        /// <exception cref="ArgumentOutOfRangeException">there is no such dimension</exception>
        public long stride(long dim)
        {
            int axis = Shapes.Dim(dim, Shape.Rank);
            return Shape.Rank > 0 ? Layout.Strides[axis] : throw new ArgumentOutOfRangeException(null, "Dimension specified as 0 but tensor has no dimensions");
        }

        /// <summary>A number in the place of the first element's address: alike for tensors whose first elements are the same in memory.</summary>
        public long data_ptr() => _view is not null ? _view.Base.data_ptr() + (long)_view.Layout.Offset * DType.Size()
            : 0x7f00_0000_0000 + ((long)SharedMemory.Number << 31);

        /// <summary>Whether the elements stand in row-major order without gaps in the memory of the base.</summary>
        public bool is_contiguous() => _view is null || _view.Layout.IsContiguous;

        /// <summary>This tensor if it is contiguous, else a copy that is.</summary>
        public Tensor contiguous() => is_contiguous() ? this : clone();

        /// <summary>Where the elements stand in the memory of the base.</summary>
        internal Layout Layout => _view?.Layout ?? Layout.Dense(Shape);

        /// <summary>Whether parts of the memory are being written one by one, so that reading all of it would make the next write copy it.</summary>
        internal bool IsWrittenInParts => (_view?.Base ?? this)._shared?.Open is not null;

        /// <summary>Makes this tensor, the result of a movement, a view.</summary>
        internal Tensor AsView(Tensor of, Operation operation, object? arguments, int output = 0, bool isOneOfSeveral = false)
        {
            ViewOrigin origin = of._view is { Origin: not ViewOrigin.Recorded } before ? before.Origin
                : !GradMode.IsEnabled ? ViewOrigin.WithoutGrad : isOneOfSeveral ? ViewOrigin.OneOfSeveral : ViewOrigin.Recorded;
            Tensor root = of._view?.Base ?? of;
            _view = new(root, of._view, operation, arguments, output, origin) { Version = root.Writes };
            _seen = of._view is null ? root.Writes : of._seen;
            return InferenceAs(of);
        }

        /// <summary>A view whose value is read when somebody asks; now it has the right shape and type only.</summary>
        internal static Tensor Unread(Tensor of, Expr standIn, Operation operation, object? arguments, int output = 0, bool isOneOfSeveral = false)
        {
            Tensor view = new Tensor(standIn).AsView(of, operation, arguments, output, isOneOfSeveral);
            view._seen = -1;
            return view;
        }

        // The base may have been written to, by itself or through another view.
        private void FollowBase()
        {
            ViewOf view = _view!;
            Tensor of = view.Base;
            int writes = of.Writes;
            if (writes == Volatile.Read(ref _seen)) return;
            if (GradMode.IsEnabled && of.requires_grad && view.Origin == ViewOrigin.Recorded && view.Version != writes)
            {
                FollowHistory();
                return;
            }

            Expr value = of._shared?.Open is { } elements ? Expr.Constant(elements.Read(view.Layout.Offset, view.Layout.Sizes, view.Layout.Strides))
                : OfItsOwn(view, Trace.IsActive && !of.requires_grad ? of.Value : of.Source());
            Show(_requiresGrad ? OwnSource(value) : value, of._weight, writes);
        }

        /// <summary>After a write the history leads to the base's.</summary>
        /// <exception cref="InvalidOperationException">the view was made without recording, or as one of several</exception>
        private void FollowHistory()
        {
            ViewOf view = _view!;
            Tensor of = view.Base;
            int writes = of.Writes;
            if (view.Version == writes) return;
            // Of threads that read at the same time one makes the node.
            lock (view)
            {
                if (view.Version == writes) return;
                if (of.requires_grad)
                {
                    CheckOrigin("its base or another view of its base has been");
                    Expr whole = of.Value, value = OfItsOwn(view, whole);
                    _history = new Node(AsStrided, (ReadOnlySpan<Edge>)[new Edge(of.HistoryNode, of._output, whole)], value, 1, null);
                    _output = 0;
                    Show(value, of._weight, writes);
                }

                view.Version = writes;
            }
        }

        private static Expr OfItsOwn(ViewOf view, Expr whole)
        {
            Expr part = view.Of(whole);
            return ReferenceEquals(part, whole) || part.Op is Op.Literal ? Expr.Identity(part) : part;
        }

        private void CheckOrigin(string modified)
        {
            ViewOrigin origin = _view!.Origin;
            if (origin == ViewOrigin.Recorded) return;
            string view = _history is null or AccumulateGrad ? $"A view was created in no_grad mode and {modified} modified inplace with grad mode enabled."
                : $"Output {_output} of {_history.name()} is a view and {modified} modified inplace.";
            throw new InvalidOperationException(view + (origin == ViewOrigin.OneOfSeveral
                ? " This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one."
                : " Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both the view and the inplace either both inside the no_grad block " +
                "(if you don't want the inplace to be tracked) or both outside (if you want the inplace to be tracked)."));
        }
    }
}
