namespace Autograd.Graph;

/// <summary>
/// A value that a loop hands from trip to trip. It is read where the trip before wrote it, and written where nobody reads in this trip: in one of
/// two places of the loop's room by turns, and in the last trip, where that is known, in the output.
/// </summary>
/// <param name="parameter">the buffer that the body reads; -1 where it does not</param>
/// <param name="next">what the body makes of it</param>
/// <param name="isConstant">whether the body hands it on as it is</param>
/// <param name="room">where the two places are in the loop's room</param>
/// <param name="output">the buffer of the last value; -1 where nobody reads it</param>
internal readonly struct Carry(int parameter, BodyPlan.Output next, bool isConstant, int room, int output)
{
    /// <summary>The buffer of the last value; -1 where nobody reads it.</summary>
    public int Output => output;

    /// <summary>Whether it is the same in all trips.</summary>
    public bool IsConstant => isConstant;

    /// <summary>Bytes of the two places.</summary>
    public static int RoomOf(nint bytes) => 2 * Arena.Aligned(Math.Max((int)bytes, 1));

    /// <summary>Says where the value is read in a trip.</summary>
    public void PutRead(in BodyInput first, RunMemory body, int buffer, RunMemory memory, Arena? room, long trip)
    {
        if (buffer < 0) return;
        if (trip == 0 || isConstant) first.Put(body, buffer, memory, room);
        else body.Put(buffer, room!.Bytes, room.Offset + Half(trip - 1));
    }

    /// <summary>Says where the value is read and the next one written in a trip.</summary>
    public void Put(in BodyInput first, RunMemory body, RunMemory memory, Arena? room, long trip, bool isLast)
    {
        if (isConstant)
        {
            if (trip == 0) PutRead(first, body, parameter, memory, room, trip);
            return;
        }

        PutRead(first, body, parameter, memory, room, trip);
        if (!next.IsPlaced) return;
        if (isLast && output >= 0) body.PutAt(next.Buffer, memory, output);
        else body.Put(next.Buffer, room!.Bytes, room.Offset + Half(trip));
    }

    /// <summary>Copies the next value to where it goes, where the body did not write it there.</summary>
    public void CopyNext(RunMemory body, RunMemory memory, Arena? room, long trip, bool isLast)
    {
        if (isConstant || next.IsPlaced || next.Buffer < 0) return;
        if (isLast && output >= 0) BodyPlan.Copy(body, next, ref memory.At(output));
        else BodyPlan.Copy(body, next, ref room!.At(Half(trip)));
    }

    /// <summary>Copies the value behind so many trips to the output.</summary>
    public void CopyLast(in BodyInput first, RunMemory memory, Arena? room, long trips)
    {
        if (output < 0) return;
        if (trips == 0 || isConstant) first.CopyAll(memory, ref memory.At(output));
        else NDArray.CopyBytes(ref room!.At(Half(trips - 1)), ref memory.At(output), next.Bytes);
    }

    private int Half(long trip) => (trip & 1) == 0 ? room : room + Arena.Aligned((int)next.Bytes);
}
