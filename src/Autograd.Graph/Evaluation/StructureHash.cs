using System.Numerics;

namespace Autograd.Graph;

/// <summary>A running hash of integers in order: a rotation and a multiplication each, since a wiring has several of them a node.</summary>
internal struct StructureHash
{
    private ulong _state;

    public void Add(int value) => _state = (BitOperations.RotateLeft(_state, 5) ^ (uint)value) * 0x9E37_79B9_7F4A_7C15;

    public readonly int Value => (int)(_state >> 32);
}
