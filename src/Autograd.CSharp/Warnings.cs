namespace Autograd.CSharp;

/// <summary>Where warnings go.</summary>
public static class Warnings
{
    /// <summary>Receives the text of each warning; writes it to standard error by default.</summary>
    public static Action<string> Sink { get; set; } = text => Console.Error.WriteLine("UserWarning: " + text);

    internal static void Issue(string text) => Sink(text);
}
