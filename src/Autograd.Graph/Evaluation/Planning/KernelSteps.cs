namespace Autograd.Graph;

/// <summary>The step for each op that is not computed in loops.</summary>
internal static class KernelSteps
{
    /// <param name="op">what is done</param>
    /// <param name="x">its inputs</param>
    /// <param name="shape">the shape of its only output</param>
    /// <param name="y">for each output its buffer, or -1 where nobody reads it</param>
    public static Step For(Op op, StepInput[] x, Shape? shape, int[] y) => op switch
    {
        Op.Dot dot => new DotStep(dot, x[0], x[1], y[0]),
        Op.Reduce reduce => new ReduceStep(reduce, x[0], y[0]),
        Op.ArgReduce reduce => new ArgReduceStep(reduce, x[0], y[0]),
        Op.Cumulative cumulative => new CumulativeStep(cumulative, x, y[0]),
        Op.Sort sort => new SortStep(sort, x[0], y[0], y[1]),
        Op.Gather gather => new GatherStep(gather, x[0], x[1], y[0]),
        Op.Scatter scatter => new ScatterStep(scatter, x[0], x[1], x[2], y[0]),
        Op.Concat concat => new ConcatStep(concat, x, y[0]),
        Op.Update update => new UpdateStep(op, update.Region, adds: false, x[0], x[1], y[0]),
        Op.UpdateAdd update => new UpdateStep(op, update.Region, adds: true, x[0], x[1], y[0]),
        Op.Pad pad => new PadStep(pad, x[0], x[1], shape!, y[0]),
        Op.RngBits bits => new RngBitsStep(bits, x[0], x[1], y[0]),
        Op.Iota iota => new IotaStep(iota, y[0]),
        Op.Cond cond => new CondStep(cond, x, y),
        Op.Scan scan => new ScanStep(scan, x, y),
        Op.While loop => new WhileStep(loop, x, y),
        _ => throw new NotSupportedException($"{op.Name}: no step computes it"),
    };
}
