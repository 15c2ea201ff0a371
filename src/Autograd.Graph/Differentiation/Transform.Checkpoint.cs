namespace Autograd.Graph;

// Memory bought with time.
public static partial class Transform
{
    /// <summary>
    /// f, whose derivative in reverse mode computes what it needs of f again from the argument, instead of keeping it from the first time.
    /// Derivatives by what f captures are as ever; what does not depend on the argument is not computed again.
    /// </summary>
    /// <param name="f">a part of a larger function, such as a layer</param>
    /// <param name="policy">what is kept all the same; <see cref="CheckpointPolicy.KeepNothing"/> when null</param>
    public static Func<Expr, Expr> Checkpoint(Func<Expr, Expr> f, CheckpointPolicy? policy = null) => Checkpoint(f, Structure.Leaf, Structure.Leaf, policy);

    /// <summary>f, whose derivative in reverse mode computes what it needs of f again, as <see cref="Checkpoint(Func{Expr, Expr}, CheckpointPolicy?)"/>.</summary>
    /// <param name="f">a part of a larger function, such as a layer</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <param name="policy">what is kept all the same; <see cref="CheckpointPolicy.KeepNothing"/> when null</param>
    public static Func<TInput, TOutput> Checkpoint<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output, CheckpointPolicy? policy = null)
    {
        Check(f, input, output);
        return x =>
        {
            (Leaves<TInput> points, Leaves<TOutput> y) = Own("checkpoint", f, x, input, output);
            return output.Rebuild(y.Value, CheckpointRule.Attach(points.Exprs, y.Exprs, policy ?? CheckpointPolicy.KeepNothing));
        };
    }
}
