using System.Collections.Immutable;

namespace Autograd.Graph;

internal sealed partial class Loop
{
    /// <inheritdoc/>
    public override StepDescription Describe(Buffer[] buffers)
    {
        var traffic = new StepTraffic(buffers);
        var slots = new Dictionary<nint, int>();
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        long operations = 0;
        foreach (UniformLoad uniform in _uniforms)
        {
            traffic.Read(uniform.From.Buffer, 1);
            lines.Add($"{Text(uniform.Slot)} = {traffic.NameOf(uniform.From.Buffer)}, the same for all");
        }

        foreach (Instruction x in _instructions)
        {
            if (x.Load is { } load)
            {
                traffic.Read(load.Buffer, load.View);
                lines.Add($"{Text(x.Output)} = {traffic.NameOf(load.Buffer)} [{string.Join(", ", load.View.Shape.ToArray())}], strides [{string.Join(", ", load.View.Strides)}]");
                continue;
            }

            foreach (Operand operand in (ReadOnlySpan<Operand>)[x.A, x.B, x.C])
                if (operand.Buffer >= 0 && !traffic.Writes.Contains(operand.Buffer)) traffic.Read(operand.Buffer, _count);
            if (x.Output.Buffer >= 0) traffic.Write(x.Output.Buffer);
            operations += (long)OpCosts.Of(x.Op!) * _count;
            string operands = x.Op switch
            {
                Op.Select => $"{Text(x.A)}, {Text(x.B)}, {Text(x.C)}",
                Op.Binary or Op.Compare or Op.Logic => $"{Text(x.A)}, {Text(x.B)}",
                _ => Text(x.A),
            };
            lines.Add($"{Text(x.Output)} = {OpCosts.NameOf(x.Op!)} {operands}");
        }

        foreach (Fold fold in _folds)
        {
            if (fold.From.Buffer >= 0 && !traffic.Writes.Contains(fold.From.Buffer)) traffic.Read(fold.From.Buffer, _count);
            traffic.Write(fold.Output);
            operations += _count;
            lines.Add($"{traffic.NameOf(fold.Output)} = {OpCosts.NameOf(fold.Op)} {Text(fold.From)}");
        }

        return new LoopDescription(NodeCount, operations, traffic, _count, Math.Min(_tile, Math.Max(_count, 1)), _rowLength) { Instructions = lines.DrainToImmutable() };

        string Text(Operand operand)
        {
            if (operand.Buffer >= 0) return traffic.NameOf(operand.Buffer);
            if (!slots.TryGetValue(operand.Offset, out int slot)) slots[operand.Offset] = slot = slots.Count;
            return $"t{slot}";
        }
    }
}
