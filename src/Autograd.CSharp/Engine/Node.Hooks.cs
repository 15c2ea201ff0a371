namespace Autograd.CSharp;

public partial class Node
{
    /// <summary>
    /// Calls a function whenever a backward pass has run this node, with the gradients of its operands and of its outputs. Of an
    /// <see cref="AccumulateGrad"/> it is called when the grad was added to.
    /// </summary>
    /// <returns>takes the hook off again</returns>
    public RemovableHandle register_hook(NodeHook fn)
    {
        ArgumentNullException.ThrowIfNull(fn);
        return Register((Hooks ??= new()).After ??= [], fn);
    }

    /// <summary>Calls a function with the gradients of this node's outputs before a backward pass runs it, among the hooks of its output tensors in the order of registration.</summary>
    /// <returns>takes the hook off again</returns>
    public RemovableHandle register_prehook(NodePrehook fn)
    {
        ArgumentNullException.ThrowIfNull(fn);
        return Register((Hooks ??= new()).Before, new GradientHook(-1, null, null, fn));
    }

    /// <summary>Adds a hook to one of the lists.</summary>
    internal static RemovableHandle Register<T>(List<T> list, T hook) where T : class
    {
        list.Add(hook);
        return new(() => list.RemoveAt(list.FindLastIndex(item => ReferenceEquals(item, hook))));
    }
}
