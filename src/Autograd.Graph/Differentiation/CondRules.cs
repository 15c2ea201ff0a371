using System.Collections.Immutable;

namespace Autograd.Graph;

/// <summary>
/// Derivatives of a choice: the choice of the derivatives. A case is computed again where its derivative needs what was computed on the way, so
/// that the case not taken costs neither time nor memory.
/// </summary>
internal static class CondRules
{
    /// <summary>The cotangents of the inputs: those of the case that was taken, zeros for inputs that only the other one uses.</summary>
    public static Expr?[] Pull(Op.Cond op, Expr node, bool[] needed, Expr?[] g)
    {
        var derivative = new Derivative(node, Array.ConvertAll(g, cotangent => cotangent?.Type));
        bool[] asked = needed[1..];
        Expr?[] made = derivative.Choose(ControlRules.Pull(op.Then, asked, derivative.Given), ControlRules.Pull(op.Otherwise, asked, derivative.Given), op, g);
        return [null, .. made];
    }

    /// <summary>The tangents of the outputs.</summary>
    public static Expr?[] Push(Op.Cond op, Expr node, Expr?[] tangents)
    {
        Expr?[] given = tangents[1..];
        var derivative = new Derivative(node, Array.ConvertAll(given, tangent => tangent?.Type));
        return derivative.Choose(ForwardWalk.Push(op.Then.Outputs, op.Then.Parameters, derivative.Given), ForwardWalk.Push(op.Otherwise.Outputs, op.Otherwise.Parameters, derivative.Given), op, given);
    }

    /// <summary>A choice between what was made of the two bodies.</summary>
    private sealed class Derivative(Expr node, ExprType?[] given)
    {
        /// <summary>What stands for the cotangents of outputs, or the tangents of inputs, in both cases.</summary>
        public Expr?[] Given { get; } = Array.ConvertAll(given, type => type is { } known ? ControlRules.Parameter("derivative", known) : null);

        public Expr?[] Choose(Expr?[] then, Expr?[] otherwise, Op.Cond op, Expr?[] values)
        {
            var places = new List<int>();
            List<Expr> ofThen = [], ofOtherwise = [];
            for (int i = 0; i < then.Length; i++)
            {
                if (then[i] is null && otherwise[i] is null) continue;
                places.Add(i);
                ofThen.Add(then[i] ?? Expr.ZerosLike(otherwise[i]!));
                ofOtherwise.Add(otherwise[i] ?? Expr.ZerosLike(then[i]!));
            }

            var result = new Expr?[then.Length];
            if (places.Count == 0) return result;
            Expr choice = Node(op, ofThen, ofOtherwise, values);
            for (int k = 0; k < places.Count; k++) result[places[k]] = choice.Output(k);
            return result;
        }

        private Expr Node(Op.Cond op, List<Expr> then, List<Expr> otherwise, Expr?[] values)
        {
            // Both bodies take the parameters of the first.
            ImmutableArray<Expr> shared = op.Then.Parameters;
            IEnumerable<KeyValuePair<Expr, Expr>> replaced = op.Otherwise.Parameters.Select((parameter, i) => KeyValuePair.Create(parameter, shared[i]));
            Expr[] outputs = [.. then, .. Substitution.In(otherwise, replaced)!];
            List<Expr> parameters = [.. shared], inputs = [];
            for (int i = 1; i < node.InputCount; i++) inputs.Add(node.Input(i));
            for (int i = 0; i < values.Length; i++)
            {
                if (Given[i] is not { } parameter) continue;
                parameters.Add(parameter);
                inputs.Add(values[i]!);
            }

            return Control.CondNode(node.Input(0), Closure.Of(parameters, outputs), then.Count, inputs);
        }
    }
}
