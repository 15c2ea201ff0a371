using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Graph;

/// <summary>An input of a step that runs a body, as the body takes it: all of it, or one place of its first axis a trip, in place wherever that is dense.</summary>
internal readonly struct BodyInput
{
    private readonly StepInput _input;
    private readonly bool _isInPlace;
    private readonly nint _start, _stride;
    private readonly int _room;

    /// <param name="input">the input</param>
    /// <param name="eachTrip">whether the body takes one place of the first axis a trip</param>
    /// <param name="roomBytes">bytes of room that the step's inputs take so far; what is not dense is gathered there</param>
    public BodyInput(StepInput input, bool eachTrip, ref int roomBytes)
    {
        _input = input;
        View view = input.View;
        int size = input.DType.Size();
        View part = eachTrip && view.Shape[0] > 0 ? new(view.Root, 0, Shape.Wrap(view.Shape.Sizes[1..].ToArray()), view.Strides[1..]) : view;
        _isInPlace = part.IsDense || view.Shape.Count == 0;
        Bytes = (nint)part.Shape.Count * size;
        if (_isInPlace)
        {
            (_start, _stride) = (view.Shape.Count == 0 ? 0 : (nint)view.Offset * size, eachTrip ? (nint)view.Strides[0] * size : 0);
        }
        else
        {
            (_room, _stride) = (roomBytes, eachTrip ? Bytes : 0);
            roomBytes = checked(roomBytes + Arena.Aligned(view.Shape.Count * size));
        }
    }

    /// <summary>Bytes of what the body takes in a trip.</summary>
    public nint Bytes { get; }

    /// <summary>Bytes from what it takes in one trip to the next place.</summary>
    public nint Stride => _stride;

    /// <summary>The input, for descriptions.</summary>
    public StepInput Input => _input;

    /// <summary>Gathers what is not dense; once a run.</summary>
    public void Gather(RunMemory memory, Arena? room)
    {
        if (!_isInPlace) CopyAll(memory, ref room!.At(_room));
    }

    /// <summary>Says that a buffer of a body lies at one place of the first axis, or of all that there is.</summary>
    public void Put(RunMemory body, int buffer, RunMemory memory, Arena? room, int place = 0)
    {
        if (_isInPlace) body.PutAt(buffer, memory, _input.Buffer, _start + place * _stride);
        else body.Put(buffer, room!.Bytes, room.Offset + _room + place * _stride);
    }

    /// <summary>Copies all elements, in row-major order.</summary>
    public void CopyAll(RunMemory memory, ref byte to)
    {
        switch (_input.DType.Size())
        {
            case sizeof(byte): Copy<byte>(memory, ref to); break;
            case sizeof(short): Copy<short>(memory, ref to); break;
            case sizeof(int): Copy<int>(memory, ref to); break;
            default: Copy<long>(memory, ref to); break;
        }
    }

    private void Copy<T>(RunMemory memory, ref byte to) where T : unmanaged =>
        _input.CopyTo(memory, MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref to), _input.Shape.Count));
}
