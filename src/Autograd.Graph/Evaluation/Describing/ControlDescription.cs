using System.Collections.Immutable;
using System.Globalization;

namespace Autograd.Graph;

/// <summary>A choice or loop over bodies, each with a plan of its own.</summary>
public sealed record ControlDescription : StepDescription
{
    private ControlDescription(string name, string detail, long operations, StepTraffic traffic, ImmutableArray<PlanDescription> bodies, int? trips, long nestedBytes)
        : base(name, 1, operations, traffic) => (Detail, Bodies, Trips, NestedBytes) = (detail, bodies, trips, nestedBytes);

    /// <inheritdoc/>
    public override string Detail { get; }

    /// <summary>The plans of the bodies: of a <c>scan</c> one, of a <c>cond</c> those of both cases, of a <c>while</c> those of condition and body.</summary>
    public ImmutableArray<PlanDescription> Bodies { get; }

    /// <summary>How often the body runs, at most; null where there is no bound.</summary>
    public int? Trips { get; }

    /// <summary>Bytes that the bodies take for intermediate values and carries.</summary>
    public long NestedBytes { get; }

    /// <summary>What a step that runs bodies does.</summary>
    /// <param name="buffers">the outer plan's buffers</param>
    /// <param name="op">what is done</param>
    /// <param name="inputs">what is read</param>
    /// <param name="outputs">the buffers written; -1 for one that nobody reads</param>
    /// <param name="bodies">the bodies' plans</param>
    /// <param name="trips">how often they run at most; null for no bound, where operations are those of one trip</param>
    /// <param name="nestedBytes">bytes that the bodies take</param>
    internal static ControlDescription Of(Buffer[] buffers, Op.Control op, BodyInput[] inputs, int[] outputs, ImmutableArray<PlanDescription> bodies, int? trips, long nestedBytes)
    {
        var traffic = new StepTraffic(buffers);
        foreach (BodyInput input in inputs) traffic.Read(input.Input);
        foreach (int output in outputs) traffic.Write(output);
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        string[] names = op switch { Op.Cond => ["then", "otherwise"], Op.While => ["condition", "body"], _ => ["body"] };
        for (int i = 0; i < names.Length; i++)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{names[i]}: {bodies[i].Steps.Length} steps"));
            foreach (StepDescription step in bodies[i].Steps)
            {
                lines.Add($"    {step}");
                foreach (string instruction in step.Instructions) lines.Add($"        {instruction}");
            }
        }

        string detail = op switch
        {
            Op.Scan scan => string.Create(CultureInfo.InvariantCulture, $"{scan.Trips:N0} trips{(scan.Reversed ? " from the last to the first" : "")}, {scan.Carries} carries, {scan.Items} arrays of items, {scan.OutputCount - scan.Carries} stacks"),
            Op.While { MaxTrips: { } most } => string.Create(CultureInfo.InvariantCulture, $"at most {most:N0} trips, {op.OutputCount} carries"),
            Op.While => string.Create(CultureInfo.InvariantCulture, $"{op.OutputCount} carries"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{op.OutputCount} outputs"),
        };
        long operations = op is Op.Cond ? bodies.Max(body => body.Operations) : bodies.Sum(body => body.Operations) * (trips ?? 1);
        return new(op.Name, detail, operations, traffic, bodies, trips, nestedBytes) { Instructions = lines.ToImmutable() };
    }
}
