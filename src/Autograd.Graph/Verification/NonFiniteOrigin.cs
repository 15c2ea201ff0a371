using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Autograd.Graph;

/// <summary>A node that made a value which is not finite of inputs that all are, or a source that holds one.</summary>
/// <param name="Node">the node</param>
/// <param name="Value">its value</param>
/// <param name="Place">the place of the first such element of the value, in row-major order</param>
/// <param name="Inputs">the values of its inputs</param>
/// <param name="IsBackward">whether the node belongs to a gradient</param>
/// <param name="Reaches">whether the value passes on to an output, and so is the reason of what was seen there</param>
/// <param name="Site">where the program made the node; null unless it was made while <see cref="CallSites.Record"/> was on</param>
public sealed record NonFiniteOrigin(Expr Node, NDArray Value, int Place, ImmutableArray<NDArray> Inputs, bool IsBackward, bool Reaches, CallSite? Site)
{
    /// <summary>The first element that is not finite.</summary>
    public double Element => Value.At(Place).ToDouble();

    /// <summary>A few lines: what made what, of what, where.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Node} {(Node.IsSource ? "holds" : "made")} {Text(Element)} at {PlaceText(Value.Shape, Place)}, {(IsBackward ? "backward" : "forward")}");
        for (int i = 0; i < Inputs.Length; i++) text.Append(CultureInfo.InvariantCulture, $"\n  of {Node.Inputs[i]}: {Describe(Inputs[i])}");
        if (Site is { BackwardOf: { } forward }) text.Append(CultureInfo.InvariantCulture, $"\n  in the derivative of {forward}");
        if (Site is not null) text.Append(CultureInfo.InvariantCulture, $"\n  made by {Site}");
        return text.ToString();
    }

    /// <summary>The element that met the first one that is not finite, where shapes tell it, and the range of all.</summary>
    private string Describe(NDArray input)
    {
        if (input.Count == 0) return "no elements";
        string at = input.Count == 1 ? Text(input.At(0).ToDouble()) : input.Shape.Equals(Value.Shape) && Node.Op is Op.Elementwise ? $"{Text(input.At(Place).ToDouble())} at {PlaceText(input.Shape, Place)}" : "";
        if (input.Count == 1) return at;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < input.Count; i++) (low, high) = (Math.Min(low, input.At(i).ToDouble()), Math.Max(high, input.At(i).ToDouble()));
        return $"{at}{(at.Length > 0 ? ", " : "")}all in [{Text(low)}, {Text(high)}]";
    }

    private static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static string PlaceText(Shape shape, int place)
    {
        var indices = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (place, indices[axis]) = Math.DivRem(place, shape[axis]);
        return $"[{string.Join(", ", indices)}]";
    }
}
