using Autograd.Graph;

namespace Autograd.Properties.ControlFlow;

/// <summary>Loops as C# writes them, node by node: what control flow in the graph is held against.</summary>
internal static class Loops
{
    /// <summary>The scan, unrolled.</summary>
    public static (Expr[] Carry, Expr[] Outputs) Unrolled(Expr[] init, Expr[] items, int trips, Func<Expr[], Expr[], (Expr[] Carry, Expr[] Output)> body, bool reversed = false)
    {
        var outputs = new Expr[]?[trips];
        Expr[] carry = init;
        for (int trip = 0; trip < trips; trip++)
        {
            int place = reversed ? trips - 1 - trip : trip;
            (carry, outputs[place]) = body(carry, Array.ConvertAll(items, stack => At(stack, place)));
        }

        return (carry, trips == 0 ? [] : [.. Enumerable.Range(0, outputs[0]!.Length).Select(k => Stack([.. outputs.Select(output => output![k])]))]);
    }

    public static (Expr[] Carry, Expr[] Outputs) Scanned(Expr[] init, Expr[] items, Func<Expr[], Expr[], (Expr[] Carry, Expr[] Output)> body, ScanOptions? options = null) =>
        Control.Scan(init, items, body, Structure.Leaves, Structure.Leaves, Structure.Leaves, options);

    public static Expr At(Expr stack, int place) => stack.Slice(0, place, place + 1).Reshape([.. stack.Shape.Sizes[1..]]);

    public static Expr Stack(IReadOnlyList<Expr> parts) => Expr.Concat([.. parts.Select(part => part.Reshape([1, .. part.Shape.Sizes]))]);
}
