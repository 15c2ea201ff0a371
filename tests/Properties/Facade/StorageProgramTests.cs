using Autograd.CSharp;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>Random programs of updates, views, detached tensors, modes and backward calls give what the same give on plain storage.</summary>
public class StorageProgramTests
{
    private sealed record Pair(Tensor Real, StorageModel.Tensor Model);

    private sealed class Program(Sampler sampler)
    {
        private readonly StorageModel _model = new();
        private readonly List<Pair> _tensors = [];
        private readonly List<Pair> _leaves = [];
        private readonly List<string> _log = [];

        public void Run(int steps)
        {
            for (int i = 0; i < 3; i++) AddLeaf();
            for (int i = 0; i < steps; i++)
            {
                // Now and then a few steps are not recorded.
                _model.Records = i % 8 < 5 || sampler.Int(0, 2) > 0;
                using (set_grad_enabled(_model.Records)) Step();
                if (sampler.Int(0, 4) == 0) Compare(sampler.Of<Pair>([.. _tensors]));
            }

            foreach (Pair pair in _tensors) Compare(pair);
            foreach (Pair leaf in _leaves) CompareGrad(leaf);
        }

        private void Step()
        {
            switch (sampler.Int(0, 9))
            {
                case 0: AddLeaf(); break;
                case 1 or 2: AddView(); break;
                case 3: AddDetached(); break;
                case 4: AddResult(); break;
                case 5: Backward(); break;
                default: Write(); break;
            }
        }

        private void AddLeaf()
        {
            int[] sizes = [.. Enumerable.Range(0, sampler.Int(1, 2)).Select(_ => sampler.Int(1, 3))];
            double[] values = [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(_ => sampler.Real(-1, 1))];
            bool requiresGrad = sampler.Int(0, 1) == 0;
            var leaf = new Pair(tensor(values, float64).reshape(Longs(sizes)).clone().requires_grad_(requiresGrad), _model.Leaf(values, sizes, requiresGrad));
            _tensors.Add(leaf);
            if (requiresGrad) _leaves.Add(leaf);
        }

        // Of a view that was made without recording, PyTorch makes a leaf of its own where its base is tracked: such are not read while recording.
        private bool IsReadable(Pair x) => !_model.Records || !x.Model.IsMadeWithoutGrad || !x.Model.History.IsTracked;

        private Pair? Readable()
        {
            Pair x = sampler.Of<Pair>([.. _tensors]);
            return IsReadable(x) ? x : null;
        }

        private void AddView()
        {
            if (Readable() is not { } x) return;
            (Tensor real, StorageModel.Tensor model) = (x.Real, x.Model);
            int rank = model.Sizes.Length, axis = rank == 0 ? 0 : sampler.Int(0, rank - 1), size = rank == 0 ? 0 : model.Sizes[axis];
            switch (sampler.Int(0, 6))
            {
                case 0 when rank > 0:
                    int index = sampler.Int(0, size - 1);
                    Add(real.select(axis, index), model.Offset + index * model.Strides[axis], Without(model.Sizes, axis), Without(model.Strides, axis));
                    break;
                case 1 when rank > 0:
                    int start = sampler.Int(0, size - 1), step = sampler.Int(1, 2);
                    int[] sizes = [.. model.Sizes], strides = [.. model.Strides];
                    (sizes[axis], strides[axis]) = ((size - start + step - 1) / step, strides[axis] * step);
                    Add(real.slice(axis, start, size, step), model.Offset + start * model.Strides[axis], sizes, strides);
                    break;
                case 2 when rank == 2:
                    Add(real.t(), model.Offset, [model.Sizes[1], model.Sizes[0]], [model.Strides[1], model.Strides[0]]);
                    break;
                case 3 when rank == 2:
                    Add(real.diagonal(), model.Offset, [Math.Min(model.Sizes[0], model.Sizes[1])], [model.Strides[0] + model.Strides[1]]);
                    break;
                case 4 when model.IsContiguous:
                    Add(real.view(-1), model.Offset, [model.Count], [1]);
                    break;
                case 5 when rank > 0:
                    Add(real.unbind(axis)[size - 1], model.Offset + (size - 1) * model.Strides[axis], Without(model.Sizes, axis), Without(model.Strides, axis), isOneOfSeveral: true);
                    break;
                case 6 when rank < 3:
                    Add(real.unsqueeze(axis), model.Offset, [.. model.Sizes[..axis], 1, .. model.Sizes[axis..]], [.. model.Strides[..axis], 1, .. model.Strides[axis..]]);
                    break;
                default: break;
            }

            void Add(Tensor view, int offset, int[] sizes, int[] strides, bool isOneOfSeveral = false)
            {
                StorageModel.Tensor made = _model.View(model, offset, sizes, strides);
                _log.Add($"view t{_tensors.Count} of {Name(x)}: offset {offset}, [{string.Join(", ", sizes)}] grad {_model.Records}");
                _tensors.Add(new(view, isOneOfSeveral ? made with { IsMadeWithoutGrad = true } : made));
            }
        }

        private void AddDetached()
        {
            Pair x = sampler.Of<Pair>([.. _tensors]);
            _log.Add($"detach t{_tensors.Count} of {Name(x)}");
            _tensors.Add(new(x.Real.detach(), StorageModel.Detach(x.Model)));
        }

        private void AddResult()
        {
            if (Readable() is not { } a || Other(a) is not { } b) return;
            _log.Add($"result t{_tensors.Count} of {Name(a)}, {Name(b)} grad {_model.Records}");
            _tensors.Add(sampler.Int(0, 2) switch
            {
                0 => new(a.Real * b.Real, _model.Map(static x => (x[0] * x[1], [x[1], x[0]]), a.Model, b.Model)),
                1 => new(a.Real + b.Real * 0.5, _model.Map(static x => (x[0] + x[1] * 0.5, [1, 0.5]), a.Model, b.Model)),
                _ => new(a.Real.sin(), _model.Map(static x => (Math.Sin(x[0]), [Math.Cos(x[0])]), a.Model)),
            });
        }

        // Another tensor of the same shape, maybe the same.
        private Pair? Other(Pair a)
        {
            List<Pair> fitting = _tensors.FindAll(x => x.Model.Sizes.AsSpan().SequenceEqual(a.Model.Sizes) && IsReadable(x));
            return fitting.Count == 0 ? null : sampler.Of<Pair>([.. fitting]);
        }

        private void Write()
        {
            Pair a = sampler.Of<Pair>([.. _tensors]);
            if (Other(a) is not { } b) return;
            int kind = sampler.Int(0, 6);
            switch (kind)
            {
                case 0: Apply(() => a.Real.mul_(0.5), static x => (x[0] * 0.5, [0.5]), a.Model); break;
                case 1: Apply(() => a.Real.add_(b.Real), static x => (x[0] + x[1], [1, 1]), a.Model, b.Model); break;
                case 2: Apply(() => a.Real.mul_(b.Real), static x => (x[0] * x[1], [x[1], x[0]]), a.Model, b.Model); break;
                case 3: Apply(() => a.Real.sin_(), static x => (Math.Sin(x[0]), [Math.Cos(x[0])]), a.Model); break;
                case 4: Apply(() => a.Real.copy_(b.Real), static x => (x[0], [1]), b.Model); break;
                case 5 when a.Model.Sizes.Length > 0: Apply(() => a.Real[..] = b.Real.unsqueeze(0), static x => (x[0], [1]), b.Model); break;
                default: Apply(() => a.Real.fill_(0.25), static x => (0.25, [0]), a.Model); break;
            }

            void Apply(Action real, Func<double[], (double, double[])> function, params StorageModel.Tensor[] operands)
            {
                if (_model.Refuses(a.Model, operands))
                {
                    Assert.Throws<InvalidOperationException>(real);
                    return;
                }

                _log.Add($"write {kind} {Name(a)} by {Name(b)} grad {_model.Records}");
                real();
                _model.Write(a.Model, function, operands);
            }
        }

        private void Backward()
        {
            if (!_model.Records || Readable() is not { Model.History.IsTracked: true } x) return;
            _log.Add("backward " + Name(x));
            x.Real.sum().backward(retain_graph: true);
            StorageModel.Backward(x.Model, _leaves.ConvertAll(leaf => leaf.Model));
        }

        private string Name(Pair pair) => $"t{_tensors.IndexOf(pair)} (offset {pair.Model.Offset}, [{string.Join(", ", pair.Model.Sizes)}], memory {pair.Model.Memory.GetHashCode():x})";

        private void Compare(Pair pair)
        {
            _log.Add("read " + Name(pair));
            using (no_grad()) Near(pair.Model.Values(), pair.Real.detach().data<double>().ToArray());
        }

        private void CompareGrad(Pair leaf)
        {
            // A path that carries nothing but zeros may be one or none.
            double[] none = new double[leaf.Model.Count];
            Near(leaf.Model.History.Grad ?? none, leaf.Real.grad?.data<double>().ToArray() ?? none);
        }

        private void Near(double[] expected, double[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-9 * (1 + Math.Abs(expected[i])), $"element {i}: expected {expected[i]:R}, is {actual[i]:R} after\n{string.Join('\n', _log)}");
        }

        private static int[] Without(int[] list, int at) => [.. list[..at], .. list[(at + 1)..]];

        private static long[] Longs(int[] sizes) => Array.ConvertAll(sizes, static size => (long)size);
    }

    [Property(MaxTest = 300)]
    public void Programs_give_what_they_give_on_plain_storage(int seed) => new Program(new Sampler(seed)).Run(40);
}
