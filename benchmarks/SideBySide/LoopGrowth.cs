using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>What a step costs in a loop that reads a value at every step, while what it reads from grows.</summary>
/// <param name="Program">which loop</param>
/// <param name="Steps">how many steps</param>
/// <param name="Step">time and allocated bytes a step, the backward pass at the end included</param>
internal sealed record LoopGrowth(string Program, int Steps, Cost Step)
{
    private static readonly (string Name, Action<int> Run)[] s_programs =
    [
        ("doublings, the norm read", Doublings),
        ("doublings, the norm read, backward", steps => DoublingsOf(ones(4, requires_grad: true), steps).sum().backward()),
        ("recurrence, a value read, backward", Recurrence),
    ];

    private static IEnumerable<int> Lengths => [1_000, 3_000, 10_000, 30_000];

    /// <summary>Every loop at every length, the best of some attempts each.</summary>
    public static IEnumerable<LoopGrowth> All(int attempts)
    {
        foreach ((string name, Action<int> run) in s_programs)
        {
            foreach (int steps in Lengths)
            {
                GC.Collect();
                Cost best = Cost.Of(steps, () => run(steps));
                for (int i = 1; i < attempts; i++) best = best.Better(Cost.Of(steps, () => run(steps)));
                yield return new(name, steps, best);
            }
        }
    }

    private static void Doublings(int steps) => DoublingsOf(ones(4), steps);

    private static Tensor DoublingsOf(Tensor y, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            y = y * 2;
            _ = y.norm().item<float>();
        }

        return y;
    }

    private static void Recurrence(int steps)
    {
        Tensor w = (torch.randn(4, 4) / 2).requires_grad_(), x = torch.randn(4), h = zeros(4);
        for (int i = 0; i < steps; i++)
        {
            h = tanh(matmul(w, h) + x);
            _ = h.sum().item<float>();
        }

        h.sum().backward();
        _ = w.grad!.data<float>();
    }
}
