using Autograd.CSharp;
using Xunit;

namespace Autograd.Properties.Facade;

/// <summary>Tests of what belongs to the process: the sink of warnings, the default random stream. None runs beside another test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "Alone";

    /// <summary>The warnings that a program gives.</summary>
    internal static List<string> WarningsOf(Action program)
    {
        var warnings = new List<string>();
        Action<string> sink = Warnings.Sink;
        Warnings.Sink = warnings.Add;
        try
        {
            program();
        }
        finally
        {
            Warnings.Sink = sink;
        }

        return warnings;
    }
}
