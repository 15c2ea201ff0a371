namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>Marks the <c>backward</c> of a function of the caller's as one that cannot be differentiated again: a second derivative is an error instead of a wrong number.</summary>
        [AttributeUsage(AttributeTargets.Method)]
        public sealed class once_differentiableAttribute : Attribute;
    }
}
