using Autograd.Graph;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>A record that says its structure in one line.</summary>
internal sealed record Layer(Expr Weight, Expr Bias) : IStructured<Layer>
{
    public static Structure<Layer> Layout { get; } = Structure.Of<Layer>(l => [l.Weight, l.Bias], p => new(p[0], p[1]), "weight", "bias");

    public Expr Apply(Expr x) => Expr.Tanh(Weight.MatMul(x) + Bias);
}

/// <summary>A record of records, and of a number that is counted.</summary>
internal sealed record Model(Layer First, Layer Second, Expr Steps) : IStructured<Model>
{
    public static Structure<Model> Layout { get; } = Structure.From<Model, (Layer, Layer, Expr)>(
        Structure.Tuple(Layer.Layout.Named("first"), Layer.Layout.Named("second"), Structure.Leaf.Named("steps")),
        m => (m.First, m.Second, m.Steps),
        p => new(p.Item1, p.Item2, p.Item3));

    public Expr Apply(Expr x) => Second.Apply(First.Apply(x));
}
