using Autograd.Graph;

namespace Autograd.Samples.Digits;

/// <summary>
/// The functional style: a network is an immutable record of expressions, a step is a function from a network and a batch to the next
/// network, and a training is the fold of steps over batches. Nothing is ever written to.
/// </summary>
internal static class FunctionalTraining
{
    /// <summary>Trains a network and measures it on the rows kept back.</summary>
    /// <param name="split">rows to learn from and rows kept back</param>
    /// <param name="recipe">what is trained and how</param>
    /// <param name="seed">of the first parameters and of the order of the rows</param>
    /// <param name="epochDone">told after each epoch</param>
    /// <param name="options">how expressions are evaluated</param>
    public static Outcome Run(DigitsSplit split, Recipe recipe, int seed, Action? epochDone = null, EvaluationOptions? options = null)
    {
        Random random = new(seed);
        Expr images = Expr.Constant(NDArray.FromArray(split.Training.Images));
        Expr labels = Expr.Constant(NDArray.FromArray(split.Training.Labels));

        Trained Step(Trained before, Expr rows)
        {
            Network network = before.Network;
            Expr loss = network.Loss(images.Take(rows), labels.Take(rows));
            GradientMap gradient = Gradient.Of(loss);
            Network next = network.Select(p => p - recipe.LearningRate * gradient[p]);
            NDArray[] values = Evaluation.Evaluate([loss, .. next.Parameters], options);
            return new(Network.Of(values[1..]), before.Loss + values[0].ToScalar<float>());
        }

        Trained Epoch(Trained before, int _)
        {
            Trained after = Batches(split.Training.Count, recipe, random).Aggregate(before with { Loss = 0 }, Step);
            epochDone?.Invoke();
            return after with { Loss = after.Loss / recipe.Batches(split.Training.Count) };
        }

        Trained end = Enumerable.Range(0, recipe.Epochs).Aggregate(new Trained(Network.Draw(recipe.Hidden, random), Loss: 0), Epoch);
        return new(end.Loss, Accuracy(end.Network, split.HeldOut, options));
    }

    /// <summary>The share of rows whose largest logit is that of their digit.</summary>
    private static double Accuracy(Network network, DigitsData data, EvaluationOptions? options)
    {
        Expr told = network.Logits(Expr.Constant(NDArray.FromArray(data.Images))).ArgMax(axis: 1);
        Expr right = Expr.EqualTo(told, Expr.Constant(NDArray.FromArray(data.Labels)));
        return right.Cast(DType.Float64).Mean().Evaluate(options).ToScalar<double>();
    }

    /// <summary>Every row once, in a random order, cut into batches of places.</summary>
    private static IEnumerable<Expr> Batches(int rows, Recipe recipe, Random random)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        random.Shuffle(order);
        return order.Chunk(recipe.BatchSize).Select(batch => Expr.Constant(NDArray.Vector(batch)));
    }

    /// <summary>How far a training is: the network and the loss of the epoch so far.</summary>
    private sealed record Trained(Network Network, double Loss);

    /// <summary>A network of two layers.</summary>
    /// <param name="W1">[64, hidden]</param>
    /// <param name="B1">[hidden]</param>
    /// <param name="W2">[hidden, 10]</param>
    /// <param name="B2">[10]</param>
    private sealed record Network(Expr W1, Expr B1, Expr W2, Expr B2)
    {
        public Expr[] Parameters => [W1, B1, W2, B2];

        /// <summary>max(x W₁ + b₁, 0) W₂ + b₂</summary>
        public Expr Logits(Expr images) => (images.MatMul(W1) + B1).Relu().MatMul(W2) + B2;

        /// <summary>The mean cross entropy of the logits against the digits.</summary>
        public Expr Loss(Expr images, Expr labels) => Logits(images).CrossEntropy(labels);

        /// <summary>A network of a function of each parameter.</summary>
        public Network Select(Func<Expr, Expr> function) => new(function(W1), function(B1), function(W2), function(B2));

        /// <summary>A network whose parameters are variables of these values.</summary>
        public static Network Of(ReadOnlySpan<NDArray> values) =>
            new(Expr.Variable(values[0]), Expr.Variable(values[1]), Expr.Variable(values[2]), Expr.Variable(values[3]));

        /// <summary>Weights uniform in ±√(6 / inputs) (K. He et al., "Delving deep into rectifiers", 2015), biases 0.</summary>
        public static Network Draw(int hidden, Random random)
        {
            return Of([Weight(DigitsData.Pixels, hidden), NDArray.Zeros(hidden), Weight(hidden, DigitsData.Classes), NDArray.Zeros(DigitsData.Classes)]);

            NDArray Weight(int inputs, int outputs)
            {
                double bound = Math.Sqrt(6.0 / inputs);
                var elements = new float[inputs * outputs];
                foreach (ref float element in elements.AsSpan()) element = (float)((2 * random.NextDouble() - 1) * bound);
                return NDArray.Create(elements, inputs, outputs);
            }
        }
    }
}
