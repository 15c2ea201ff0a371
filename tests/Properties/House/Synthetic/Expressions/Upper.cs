namespace Autograd.Properties.House.Synthetic;

// A floor above Values, and every kind of thing that Values must not know of it.
internal class Upper
{
    internal Innocent? Below = null;

    internal enum Kind { First, Second }
}

internal interface IUpper;

internal enum UpperKind { First, Second }

internal sealed class UpperException : Exception;

[AttributeUsage(AttributeTargets.All)]
internal sealed class UpperAttribute : Attribute;

internal static class UpperFunctions
{
    internal static int Call() => 1;

    internal static T Make<T>() where T : new() => new();
}
