namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Where a tensor's elements are: on the CPU.</summary>
    public sealed class Device : IEquatable<Device>, IPythonText
    {
        internal static readonly Device Cpu = new();

        private Device() { }

        /// <summary>The kind of device.</summary>
        public DeviceType type => DeviceType.CPU;

        /// <summary>Which of several; -1 for the CPU.</summary>
        public int index => -1;

        /// <inheritdoc/>
        public bool Equals(Device? other) => other is not null;

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Device;

        /// <inheritdoc/>
        public override int GetHashCode() => (int)type;

        /// <summary><c>cpu</c></summary>
        public override string ToString() => "cpu";

        string IPythonText.Repr() => "device(type='cpu')";
    }

    /// <summary>The CPU.</summary>
    public static readonly Device CPU = Device.Cpu;

    /// <summary>There is none.</summary>
    /// <exception cref="NotSupportedException">always: ask <see cref="cuda_is_available"/> first</exception>
    public static Device CUDA => DeviceOf(DeviceType.CUDA);

    /// <summary>There is none.</summary>
    /// <exception cref="NotSupportedException">always: ask <see cref="mps_is_available"/> first</exception>
    public static Device MPS => DeviceOf(DeviceType.MPS);

    /// <summary>False.</summary>
    public static bool cuda_is_available() => false;

    /// <summary>False.</summary>
    public static bool mps_is_available() => false;

    /// <summary>The device of a name.</summary>
    /// <exception cref="NotSupportedException">another than <c>"cpu"</c></exception>
    public static Device device(string type, int index = -1) => type == "cpu" ? CPU : throw new NotSupportedException($"there is no device '{type}': tensors are on the CPU");

    private static Device DeviceOf(DeviceType type) => type == DeviceType.CPU ? CPU : throw new NotSupportedException($"there is no {type} device: tensors are on the CPU");

    public sealed partial class Tensor
    {
        /// <summary>Where the elements are: on the CPU.</summary>
        public Device device => CPU;

        /// <summary>The kind of device: the CPU.</summary>
        public DeviceType device_type => DeviceType.CPU;

        /// <summary>This tensor, unless a copy is asked for.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => copy ? clone() : this;

        /// <summary>This tensor, unless a copy is asked for.</summary>
        /// <exception cref="NotSupportedException">another device than the CPU</exception>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(DeviceOf(deviceType), copy);

        /// <summary>The elements in another type.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to(type, copy);
    }
}
