using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Samples.Digits;

/// <summary>The imperative style, as one writes it for PyTorch: backward() adds to the parameters' .grad, and the parameters are written to.</summary>
internal static class ImperativeTraining
{
    /// <summary>Trains a network and measures it on the rows kept back.</summary>
    /// <param name="split">rows to learn from and rows kept back</param>
    /// <param name="recipe">what is trained and how</param>
    /// <param name="seed">of the first parameters and of the order of the rows</param>
    /// <param name="epochDone">told after each epoch</param>
    public static Outcome Run(DigitsSplit split, Recipe recipe, int seed, Action? epochDone = null)
    {
        manual_seed(seed);
        Tensor images = tensor(split.Training.Images), labels = tensor(split.Training.Labels);
        Tensor w1 = Weight(DigitsData.Pixels, recipe.Hidden), b1 = zeros(recipe.Hidden, requires_grad: true);
        Tensor w2 = Weight(recipe.Hidden, DigitsData.Classes), b2 = zeros(DigitsData.Classes, requires_grad: true);
        Tensor[] parameters = [w1, b1, w2, b2];

        Tensor Logits(Tensor x) => relu(matmul(x, w1) + b1).matmul(w2) + b2;

        double sum = 0;
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            sum = 0;
            foreach (Tensor rows in randperm(split.Training.Count).split(recipe.BatchSize))
            {
                Tensor loss = nn.functional.cross_entropy(Logits(images[rows]), labels[rows]);
                loss.backward();
                using (no_grad())
                {
                    for (int i = 0; i < parameters.Length; i++)
                    {
                        parameters[i] -= recipe.LearningRate * parameters[i].grad!;
                        parameters[i].grad!.zero_();
                    }
                }

                sum += loss.item<double>();
            }

            epochDone?.Invoke();
        }

        using (no_grad())
        {
            Tensor told = Logits(tensor(split.HeldOut.Images)).argmax(dim: 1);
            double accuracy = (told == tensor(split.HeldOut.Labels)).to(float64).mean().item<double>();
            return new(sum / recipe.Batches(split.Training.Count), accuracy);
        }
    }

    /// <summary>Uniform in ±√(6 / inputs): K. He et al., "Delving deep into rectifiers", 2015.</summary>
    private static Tensor Weight(int inputs, int outputs)
    {
        double bound = Math.Sqrt(6.0 / inputs);
        return ((2 * rand(inputs, outputs) - 1) * bound).requires_grad_();
    }
}
