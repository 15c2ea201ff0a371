using static Autograd.CSharp.torch;

namespace Autograd.Conformance;

/// <summary>The programs of <c>semantics.md</c>, line by line.</summary>
internal static partial class SemanticsPrograms
{
    /// <summary>By their names.</summary>
    public static readonly Dictionary<string, Action> All = new Action[]
    {
        S01, S03, S05, S07, S09, S11, S13, S15, S17, S19, S21, S23, S25,
        S27, S29, S31, S33, S35, S37, S39, S41, S43, S45, S47, S49,
        S51, S53, S55, S57, S59, S61, S63, S65, S67, S69, S71, S73, S75, S79, S81, S83, S85, S87, S89, S91, S93, S95,
    }.ToDictionary(program => program.Method.Name);

    /// <summary>What the others wait for.</summary>
    public static readonly Dictionary<string, string> Later = new()
    {
        ["S77"] = "a gradient that is no tensor, which does not compile",
    };

    private static void Err(Action program)
    {
        try
        {
            program();
            print("no error");
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            print(error.Message);
        }
    }
}
