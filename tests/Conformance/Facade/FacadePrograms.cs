using System.Text.RegularExpressions;
using Autograd.CSharp;
using Xunit;

namespace Autograd.Conformance;

/// <summary>Programs that print: the console, the default random stream and the sink of warnings are the process's, so none runs beside another test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class FacadePrograms
{
    public const string Name = "Facade programs";

    /// <summary>What a program prints, warnings as Python's recordings show them, addresses hidden.</summary>
    internal static string OutputOf(Action program)
    {
        TextWriter console = Console.Out;
        Action<string> sink = Warnings.Sink;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        Warnings.Sink = text => output.WriteLine("[UserWarning] " + text);
        try
        {
            program();
        }
        finally
        {
            Console.SetOut(console);
            Warnings.Sink = sink;
        }

        return Regex.Replace(output.ToString(), "at 0x[0-9a-f]+>", "at 0xADDR>");
    }
}
