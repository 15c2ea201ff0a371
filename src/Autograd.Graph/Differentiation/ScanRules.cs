namespace Autograd.Graph;

/// <summary>Forward mode of loops: tangents are carried beside the values.</summary>
internal static class ScanRules
{
    /// <summary>The tangents of a scan's outputs.</summary>
    public static Expr?[] Push(Op.Scan op, Expr node, Expr?[] tangents)
    {
        var doubled = new DoubledLoop(op.Body, op.Carries, node, tangents, eachTrip: op.Items);
        List<Expr> stacked = [.. op.Body.Outputs.AsSpan()[op.Carries..]], items = [], stacks = [];
        var outputOf = new int[op.OutputCount];
        for (int k = op.Carries; k < outputOf.Length; k++)
        {
            outputOf[k] = -1;
            if (doubled.TangentOf(k) is not { } tangent) continue;
            outputOf[k] = stacked.Count;
            stacked.Add(tangent);
        }

        for (int i = op.Carries; i < op.Carries + op.Items; i++)
        {
            items.Add(op.Body.Parameters[i]);
            stacks.Add(node.Input(i));
        }

        for (int i = op.Carries; i < op.Carries + op.Items; i++)
        {
            if (doubled.ParameterOf(i) is not { } parameter) continue;
            items.Add(parameter);
            stacks.Add(tangents[i]!);
        }

        Closure closure = doubled.Close(items, stacked);
        Expr made = Control.ScanNode(closure, doubled.First, stacks, op.Trips, op.Reversed, op.Recomputes);
        var result = new Expr?[op.OutputCount];
        for (int i = 0; i < result.Length; i++)
        {
            int output = i < op.Carries ? doubled.CarryOf(i) : outputOf[i] < 0 ? -1 : doubled.First.Count + outputOf[i];
            result[i] = output < 0 ? null : made.Output(output);
        }

        return result;
    }
}
