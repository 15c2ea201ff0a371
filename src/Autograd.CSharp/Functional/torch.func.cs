namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>
    /// Functions of functions of tensors. A function runs once for each transform, on tensors that stand for its arguments; transforms nest in any order,
    /// and what they give is recorded where its arguments, or what the function captures, require grad.
    /// </summary>
    public static partial class func
    {
        private static Tensor[] Tensors(IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            return [.. tensors];
        }
    }
}
