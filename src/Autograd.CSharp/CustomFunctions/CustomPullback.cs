using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>Calls the caller's backward and holds what it gives against the arguments of the forward.</summary>
internal sealed class CustomPullback
{
    private readonly autograd.Function _function;
    private readonly bool[] _flows;
    private readonly (DType DType, Graph.Shape Shape, bool IsAsked)?[] _arguments;

    /// <param name="function">the function</param>
    /// <param name="flows">for each result of the forward whether it has a gradient</param>
    /// <param name="arguments">the arguments; null where one is no tensor</param>
    public CustomPullback(autograd.Function function, bool[] flows, Tensor?[] arguments)
    {
        _function = function;
        _flows = flows;
        _arguments = Array.ConvertAll(arguments, argument => argument is null ? default((DType, Graph.Shape, bool)?) : (argument.DType, argument.Shape, argument.requires_grad));
    }

    /// <summary>The gradients of the arguments that are tensors; null where there is none.</summary>
    /// <param name="context">what the forward kept</param>
    /// <param name="gradients">those of the results that have one</param>
    /// <exception cref="ArgumentException">there are not as many as arguments, or one has no place or a wrong shape</exception>
    public Tensor?[] Run(autograd.AutogradContext context, Tensor?[] gradients)
    {
        var all = new Tensor?[_flows.Length];
        for (int i = 0, output = 0; i < all.Length; i++)
            if (_flows[i]) all[i] = gradients[output++];
        IReadOnlyList<Tensor?> given;
        using (GradMode.Set(GradMode.IsEnabled && !_function.IsOnceDifferentiable)) given = _function.Backward(context, all);
        return Checked(given);
    }

    private Tensor?[] Checked(IReadOnlyList<Tensor?> given)
    {
        string name = _function.Name + "Backward";
        if (given.Count < _arguments.Length || Enumerable.Range(_arguments.Length, given.Count - _arguments.Length).Any(i => given[i] is not null))
            throw new ArgumentException($"function {name} returned an incorrect number of gradients (expected {_arguments.Length}, got {given.Count})");
        var gradients = new List<Tensor?>(_arguments.Length);
        for (int i = 0; i < _arguments.Length; i++)
        {
            if (_arguments[i] is { } argument) gradients.Add(given[i] is { } gradient && argument.IsAsked ? Fitted(gradient, argument.DType, argument.Shape, name, gradients.Count) : null);
            else if (given[i] is not null) throw new ArgumentException($"function {name} returned a gradient different than None at position {i + 1}, but the corresponding forward input was not a Variable");
        }

        return [.. gradients];
    }

    /// <summary>A gradient in the type of its argument, summed where it was stretched.</summary>
    private static Tensor Fitted(Tensor gradient, DType dtype, Graph.Shape shape, string name, int index)
    {
        if (!gradient.Shape.Equals(shape))
        {
            if (!IsStretched(shape, gradient.Shape))
                throw new ArgumentException($"Function {name} returned an invalid gradient at index {index} - got {gradient.Shape} but expected shape compatible with {shape}");
            gradient = SumTo(gradient, shape);
        }

        return gradient.DType == dtype ? gradient : gradient.to(dtype.ToScalarType());
    }

    private static bool IsStretched(Graph.Shape shape, Graph.Shape to)
    {
        if (shape.Rank > to.Rank) return false;
        for (int i = 1; i <= shape.Rank; i++)
            if (shape[shape.Rank - i] != to[to.Rank - i] && shape[shape.Rank - i] != 1) return false;
        return true;
    }

    private static Tensor SumTo(Tensor gradient, Graph.Shape shape)
    {
        int leading = gradient.Shape.Rank - shape.Rank;
        var dims = new List<long>();
        for (int i = 0; i < gradient.Shape.Rank; i++)
            if (i < leading || (shape[i - leading] == 1 && gradient.Shape[i] != 1)) dims.Add(i);
        if (dims.Count > 0) gradient = gradient.sum([.. dims], keepdim: true);
        return gradient.reshape(Array.ConvertAll(shape.Sizes.ToArray(), size => (long)size));
    }
}
