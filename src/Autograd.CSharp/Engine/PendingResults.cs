using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>
/// Results without history that are smaller than what they are computed from: a program that keeps them without looking, such as the number
/// of right answers of every batch, would keep every batch. When those of a thread hold too much, the ones that are still there and not
/// computed yet are computed.
/// </summary>
internal static class PendingResults
{
    // Entries beyond the count have no target; their references are used again, since making one costs more than an operation.
    [ThreadStatic]
    private static List<(WeakReference<Tensor> Tensor, int Weight)>? t_results;

    [ThreadStatic]
    private static int t_count, t_weight;

    /// <summary>Keeps an eye on a result.</summary>
    public static void Watch(Tensor tensor)
    {
        List<(WeakReference<Tensor> Tensor, int Weight)> results = t_results ??= [];
        int weight = Math.Max(tensor.Weight, 1);
        if (t_weight + weight > PendingCells.MostWeight) Sweep(results);
        if (t_count == results.Count) results.Add((new(tensor), weight));
        else
        {
            WeakReference<Tensor> reference = results[t_count].Tensor;
            reference.SetTarget(tensor);
            results[t_count] = (reference, weight);
        }

        t_count++;
        t_weight += weight;
    }

    // Each by itself: a program's results have one structure and so one plan, all that happen to be left together hardly ever have.
    private static void Sweep(List<(WeakReference<Tensor> Tensor, int Weight)> results)
    {
        Forget(results, compute: false);
        if (t_weight > PendingCells.MostWeight / 2) Forget(results, compute: true);
    }

    private static void Forget(List<(WeakReference<Tensor> Tensor, int Weight)> results, bool compute)
    {
        int kept = 0, weight = 0;
        for (int i = 0; i < t_count; i++)
        {
            if (results[i].Tensor.TryGetTarget(out Tensor? tensor) && tensor.IsPending)
            {
                if (!compute)
                {
                    weight += results[i].Weight;
                    (results[kept], results[i]) = (results[i], results[kept]);
                    kept++;
                    continue;
                }

                tensor.Evaluate();
            }

            results[i].Tensor.SetTarget(null!);
        }

        (t_count, t_weight) = (kept, weight);
    }
}
