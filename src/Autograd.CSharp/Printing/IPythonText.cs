namespace Autograd.CSharp;

/// <summary>Has a text of its own in Python, though it may be enumerable: tensors, sizes, scalars.</summary>
internal interface IPythonText
{
    /// <summary>Python's <c>repr</c>; the facade's types have no other <c>str</c>.</summary>
    string Repr();
}
