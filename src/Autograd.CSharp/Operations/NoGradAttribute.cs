namespace Autograd.CSharp.Operations;

/// <summary>Marks a tensor that an operation is not differentiated by: indices, masks, targets.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class NoGradAttribute : Attribute;
