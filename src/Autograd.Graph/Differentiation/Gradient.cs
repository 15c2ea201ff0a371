using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// Derivatives of expressions, as expressions: pure functions that build nodes and change none. What they give can be differentiated again.
/// Every walk is iterative and linear in nodes and edges. Where no derivative is defined it is the subgradient of least norm (0 for |x| at 0),
/// at ties shared evenly, or else the limit; a branch not taken has derivative 0, whatever its own is.
/// </summary>
public static class Gradient
{
    /// <summary>The gradients of a scalar with respect to all floating <see cref="Expr.Variable"/>s that it depends on.</summary>
    /// <param name="output">one element, floating</param>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output is not floating</exception>
    public static GradientMap Of(Expr output) => Of(output, wrt: null, seed: null);

    /// <summary>The gradients of a scalar with respect to any nodes: leaves, or nodes on the way, of which one may be a function of another.</summary>
    /// <param name="output">one element, floating</param>
    /// <param name="wrt">what to differentiate by, floating; a repeated one counts once</param>
    /// <exception cref="GradientException">the output has not exactly one element</exception>
    /// <exception cref="DTypeException">the output or a node of <paramref name="wrt"/> is not floating</exception>
    public static GradientMap Of(Expr output, params Expr[] wrt)
    {
        ArgumentNullException.ThrowIfNull(wrt);
        return Of(output, wrt, seed: null);
    }

    /// <summary>The gradients of &lt;seed, output&gt;.</summary>
    /// <param name="output">any shape, floating</param>
    /// <param name="wrt">what to differentiate by, floating; null for all floating variables that the output depends on</param>
    /// <param name="seed">the cotangent of the output, of its type; null for 1, where the output has one element</param>
    /// <exception cref="GradientException">there is no seed and the output has not exactly one element</exception>
    /// <exception cref="ShapeException">the seed has not the output's shape</exception>
    /// <exception cref="DTypeException">the output or a node of <paramref name="wrt"/> is not floating, or the seed of another type</exception>
    [OverloadResolutionPriority(1)]
    public static GradientMap Of(Expr output, IReadOnlyList<Expr>? wrt, Expr? seed = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        CheckFloating(output, "the output");
        if (seed is not null) CheckType(seed, output, "seed", "output");
        else if (output.Shape.Count != 1)
            throw new GradientException($"gradient: the output ({output}) has not one element; reduce it to one (Sum, Mean), or give a seed of shape {output.Shape}");
        Expr[]? asked = wrt is null ? null : Distinct(wrt);
        Expr?[] gradients = ReverseWalk.Of(output, ref asked, seed ?? Expr.OnesLike(output));
        return new(asked!, gradients);
    }

    /// <summary>
    /// The cotangents of inputs from those of outputs: the transposed Jacobian applied to the seeds. Inputs are cuts: nothing below them is
    /// looked at, so a step costs no more than its own size, however large the graph behind it. An output that is an input gets its seed.
    /// </summary>
    /// <param name="outputs">any shapes</param>
    /// <param name="inputs">any nodes; one that is not floating has no cotangent. Of a repeated one the first gets the whole, the repeats null</param>
    /// <param name="seeds">for each output its cotangent, of its type; null where there is none</param>
    /// <param name="cuts">further nodes to look no further than, such as operands whose cotangents nobody needs</param>
    /// <returns>for each input its cotangent; null where no output with a seed depends on it</returns>
    /// <exception cref="ArgumentException">there are not as many seeds as outputs</exception>
    /// <exception cref="ShapeException">a seed has not its output's shape</exception>
    /// <exception cref="DTypeException">an output with a seed is not floating, or the seed is of another type</exception>
    public static Expr?[] Pullback(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> seeds, IReadOnlyList<Expr>? cuts = null)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count != outputs.Count) throw new ArgumentException($"pullback: {seeds.Count} seeds for {outputs.Count} outputs (one for each; null where there is none)", nameof(seeds));
        for (int i = 0; i < outputs.Count; i++)
        {
            if (seeds[i] is not { } seed) continue;
            CheckFloating(outputs[i], "an output");
            CheckType(seed, outputs[i], "seed", "output");
        }

        return ReverseWalk.Pull(outputs, inputs, seeds, cuts ?? []);
    }

    /// <summary>As <see cref="Pullback"/>, for a walk that goes step by step: masks of the seeds travel on into the cotangents of the inputs.</summary>
    /// <param name="outputs">any shapes</param>
    /// <param name="inputs">any nodes; one that is not floating has no cotangent. Of a repeated one the first gets the whole, the repeats none</param>
    /// <param name="seeds">for each output its cotangent, of its type; without a value where there is none</param>
    /// <returns>for each input its cotangent; without a value where no output with a seed depends on it</returns>
    /// <exception cref="ArgumentException">there are not as many seeds as outputs</exception>
    /// <exception cref="ShapeException">a seed has not its output's shape</exception>
    /// <exception cref="DTypeException">an output with a seed is not floating, or the seed is of another type</exception>
    public static MaskedCotangent[] MaskedPullback(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<MaskedCotangent> seeds)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(seeds);
        if (seeds.Count != outputs.Count) throw new ArgumentException($"pullback: {seeds.Count} seeds for {outputs.Count} outputs (one for each; without a value where there is none)", nameof(seeds));
        for (int i = 0; i < outputs.Count; i++)
        {
            if (seeds[i].Value is not { } seed) continue;
            CheckFloating(outputs[i], "an output");
            CheckType(seed, outputs[i], "seed", "output");
        }

        return ReverseWalk.Pull(outputs, inputs, seeds);
    }

    /// <summary>As <see cref="MaskedPullback(IReadOnlyList{Expr}, IReadOnlyList{Expr}, IReadOnlyList{MaskedCotangent})"/>, of one output, into the caller's memory.</summary>
    /// <param name="output">any shape</param>
    /// <param name="seed">its cotangent, of its type; without a value where there is none</param>
    /// <param name="inputs">any nodes; one that is not floating has no cotangent. Of a repeated one the first gets the whole, the repeats none</param>
    /// <param name="cotangents">receives for each input its cotangent; without a value where the output does not depend on it</param>
    /// <exception cref="ArgumentException">there are not as many places as inputs</exception>
    /// <exception cref="ShapeException">the seed has not the output's shape</exception>
    /// <exception cref="DTypeException">the output is not floating, or the seed is of another type</exception>
    public static void MaskedPullback(Expr output, MaskedCotangent seed, ReadOnlySpan<Expr> inputs, Span<MaskedCotangent> cotangents)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (cotangents.Length != inputs.Length) throw new ArgumentException($"pullback: {cotangents.Length} places for the cotangents of {inputs.Length} inputs (one for each)", nameof(cotangents));
        if (seed.Value is { } value)
        {
            CheckFloating(output, "an output");
            CheckType(value, output, "seed", "output");
        }

        ReverseWalk.Pull(output, seed, inputs, cotangents);
    }

    /// <summary>The tangents of outputs from those of inputs: the Jacobian applied to the tangents, in forward mode. Inputs are cuts, as in <see cref="Pullback"/>.</summary>
    /// <param name="outputs">any shapes</param>
    /// <param name="inputs">any nodes; the tangents of a repeated one add up</param>
    /// <param name="tangents">for each input its tangent, of its type; null where there is none</param>
    /// <returns>for each output its tangent; null where it depends on no input with a tangent</returns>
    /// <exception cref="ArgumentException">there are not as many tangents as inputs</exception>
    /// <exception cref="ShapeException">a tangent has not its input's shape</exception>
    /// <exception cref="DTypeException">an input with a tangent is not floating, or the tangent is of another type</exception>
    public static Expr?[] Pushforward(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> inputs, IReadOnlyList<Expr?> tangents)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(tangents);
        if (tangents.Count != inputs.Count)
            throw new ArgumentException($"pushforward: {tangents.Count} tangents for {inputs.Count} inputs (one for each; null where there is none)", nameof(tangents));
        for (int i = 0; i < inputs.Count; i++)
        {
            if (tangents[i] is not { } tangent) continue;
            CheckFloating(inputs[i], "an input with a tangent");
            CheckType(tangent, inputs[i], "tangent", "input");
        }

        return ForwardWalk.Push(outputs, inputs, tangents);
    }

    private static void CheckFloating(Expr node, string role)
    {
        if (!node.DType.IsFloating())
            throw new DTypeException($"gradient: {role} ({node}) has element type {node.DType.Name()}; only floating types have derivatives (Cast converts)");
    }

    private static void CheckType(Expr given, Expr of, string what, string role)
    {
        if (given.DType != of.DType)
            throw new DTypeException($"gradient: the {what} has element type {given.DType.Name()}, the {role} ({of}) has {of.DType.Name()} (Cast converts)");
        if (!given.Shape.Equals(of.Shape))
            throw new ShapeException($"gradient: the {what} has shape {given.Shape}, the {role} ({of}) has {of.Shape} (BroadcastTo stretches)");
    }

    private static Expr[] Distinct(IReadOnlyList<Expr> wrt)
    {
        var distinct = new List<Expr>(wrt.Count);
        HashSet<Expr>? seen = wrt.Count > 1 ? new(wrt.Count, ReferenceEqualityComparer.Instance) : null;
        for (int i = 0; i < wrt.Count; i++)
        {
            Expr node = wrt[i] ?? throw new ArgumentNullException(nameof(wrt), $"gradient: node {i} to differentiate by is null");
            CheckFloating(node, "a node to differentiate by");
            if (seen is null || seen.Add(node)) distinct.Add(node);
        }

        return [.. distinct];
    }
}
