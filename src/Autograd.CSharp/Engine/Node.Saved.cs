using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

// What a node kept, under PyTorch's names. None of it is made before somebody looks.
public partial class Node
{
    /// <summary>The names of all that this node kept: <c>_saved["self"]</c> is PyTorch's <c>_saved_self</c>.</summary>
    /// <exception cref="InvalidOperationException">when a tensor is read: it was freed</exception>
    public SavedAttributes _saved => new(this);

    /// <summary>The first operand; null where no gradient needs it.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_self => (Tensor?)_saved["self"];

    /// <summary>The second operand; null where no gradient needs it.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_other => (Tensor?)_saved["other"];

    /// <summary>The result.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_result => (Tensor?)_saved["result"];

    /// <summary>The exponent: a tensor, or a number.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public object? _saved_exponent => _saved["exponent"];

    /// <summary>The left matrix; null where no gradient needs it.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_mat1 => (Tensor?)_saved["mat1"];

    /// <summary>The right matrix; null where no gradient needs it.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_mat2 => (Tensor?)_saved["mat2"];

    /// <summary>The weights; null where there are none.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_weight => (Tensor?)_saved["weight"];

    /// <summary>The target of a loss.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_target => (Tensor?)_saved["target"];

    /// <summary>Indices of what was picked.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_index => (Tensor?)_saved["index"];

    /// <summary>Indices of what was picked.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_indices => (Tensor?)_saved["indices"];

    /// <summary>The condition of a choice.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_condition => (Tensor?)_saved["condition"];

    /// <summary>The mask of a choice.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name, or it was freed</exception>
    public Tensor? _saved_mask => (Tensor?)_saved["mask"];

    /// <summary>The dimension, or the dimensions.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name</exception>
    public object? _saved_dim => _saved["dim"];

    /// <summary>Whether a reduced dimension stays as 1.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name</exception>
    public object? _saved_keepdim => _saved["keepdim"];

    /// <summary>The factor of the second operand.</summary>
    /// <exception cref="InvalidOperationException">this node keeps none of this name</exception>
    public object? _saved_alpha => _saved["alpha"];

    /// <summary>The outputs as expressions, while they are there.</summary>
    internal ReadOnlySpan<Expr> Outputs => _outputs switch
    {
        Expr output => new Expr[] { output },
        Expr[] outputs => outputs,
        _ => throw new InvalidOperationException(SecondTime),
    };

    /// <summary>What is kept beside the operands.</summary>
    internal object? Arguments => _arguments;

    /// <summary>What hooks took of the values; null where none did.</summary>
    internal PackedStep? Packed => _outputs as PackedStep;

    /// <summary>Whether the values that it needs were dropped.</summary>
    internal bool WasFreed => _outputs is null && _operation.SavesTensors;

    /// <summary>A new node does what the modes ask for: gives its values to hooks, notes where it was made.</summary>
    private void Observe()
    {
        Modes modes = Modes.Current;
        if (modes.Anomaly && this is not AccumulateGrad) NodeTrace.Note(this);
        if (modes.Hooks is not { } hooks || _outputs is null) return;
        if (!_operation.SavesTensors && _operation.Rebuild is not null)
        {
            // It is computed anew when it is needed; what it was computed from is the hooks' to keep.
            Free();
            return;
        }

        if (_operation.Operands.Count == 0) return;
        _outputs = PackedStep.Of(this, hooks);
        if (_operation.KeepsTensorArguments) _arguments = null;
        foreach (ref Edge edge in OwnEdges) edge.Drop();
    }

    private static void CheckSavable(ReadOnlySpan<Operand> operands, Operations.Operation operation)
    {
        foreach (string name in operation.Saves)
        {
            int index = SavedValues.IndexOf(operation.Operands, name);
            if (index >= 0 && index < operands.Length) operands[index].Tensor?.CheckSavable();
        }
    }
}
