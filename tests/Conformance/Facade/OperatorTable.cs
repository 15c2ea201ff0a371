using System.Text;
using Autograd.CSharp.Operations;

namespace Autograd.Conformance;

/// <summary>The page on operators, from the descriptions that the facade's generator made.</summary>
internal static class OperatorTable
{
    public static string Page()
    {
        var page = new StringBuilder("""
            # Operators of the facade

            Every operation that is defined once and generated in its forms: how it can be called, PyTorch's name of its node (none where there is no
            derivative), and the tensors that the node keeps. A freed node that keeps any refuses a second backward. Overloads share a row where they are alike.

            | operation | forms | node | keeps |
            |---|---|---|---|

            """);
        foreach (string row in OperationTable.All.Where(o => o.Forms.Count > 0).OrderBy(o => o.Name, StringComparer.Ordinal).Select(Row).Distinct())
            page.Append(row).Append('\n');
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Row(Operation operation) =>
        $"| {operation.Name} | {Forms(operation)} | {operation.Node ?? "-"} | {(operation.Saves.Count == 0 ? "-" : string.Join(", ", operation.Saves))} |";

    private static string Forms(Operation operation) => string.Join(", ", operation.Forms.Select(form => $"`{form}`"));
}
