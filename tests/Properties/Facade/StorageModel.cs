namespace Autograd.Properties;

/// <summary>
/// Tensors as PyTorch's documentation describes them, told without expressions: a memory of numbers, tensors that stride over it, and for every
/// number that is tracked the scalar that made it, with its partial derivatives. A write replaces numbers in place; what was computed before keeps
/// the numbers that it read.
/// </summary>
internal sealed class StorageModel
{
    private long _made;

    public bool Records { get; set; } = true;

    /// <summary>A number that was computed while gradients were recorded.</summary>
    internal sealed record Scalar(long Number, (Scalar Of, double Partial)[] Parents);

    /// <summary>The numbers, and how often they were written to.</summary>
    internal sealed class Memory(double[] values)
    {
        public double[] Values { get; } = values;

        public int Writes { get; set; }
    }

    /// <summary>Where a base's numbers come from: views of it have the same, what was detached has its own.</summary>
    internal sealed class History(int count, bool isLeaf)
    {
        public Scalar?[] Scalars { get; } = new Scalar?[count];

        public bool IsTracked { get; set; }

        public bool IsLeaf { get; set; } = isLeaf;

        /// <summary>The gradients of a leaf.</summary>
        public double[]? Grad { get; set; }
    }

    internal sealed record Tensor(Memory Memory, History History, int Offset, int[] Sizes, int[] Strides)
    {
        public bool IsView { get; init; }

        /// <summary>Whether it was made as a view while gradients were not recorded.</summary>
        public bool IsMadeWithoutGrad { get; init; }

        public int Count => Sizes.Aggregate(1, (a, b) => a * b);

        public int[] Places()
        {
            var places = new int[Count];
            var index = new int[Sizes.Length];
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = Offset + index.Zip(Strides, (at, stride) => at * stride).Sum();
                for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == Sizes[axis]; axis--) index[axis] = 0;
            }

            return places;
        }

        public double[] Values() => Array.ConvertAll(Places(), place => Memory.Values[place]);

        public bool IsContiguous
        {
            get
            {
                int expected = 1;
                for (int axis = Sizes.Length - 1; axis >= 0; expected *= Sizes[axis--])
                    if (Sizes[axis] != 1 && Strides[axis] != expected) return false;
                return true;
            }
        }
    }

    public Tensor Leaf(double[] values, int[] sizes, bool requiresGrad)
    {
        var history = new History(values.Length, isLeaf: true) { IsTracked = requiresGrad };
        if (requiresGrad)
            for (int i = 0; i < values.Length; i++) history.Scalars[i] = new(_made++, []);
        return new(new([.. values]), history, 0, sizes, Dense(sizes));
    }

    public static int[] Dense(int[] sizes)
    {
        var strides = new int[sizes.Length];
        for (int axis = sizes.Length - 1, stride = 1; axis >= 0; stride *= sizes[axis--]) strides[axis] = stride;
        return strides;
    }

    public Tensor View(Tensor of, int offset, int[] sizes, int[] strides) =>
        of with { Offset = offset, Sizes = sizes, Strides = strides, IsView = true, IsMadeWithoutGrad = of.IsMadeWithoutGrad || !Records };

    public static Tensor Detach(Tensor of) => of with { History = new(of.Memory.Values.Length, isLeaf: true), IsView = false, IsMadeWithoutGrad = false };

    /// <summary>A function of elements at the same places.</summary>
    public Tensor Map(Func<double[], (double Value, double[] Partials)> function, params Tensor[] operands)
    {
        bool recorded = Records && operands.Any(x => x.History.IsTracked);
        int[] sizes = operands[0].Sizes;
        (double[] values, Scalar?[] scalars) = Compute(function, operands, recorded);
        var history = new History(values.Length, isLeaf: !recorded) { IsTracked = recorded };
        scalars.CopyTo(history.Scalars, 0);
        return new(new(values), history, 0, sizes, Dense(sizes));
    }

    /// <summary>Whether PyTorch refuses to write.</summary>
    public bool Refuses(Tensor into, params Tensor[] operands)
    {
        bool recorded = Records && operands.Append(into).Any(x => x.History.IsTracked);
        return recorded && (into.IsMadeWithoutGrad || into.History is { IsTracked: true, IsLeaf: true });
    }

    /// <summary>A function of elements written into a tensor.</summary>
    public void Write(Tensor into, Func<double[], (double Value, double[] Partials)> function, params Tensor[] operands)
    {
        bool recorded = Records && operands.Append(into).Any(x => x.History.IsTracked);
        (double[] values, Scalar?[] scalars) = Compute(function, operands, recorded);
        int[] places = into.Places();
        for (int i = 0; i < places.Length; i++)
        {
            into.Memory.Values[places[i]] = values[i];
            if (recorded) into.History.Scalars[places[i]] = scalars[i];
        }

        into.Memory.Writes++;
        if (recorded) (into.History.IsTracked, into.History.IsLeaf) = (true, false);
    }

    private (double[] Values, Scalar?[] Scalars) Compute(Func<double[], (double Value, double[] Partials)> function, Tensor[] operands, bool recorded)
    {
        int[][] places = Array.ConvertAll(operands, x => x.Places());
        var values = new double[operands.Length == 0 ? 1 : places[0].Length];
        var scalars = new Scalar?[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (values[i], double[] partials) = function([.. operands.Select((x, k) => x.Memory.Values[places[k][i]])]);
            if (!recorded) continue;
            var parents = operands.Select((x, k) => (Of: x.History.Scalars[places[k][i]], partials[k])).Where(p => p.Of is not null).ToArray();
            scalars[i] = new(_made++, parents!);
        }

        return (values, scalars);
    }

    /// <summary>Adds the gradients of the sum of a tensor's elements to the leaves'.</summary>
    public static void Backward(Tensor root, IEnumerable<Tensor> leaves)
    {
        var gradients = new Dictionary<Scalar, double>(ReferenceEqualityComparer.Instance);
        var queue = new PriorityQueue<Scalar, long>();
        void Arrive(Scalar? at, double gradient)
        {
            if (at is null) return;
            if (!gradients.TryAdd(at, gradient)) gradients[at] += gradient;
            else queue.Enqueue(at, -at.Number);
        }

        foreach (int place in root.Places()) Arrive(root.History.Scalars[place], 1);
        while (queue.TryDequeue(out Scalar? scalar, out _))
            foreach ((Scalar of, double partial) in scalar.Parents) Arrive(of, gradients[scalar] * partial);
        foreach (Tensor leaf in leaves)
        {
            if (!leaf.History.Scalars.Any(scalar => scalar is not null && gradients.ContainsKey(scalar))) continue;
            leaf.History.Grad ??= new double[leaf.Count];
            for (int i = 0; i < leaf.Count; i++) leaf.History.Grad[i] += gradients.GetValueOrDefault(leaf.History.Scalars[i]!);
        }
    }
}
