using Autograd.Graph;

namespace Autograd.Docs;

public sealed partial class Examples
{
    [Fact]
    public void Keys_and_what_is_drawn()
    {
        const int step = 3;
        #region random_keys
        RandomKey key = RandomKey.Of(seed: 7);
        (RandomKey forWeights, RandomKey forNoise) = key.Split();
        Expr weights = forWeights.Normal(new Shape(3, 2));
        Expr noise = forNoise.FoldIn(step).Uniform(new Shape(2));     // another key for each step
        #endregion
        Assert.True(weights.Evaluate().BitsEqual(RandomKey.Of(7).Split().First.Normal(new Shape(3, 2)).Evaluate()));
        Assert.All(noise.Evaluate().ToArray<float>(), u => Assert.InRange(u, 0, 1));
    }

    [Fact]
    public void Gradients_through_random_numbers()
    {
        #region random_gradients
        Expr mean = Expr.Variable(NDArray.Scalar(0.5)), deviation = Expr.Variable(NDArray.Scalar(2.0));
        Expr z = RandomKey.Of(1).Normal(new Shape(1000), mean, deviation);
        GradientMap g = Gradient.Of(z.Square().Mean());               // about 2 mean and 2 deviation
        #endregion
        Assert.InRange(g[mean].Evaluate().ToScalar<double>(), 0.5, 1.5);
        Assert.InRange(g[deviation].Evaluate().ToScalar<double>(), 3, 5);
    }
}
