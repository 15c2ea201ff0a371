namespace Autograd.CSharp;

/// <summary>PyTorch's top-level namespace: made to be used with <c>using static Autograd.CSharp.torch</c>.</summary>
public static partial class torch
{
    /// <summary>
    /// Writes the values to the console on one line, separated by spaces, as Python's <c>print</c> does: <c>None</c>, <c>True</c>,
    /// <c>0.1</c>, <c>[1, 2]</c>, <c>('a', 1.0)</c>, tensors as PyTorch writes them. A <see cref="float"/> is written as the double it widens to.
    /// </summary>
    /// <param name="values">what to write; one array of anything but objects is one value, a list</param>
    public static void print(params object?[]? values) => Console.Out.WriteLine(PrintedLine(values));

    internal static string PrintedLine(object?[]? values)
    {
        if (values is null) return PythonText.Str(null);
        // By covariance print(strings) hands its array over as if it were the parameter list; the list that params makes is always object[].
        if (values.GetType() != typeof(object[])) return PythonText.Str(values);
        return string.Join(" ", values.Select(PythonText.Str));
    }
}
