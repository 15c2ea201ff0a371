using Autograd.CSharp;
using static Autograd.CSharp.torch;
using F = Autograd.CSharp.torch.nn.functional;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>Loops that run for long, each as people write them: whether a step takes more time or keeps more memory at the end than at the beginning.</summary>
/// <param name="Program">which loop</param>
/// <param name="Steps">how many steps ran</param>
/// <param name="First">a step in the first part of the run</param>
/// <param name="Last">a step in the last part</param>
/// <param name="LiveBytes">what was alive after the first part and after the last</param>
/// <param name="IsKept">whether the program itself keeps something of every step</param>
internal sealed record Soak(string Program, int Steps, Soak.Part First, Soak.Part Last, (long First, long Last) LiveBytes, bool IsKept)
{
    /// <summary>How long all programs together run when nothing is said.</summary>
    public const double DefaultSeconds = 60;

    /// <summary>The parts that a run is cut into. The first warms up: code is compiled and plans are made in it.</summary>
    private const int Parts = 10;

    /// <summary>How much more the last part may take of either than the second before it grew.</summary>
    private const double Tolerance = 1.5;

    /// <summary>Live bytes that a run may gain in all: plans of new structures, lists that double.</summary>
    private const long Slack = 1 << 20;

    /// <summary>One of the parts of a run.</summary>
    /// <param name="Seconds">the median of a step's time</param>
    /// <param name="KeptBytes">live bytes gained, a step</param>
    internal readonly record struct Part(double Seconds, double KeptBytes);

    /// <summary>Whether a step takes longer than it did.</summary>
    public bool TimeGrew => Last.Seconds > Tolerance * First.Seconds;

    /// <summary>Whether memory is kept that the program does not keep, or more of it a step than before.</summary>
    public bool MemoryGrew => IsKept
        ? Last.KeptBytes > Tolerance * First.KeptBytes && LiveBytes.Last > LiveBytes.First + Slack
        : LiveBytes.Last > LiveBytes.First + Slack;

    /// <summary>Runs every program, one after the other.</summary>
    /// <param name="seconds">for all together</param>
    public static IEnumerable<Soak> All(double seconds)
    {
        (string Name, bool IsKept, Func<Action> Prepare)[] programs =
        [
            ("training, the loss printed at every step", false, () => Training((loss, _) => loss.ToString())),
            ("training, nothing ever read", false, () => Training((_, _) => { })),
            ("training, every loss in a list", true, () => Training((loss, list) => list.Add(loss))),
            ("training, every detached loss in a list", true, () => Training((loss, list) => list.Add(loss.detach()))),
            ("training with momentum, losses summed", false, Momentum),
            ("accuracy counted under no_grad, never read", false, () => Accuracy((correct, total, _) => total.add_(correct))),
            ("accuracies under no_grad in a list", true, () => Accuracy((correct, _, list) => list.Add(correct))),
            ("doublings, the norm read", false, Doublings),
            ("recurrence cut by detach, a value read", false, Recurrence),
        ];
        foreach ((string name, bool isKept, Func<Action> prepare) in programs) yield return Run(name, isKept, prepare(), seconds / programs.Length);
    }

    private static Soak Run(string name, bool isKept, Action step, double seconds)
    {
        // Of a long run the lists of times are no part.
        var times = new double[1 << 16];
        var parts = new Part[Parts];
        var live = new long[Parts];
        int steps = 0;
        for (int part = 0; part < Parts; part++)
        {
            var total = ValueStopwatch.Start();
            int count = 0;
            while (total.Seconds < seconds / Parts)
            {
                var watch = ValueStopwatch.Start();
                step();
                times[count++ % times.Length] = watch.Seconds;
            }

            steps += count;
            live[part] = GC.GetTotalMemory(forceFullCollection: true);
            int known = Math.Min(count, times.Length);
            Array.Sort(times, 0, known);
            parts[part] = new(times[known / 2], part == 0 ? 0 : (live[part] - live[part - 1]) / (double)count);
        }

        GC.KeepAlive(step);
        return new(name, steps, parts[1], parts[^1], (live[1], live[^1]), isKept);
    }

    private const long Batch = 8, Inputs = 16, Hidden = 16, Classes = 4;

    private static Tensor[] Parameters() =>
        [(randn(Inputs, Hidden) / 4).requires_grad_(), zeros(Hidden, requires_grad: true), (randn(Hidden, Classes) / 4).requires_grad_(), zeros(Classes, requires_grad: true)];

    private static Tensor Model(Tensor[] p, Tensor x) => matmul(relu(matmul(x, p[0]) + p[1]), p[2]) + p[3];

    private static Action Training(Action<Tensor, List<Tensor>> after)
    {
        Tensor[] parameters = Parameters();
        var list = new List<Tensor>();
        return () =>
        {
            Tensor loss = F.cross_entropy(Model(parameters, randn(Batch, Inputs)), randint(0, Classes, [Batch]));
            loss.backward();
            using (no_grad())
            {
                foreach (Tensor parameter in parameters)
                {
                    parameter.sub_(0.01 * parameter.grad!);
                    parameter.grad = null;
                }
            }

            after(loss, list);
        };
    }

    private static Action Momentum()
    {
        Tensor[] parameters = Parameters();
        Tensor[] means = [.. parameters.Select(p => zeros_like(p))];
        Tensor total = zeros([]);
        return () =>
        {
            Tensor loss = F.cross_entropy(Model(parameters, randn(Batch, Inputs)), randint(0, Classes, [Batch]));
            loss.backward();
            total += loss.detach();
            using (no_grad())
            {
                for (int i = 0; i < parameters.Length; i++)
                {
                    means[i].mul_(0.9).add_(parameters[i].grad!);
                    parameters[i].sub_(0.01 * means[i]);
                    parameters[i].grad = null;
                }
            }
        };
    }

    private static Action Accuracy(Action<Tensor, Tensor, List<Tensor>> after)
    {
        Tensor[] parameters = Parameters();
        Tensor total = zeros([], dtype: ScalarType.Int64);
        var list = new List<Tensor>();
        return () =>
        {
            using (no_grad()) after((Model(parameters, randn(Batch, Inputs)).argmax(1) == randint(0, Classes, [Batch])).sum(), total, list);
        };
    }

    private static Action Doublings()
    {
        Tensor y = ones(4);
        return () =>
        {
            y = y * 2;
            _ = y.norm().item<float>();
        };
    }

    private static Action Recurrence()
    {
        Tensor w = (randn(4, 4) / 2).requires_grad_(), x = randn(4), h = zeros(4);
        return () =>
        {
            h = tanh(matmul(w, h.detach()) + x);
            _ = h.sum().item<float>();
        };
    }
}
