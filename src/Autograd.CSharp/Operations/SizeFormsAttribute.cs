namespace Autograd.CSharp.Operations;

/// <summary>Marks a creation function whose first parameter is <c>long[] size</c>: the forms that name each size are generated.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SizeFormsAttribute : Attribute;
