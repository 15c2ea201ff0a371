namespace Autograd.Graph;

/// <summary>One step of a plan. Steps run one after the other and share nothing but the run's memory.</summary>
internal abstract class Step
{
    /// <summary>Computes the step's outputs from its inputs, all in the run's memory.</summary>
    public abstract void Run(RunMemory memory);

    /// <summary>How many ops the step computes.</summary>
    public abstract int NodeCount { get; }

    /// <summary>Bytes that plans within the step take at once beside the run's arena.</summary>
    public virtual long NestedBytes => 0;

    /// <summary>About how many bytes plans within the step are.</summary>
    public virtual long NestedWeight => 0;

    /// <summary>What the step does, for people to read.</summary>
    /// <param name="buffers">the plan's buffers</param>
    public abstract StepDescription Describe(Buffer[] buffers);
}
