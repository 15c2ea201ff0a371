using System.Globalization;

namespace Autograd.Graph;

/// <summary>A batch of matrix products, m by k times k by n.</summary>
public sealed record ContractionDescription : StepDescription
{
    internal ContractionDescription(int nodes, StepTraffic traffic, int batch, int m, int n, int k, OperandLayout left, OperandLayout right)
        : base("dot", nodes, 2L * batch * m * n * k, traffic) => (Batch, M, N, K, Left, Right) = (batch, m, n, k, left, right);

    /// <summary>How many products.</summary>
    public int Batch { get; }

    /// <summary>Rows of the left operand and of the result.</summary>
    public int M { get; }

    /// <summary>Columns of the right operand and of the result.</summary>
    public int N { get; }

    /// <summary>Columns of the left operand and rows of the right one: what is summed over.</summary>
    public int K { get; }

    /// <summary>How the left operand lies.</summary>
    public OperandLayout Left { get; }

    /// <summary>How the right operand lies.</summary>
    public OperandLayout Right { get; }

    /// <inheritdoc/>
    public override string Detail => string.Create(CultureInfo.InvariantCulture, $"{(Batch == 1 ? "" : $"batch {Batch}, ")}m {M}, n {N}, k {K}, left {Text(Left)}, right {Text(Right)}");

    private static string Text(OperandLayout layout) => layout switch
    {
        OperandLayout.RowMajor => "by rows",
        OperandLayout.ColumnMajor => "by columns",
        OperandLayout.Strided => "strided",
        _ => "copied",
    };
}
