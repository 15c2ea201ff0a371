using Autograd.Graph;

namespace Autograd.CSharp;

/// <summary>Where the core's errors become the facade's: exactly .NET's own types, with the core's text where PyTorch has none of its own.</summary>
internal static class Border
{
    /// <summary>Whether an exception must not leave the facade as it is.</summary>
    public static bool Stops(Exception error) => error is ShapeException or DTypeException;

    /// <summary>The exception that leaves instead.</summary>
    public static Exception Translate(Exception error) => new ArgumentException(error.Message, error);
}
