namespace Autograd.Graph;

/// <summary>
/// The derivative of a structure by a structure: for each leaf of the function's result and each leaf of its argument a block, of the result's
/// axes followed by the argument's. Blocks of leaves that are not floating are absent. A Hessian is the Jacobian of a gradient.
/// </summary>
/// <typeparam name="TInput">the argument</typeparam>
/// <typeparam name="TOutput">the result</typeparam>
public sealed class Jacobian<TInput, TOutput>
{
    private readonly Leaves<TInput> _input;
    private readonly Leaves<TOutput> _output;
    private readonly Expr[][] _blocks;

    internal Jacobian(Leaves<TInput> input, Leaves<TOutput> output, Expr[][] blocks) => (_input, _output, _blocks) = (input, output, blocks);

    /// <summary>How many leaves the result has.</summary>
    public int OutputCount => _output.Exprs.Length;

    /// <summary>How many leaves the argument has.</summary>
    public int InputCount => _input.Exprs.Length;

    /// <summary>The derivative of one leaf by another, each by its index in the order of <see cref="Structure{T}.Flatten"/>.</summary>
    public Expr this[int output, int input] => _blocks[output][input];

    /// <summary>The derivatives of one leaf of the result by all leaves of the argument, in the argument's form.</summary>
    public TInput Of(int output) => _input.Structure.Rebuild(_input.Value, _blocks[output]);

    /// <summary>
    /// All blocks as one matrix: a row for each element of the result, a column for each element of the argument, leaf after leaf in row-major
    /// order. Leaves that are not floating are left out; element types are promoted.
    /// </summary>
    /// <exception cref="GradientException">no leaf of the result is floating</exception>
    public Expr ToMatrix()
    {
        var rows = new List<Expr>();
        for (int k = 0; k < OutputCount; k++)
        {
            Expr[] row = [.. _blocks[k].Where(block => !block.IsAbsent)];
            if (row.Length > 0) rows.Add(Expr.Concat([.. row.Select(block => block.Reshape(_output.Exprs[k].Shape.Count, Width(block, k)))], axis: 1));
        }

        return rows.Count > 0 ? Expr.Concat(rows) : throw new GradientException($"jacobian: the result {_output.Structure.Describe(_output.Value)} has no floating leaf; only floating types have derivatives (Cast converts)");
    }

    /// <summary>The forms of result and argument.</summary>
    public override string ToString() => $"Jacobian of {_output.Structure.Describe(_output.Value)} by {_input.Structure.Describe(_input.Value)}";

    private int Width(Expr block, int output) => new Shape(block.Shape.Sizes[_output.Exprs[output].Rank..]).Count;
}
