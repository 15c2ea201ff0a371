using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>
/// Which nodes lose digits: the same graph is run in float32 and in float64, from the same float32 sources, and the nodes are ranked by how many
/// decimal digits fewer their value has right than their inputs have. The bodies of loops and choices run in their own types in both.
/// </summary>
/// <param name="Rows">nodes that lose digits, those that lose most first</param>
/// <param name="OutputDigits">for each output the decimal digits in which both runs agree at its worst element</param>
/// <param name="NodeCount">how many nodes were compared</param>
public sealed record PrecisionReport(ImmutableArray<PrecisionRow> Rows, ImmutableArray<double> OutputDigits, int NodeCount)
{
    private const int Shown = 10;

    /// <summary>Runs outputs in both precisions, node by node.</summary>
    /// <param name="outputs">what is evaluated; float64 parts of it stay so</param>
    /// <param name="cancellationToken">asked before each node</param>
    /// <exception cref="UnboundParameterException">an output depends on a parameter that has no value</exception>
    /// <exception cref="OperationCanceledException">the evaluation was cancelled</exception>
    public static PrecisionReport Of(IReadOnlyList<Expr> outputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new PrecisionComparison([.. outputs]).Run(cancellationToken);
    }

    /// <inheritdoc cref="Of(IReadOnlyList{Expr}, CancellationToken)"/>
    public static PrecisionReport Of(Expr output, CancellationToken cancellationToken = default) => Of([output], cancellationToken);

    /// <summary>A table of the nodes that lose most.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{NodeCount} nodes in float32 and float64; outputs agree in {string.Join(", ", OutputDigits.Select(Digits))} digits\n");
        if (Rows.IsEmpty) return text.Append("no node loses digits\n").ToString();
        var table = new TextTable("node", "made by", "lost", "digits in", "digits out");
        foreach (PrecisionRow row in Rows.Take(Shown)) table.Add(row.Node.ToString(), row.Site?.ToString() ?? "", Digits(row.DigitsLost), Digits(row.InputDigits), Digits(row.OutputDigits));
        if (Rows.Length > Shown) table.Note($"{Rows.Length - Shown} more");
        table.AppendTo(text);
        return text.ToString();
    }

    private static string Digits(double digits) => digits.ToString("F1", CultureInfo.InvariantCulture);
}
