using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>A tensor as it was when it was saved, whatever is written to it afterwards; or what hooks made of it.</summary>
internal sealed class SavedTensor
{
    private readonly SavedValues.Entry _entry;
    private readonly SavedTensorHooks? _hooks;
    private readonly object? _packed;

    /// <param name="value">the value</param>
    /// <param name="history">the node that made it; null where it has no history</param>
    /// <param name="output">which of the node's outputs</param>
    public SavedTensor(Expr value, Node? history, int output)
    {
        var entry = new SavedValues.Entry("", value, history, output, -1);
        _hooks = Modes.Current.Hooks;
        if (_hooks is null) _entry = entry;
        else _packed = _hooks.Pack(SavedValues.ToTensor(entry));
    }

    /// <summary>A tensor with its history.</summary>
    public static SavedTensor Of(Tensor tensor) =>
        tensor.requires_grad ? new(tensor.Value, tensor.HistoryNode, tensor.output_nr) : new(tensor.Operand(tracked: true), null, 0);

    /// <summary>The tensor again.</summary>
    public Tensor Unpack() => _hooks is null ? SavedValues.ToTensor(_entry) : _hooks.Unpack(_packed);
}
