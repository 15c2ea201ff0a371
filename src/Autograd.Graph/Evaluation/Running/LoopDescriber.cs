namespace Autograd.Graph;

/// <summary>Names operands while a loop describes itself, and counts what is moved and computed.</summary>
internal sealed class LoopDescriber(StepTraffic traffic, int count, int rowLength)
{
    private readonly Dictionary<(Pace, nint), int> _slots = [];

    /// <summary>Operations so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The name of an operand that is read.</summary>
    public string Read(in Operand operand)
    {
        if (operand.IsSlot) return Slot(operand);
        if (!traffic.IsWritten(operand.Buffer)) traffic.Read(operand.Buffer, Values(operand.Pace));
        return traffic.NameOf(operand.Buffer);
    }

    /// <summary>The name of a buffer that is read through a view.</summary>
    public string Read(int buffer, View view)
    {
        traffic.Read(buffer, view);
        return $"{traffic.NameOf(buffer)} [{string.Join(", ", view.Shape.ToArray())}], strides [{string.Join(", ", view.Strides)}]";
    }

    /// <summary>The name of an input that is read from memory.</summary>
    public string Read(in StepInput input)
    {
        traffic.Read(input);
        return traffic.NameOf(input.Buffer);
    }

    /// <summary>The name of an operand that is written.</summary>
    public string Write(in Operand operand) => operand.IsSlot ? Slot(operand) : Write(operand.Buffer);

    /// <summary>The name of a buffer that is written.</summary>
    public string Write(int buffer)
    {
        traffic.Write(buffer);
        return traffic.NameOf(buffer);
    }

    /// <summary>Counts an op on each element or row, and names it.</summary>
    public string Compute(Op op, Pace pace)
    {
        Operations += OpCosts.Of(op) * Values(pace);
        return OpCosts.NameOf(op);
    }

    private long Values(Pace pace) => pace == Pace.Elements ? count : pace == Pace.Rows ? count / rowLength : 1;

    private string Slot(in Operand slot)
    {
        if (!_slots.TryGetValue((slot.Pace, slot.Offset), out int number)) _slots[(slot.Pace, slot.Offset)] = number = _slots.Count;
        return slot.Pace == Pace.Rows ? $"r{number}" : $"t{number}";
    }
}
