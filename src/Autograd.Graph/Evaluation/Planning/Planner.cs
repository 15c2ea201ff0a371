namespace Autograd.Graph;

/// <summary>Makes the plan of a structure: simplify, merge, schedule, build the steps, place their buffers.</summary>
internal sealed class Planner
{
    private readonly PlanGraph _graph;
    private readonly Schedule _schedule;
    private readonly List<Step> _steps = [];
    private readonly List<int> _entryOfBuffer = [];
    private readonly Dictionary<int, int> _bufferOfEntry = [];

    // For each buffer the first and the last step that touches it.
    private readonly List<(int First, int Last)> _lifetimes = [];

    private Planner(Wiring wiring)
    {
        _graph = new(wiring);
        _schedule = new(_graph);
    }

    /// <summary>The plan of a wiring's structure.</summary>
    /// <param name="wiring">the structure</param>
    /// <param name="keepsSmall">whether small values get arrays of their own, so that nodes may remember them</param>
    public static Plan Make(Wiring wiring, bool keepsSmall = true) => new Planner(wiring).Make(wiring.Numbers.Length, keepsSmall ? wiring.RememberedEntries : 0);

    private Plan Make(int numbers, int remembered)
    {
        int scratch = Arena.Aligned(numbers * sizeof(long));
        var loops = new LoopBuilder(_graph, _schedule, BufferOf, scratch);
        var outputsOfKernel = new Dictionary<int, List<int>>();
        for (int entry = 0; entry < _graph.Count; entry++)
        {
            if (_schedule.RoleOf(entry) != Role.Output) continue;
            int kernel = _graph.InputsOf(entry)[0];
            if (!outputsOfKernel.TryGetValue(kernel, out List<int>? projected)) outputsOfKernel[kernel] = projected = [];
            projected.Add(entry);
        }

        foreach ((_, LoopRegion? region, int kernel) in _schedule.Work)
        {
            if (region is null) AddKernel(kernel, outputsOfKernel.GetValueOrDefault(kernel));
            else
                foreach ((Loop loop, List<int> reads, List<int> writes) in loops.Build(region)) AddStep(loop, reads, writes);
        }

        return new Placement(_graph, _schedule, _bufferOfEntry, _entryOfBuffer, _lifetimes, BufferOf).Make(_steps, Arena.Aligned(scratch + loops.ScratchBytes), numbers, remembered);
    }

    private int BufferOf(int entry)
    {
        if (_bufferOfEntry.TryGetValue(entry, out int buffer)) return buffer;
        buffer = _bufferOfEntry[entry] = _entryOfBuffer.Count;
        _entryOfBuffer.Add(entry);
        _lifetimes.Add((int.MaxValue, -1));
        return buffer;
    }

    private void AddStep(Step step, List<int> reads, List<int> writes)
    {
        foreach (int buffer in reads) Touch(buffer);
        foreach (int buffer in writes) Touch(buffer);
        _steps.Add(step);
    }

    private void Touch(int buffer) => _lifetimes[buffer] = (Math.Min(_lifetimes[buffer].First, _steps.Count), _steps.Count);

    private void AddKernel(int entry, List<int>? projected)
    {
        var reads = new List<int>();
        var writes = new List<int>();
        ReadOnlySpan<int> inputs = _graph.InputsOf(entry);
        var operands = new StepInput[inputs.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            View view = _schedule.ViewOf(inputs[i]);
            operands[i] = new(BufferOf(view.Root), _graph[inputs[i]].DType, view);
            reads.Add(operands[i].Buffer);
        }

        Op op = _graph[entry].Op;
        var outputs = new int[op.OutputCount];
        Array.Fill(outputs, -1);
        if (op.OutputCount == 1) outputs[0] = BufferOf(entry);
        foreach (int project in projected ?? []) outputs[((Op.Project)_graph[project].Op).Index] = BufferOf(project);
        foreach (int output in outputs)
            if (output >= 0) writes.Add(output);
        AddStep(KernelSteps.For(op, operands, _graph[entry].Shape, outputs), reads, writes);
    }
}
