using System.Diagnostics;
using Autograd.CSharp.Operations;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>How a view follows from the tensor that owns its memory: a movement, after those of the view that it was made of.</summary>
/// <param name="Base">the tensor whose part it is, which is no view</param>
/// <param name="Before">how the view that it was made of follows from the base; null if it was made of the base</param>
/// <param name="Operation">the operation that made it</param>
/// <param name="Arguments">the operation's arguments beside the tensor</param>
/// <param name="Output">which of its results</param>
/// <param name="Origin">how it came to be</param>
internal sealed record ViewOf(Tensor Base, ViewOf? Before, Operation Operation, object? Arguments, int Output, ViewOrigin Origin)
{
    private Layout? _layout;
    private int _version;

    /// <summary>How often the base had been written to when the view's history was made.</summary>
    public int Version
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>Whether <c>detach</c> or <c>data</c> made it, whose results PyTorch does not call views: the base is then one that nobody has.</summary>
    public bool IsDetached { get; init; }

    /// <summary>The view of a value of the base.</summary>
    public Expr Of(Expr value)
    {
        foreach (ViewOf step in Steps()) value = step.Operation.Rebuild!(step.Arguments, [value])[step.Output];
        return value;
    }

    /// <summary>The base's value with this view's part of it replaced.</summary>
    /// <param name="whole">the base's value before</param>
    /// <param name="part">what is written</param>
    public Expr Into(Expr whole, Expr part)
    {
        // Movements of a literal are literals, which do not say where they come from.
        if (whole.Op is Op.Literal) whole = Expr.Identity(whole);
        Expr written = part;
        for (Expr at = Of(whole); !ReferenceEquals(at, whole); at = at.Inputs[0])
        {
            if (at.Op is Op.Broadcast && at.Shape.Count != at.Inputs[0].Shape.Count) return AtPlaces(whole, part);
            written = Undo(at.Op, at.Inputs[0], written);
        }

        return written;
    }

    // Of what is stretched, a part may be written that is not.
    private Expr AtPlaces(Expr whole, Expr part)
    {
        long[] places = Layout.Places();
        Expr coordinates = Expr.Constant(NDArray.Create<long>(places, new Shape(places.Length, 1)));
        return whole.Reshape(whole.Shape.Count).Scatter(ScatterKind.Set, coordinates, part.Reshape(places.Length), IntList.Create([0])).Reshape(whole.Shape);
    }

    // What a movement's input becomes when its result is replaced.
    private static Expr Undo(Op movement, Expr input, Expr part) => movement switch
    {
        Op.Identity => part,
        Op.Reshape or Op.Broadcast => part.Reshape(input.Shape),
        Op.Transpose transpose => part.Transpose(Inverse(transpose.Permutation)),
        Op.Slice slice => input.Update(slice.Region, part),
        _ => throw new UnreachableException($"{movement} is no movement"),
    };

    private static int[] Inverse(IntList permutation)
    {
        var inverse = new int[permutation.Count];
        for (int axis = 0; axis < inverse.Length; axis++) inverse[permutation[axis]] = axis;
        return inverse;
    }

    /// <summary>Where the view's elements stand in the base's memory.</summary>
    public Layout Layout
    {
        get
        {
            if (_layout is not null) return _layout;
            var missing = new Stack<ViewOf>();
            ViewOf? step = this;
            for (; step is { _layout: null }; step = step.Before) missing.Push(step);
            Layout layout = step?._layout ?? Layout.Dense(Base.Shape);
            while (missing.TryPop(out ViewOf? next)) layout = next._layout = next.After(layout, Base.DType);
            return layout;
        }
    }

    private Layout After(Layout before, DType dtype) => LayoutOf(before, dtype, Operation, Arguments, Output)
        ?? throw new UnreachableException($"{Operation} made a view that is none");

    /// <summary>The layout of an operation's result; null where that is no view.</summary>
    public static Layout? LayoutOf(Layout before, DType dtype, Operation operation, object? arguments, int output)
    {
        // Which reshapes to a diagonal, though PyTorch strides over any layout.
        if (operation == OperationTable.diagonal_0)
        {
            (long offset, long dim1, long dim2) = ((long, long, long))arguments!;
            int rank = before.Sizes.Length;
            return before.Diagonal(offset, Shapes.Dim(dim1, rank), Shapes.Dim(dim2, rank));
        }

        Expr of = Expr.Parameter("view", dtype, new Shape(before.Sizes));
        return before.Through(operation.Rebuild!(arguments, [of])[output], of);
    }

    /// <summary>From the base to this view.</summary>
    private ReadOnlySpan<ViewOf> Steps()
    {
        if (Before is null) return new ViewOf[] { this };
        int count = 0;
        for (ViewOf? step = this; step is not null; step = step.Before) count++;
        var steps = new ViewOf[count];
        for (ViewOf? step = this; step is not null; step = step.Before) steps[--count] = step;
        return steps;
    }
}
