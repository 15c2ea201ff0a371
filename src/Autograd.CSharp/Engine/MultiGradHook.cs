using System.Runtime.CompilerServices;
using static Autograd.CSharp.torch;

namespace Autograd.CSharp;

/// <summary>One hook of several tensors: called once a pass, when all gradients that come in it are there, or with the first.</summary>
internal sealed class MultiGradHook(IReadOnlyList<Tensor> tensors, Action<IReadOnlyList<Tensor?>> call, bool waitsForAll)
{
    // By pass: passes on several threads may overlap, and one that fails leaves its state to the collector.
    private readonly ConditionalWeakTable<object, State> _states = [];

    private sealed class State(int count)
    {
        public readonly Tensor?[] Gradients = new Tensor?[count];
        public int Arrived;
        public bool IsDone;
    }

    /// <summary>Registers it with every tensor.</summary>
    public RemovableHandle Register()
    {
        var handles = new RemovableHandle[tensors.Count];
        for (int i = 0; i < handles.Length; i++)
        {
            int place = i;
            handles[i] = tensors[i].register_hook(gradient => Arrive(place, gradient));
        }

        return new(() =>
        {
            foreach (RemovableHandle handle in handles) handle.remove();
        });
    }

    private void Arrive(int place, Tensor gradient)
    {
        if (BackwardWalk.Current is not { } walk) return;
        State state = _states.GetValue(walk.Pass, _ => new State(tensors.Count));
        if (state.IsDone) return;
        state.Gradients[place] = gradient;
        state.Arrived++;
        if (waitsForAll && state.Arrived < Expected(walk)) return;
        state.IsDone = true;
        call(state.Gradients);
    }

    private int Expected(BackwardWalk walk)
    {
        int count = 0;
        foreach (Tensor tensor in tensors)
            if (walk.Runs(tensor.HistoryNode)) count++;
        return count;
    }
}
