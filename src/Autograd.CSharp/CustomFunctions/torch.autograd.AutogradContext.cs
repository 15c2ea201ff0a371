namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What one application of a <see cref="Function"/> carries from its forward to its backward: tensors, other data, and what was said of its operands and results.</summary>
        public sealed class AutogradContext
        {
            private readonly Dictionary<string, object?> _data = [];
            private IReadOnlyList<Tensor?> _given = [], _kept = [];
            private SavedTensor?[] _saved = [];
            private bool _isFreed;

            internal AutogradContext(IReadOnlyList<bool> needs) => needs_input_grad = needs;

            /// <summary>For each argument of the function, whether it is a tensor of which a gradient is asked.</summary>
            public IReadOnlyList<bool> needs_input_grad { get; internal set; }

            /// <summary>The tensors that <see cref="save_for_backward"/> was given, as they were then, with their history.</summary>
            /// <exception cref="InvalidOperationException">a backward pass has freed them</exception>
            public IReadOnlyList<Tensor?> saved_tensors =>
                _isFreed ? throw new InvalidOperationException(Node.SecondTime) : IsFinished ? Array.ConvertAll(_saved, saved => saved?.Unpack()) : _given;

            /// <summary>TorchSharp's name of <see cref="saved_tensors"/>.</summary>
            /// <exception cref="InvalidOperationException">a backward pass has freed them</exception>
            public List<Tensor> get_saved_variables() => [.. saved_tensors.Select(tensor => tensor!)];

            /// <summary>Keeps tensors for the backward pass: operands, results, or others, of which no gradient then flows further back. The last call counts.</summary>
            /// <param name="tensors">what is kept; null for nothing in its place</param>
            public void save_for_backward(params IReadOnlyList<Tensor?> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                _given = [.. tensors];
            }

            /// <summary>Keeps tensors for <c>jvp</c>, as <see cref="save_for_backward"/>.</summary>
            /// <param name="tensors">what is kept; null for nothing in its place</param>
            public void save_for_forward(params IReadOnlyList<Tensor?> tensors)
            {
                ArgumentNullException.ThrowIfNull(tensors);
                if (_given.Count == 0) _given = [.. tensors];
            }

            /// <summary>Anything else that is carried along: Python's <c>ctx.constant</c> is <c>ctx["constant"]</c>.</summary>
            /// <exception cref="KeyNotFoundException">when read: nothing was put there</exception>
            public object? this[string name]
            {
                get => _data.TryGetValue(name, out object? value) ? value : throw new KeyNotFoundException($"'AutogradContext' object has no attribute '{name}'");
                set => _data[name] = value;
            }

            /// <summary>Puts something there to be carried along.</summary>
            public void save_data(string key, object? value) => this[key] = value;

            /// <summary>What <see cref="save_data"/> put there.</summary>
            /// <exception cref="KeyNotFoundException">nothing was</exception>
            public object? get_data(string key) => this[key];

            /// <summary>Says that the forward wrote to operands in place; each must be among the results.</summary>
            public void mark_dirty(params IReadOnlyList<Tensor> args)
            {
                ArgumentNullException.ThrowIfNull(args);
                Dirty = [.. args];
            }

            /// <summary>Says that results have no derivative: they require no grad, and their gradients are zeros.</summary>
            public void mark_non_differentiable(params IReadOnlyList<Tensor> args)
            {
                ArgumentNullException.ThrowIfNull(args);
                NonDifferentiable = [.. args];
            }

            /// <summary>Whether gradients of results that were not used arrive as zeros (so they do unless said otherwise), or as null.</summary>
            public void set_materialize_grads(bool value) => Materializes = value;

            internal IReadOnlyList<Tensor> Dirty { get; private set; } = [];

            internal IReadOnlyList<Tensor> NonDifferentiable { get; private set; } = [];

            internal bool Materializes { get; private set; } = true;

            internal bool IsFinished { get; private set; }

            /// <summary>The forward is over: from now on the tensors are what they are now.</summary>
            /// <param name="save">how one is kept</param>
            internal void Finish(Func<Tensor, SavedTensor> save)
            {
                _saved = [.. _given.Select(tensor => tensor is null ? null : save(tensor))];
                (_given, IsFinished) = ([], true);
                Dirty = NonDifferentiable = [];
            }

            /// <summary>The forward is over; <see cref="With"/> says each time what the tensors are.</summary>
            internal void FinishTraced() => (_kept, _given, IsFinished) = (_given, [], true);

            /// <summary>The same, with other tensors in the place of the saved ones: those of another call of the backward.</summary>
            /// <param name="tensor">from the tensor that was saved</param>
            internal AutogradContext With(Func<Tensor, Tensor> tensor)
            {
                var other = new AutogradContext(needs_input_grad) { Materializes = Materializes, _given = [.. _kept.Select(kept => kept is null ? null : tensor(kept))] };
                foreach ((string key, object? value) in _data) other._data[key] = value;
                return other;
            }

            internal void Free()
            {
                _saved = [];
                _isFreed = true;
            }
        }
    }
}
