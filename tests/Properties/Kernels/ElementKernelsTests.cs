using System.Runtime.InteropServices;
using Autograd.Accuracy;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Kernels;

/// <summary>The instructions of loops, by themselves, against the reference: the same bits for every op, element type, length and form.</summary>
[Properties(QuietOnSuccess = true, MaxTest = 30)]
public class ElementKernelsTests
{
    private const byte Untouched = 0xA5;
    private const int Guard = 64;

    // Around the sizes of registers of every width.
    private static readonly int[] Lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 129, 1000];

    [Property]
    public void Kernels_have_the_bits_of_the_reference_and_write_nothing_else(int seed)
    {
        var random = new Random(seed);
        foreach (ElementOp op in ElementOps.All)
        {
            NDArray[] inputs = Drawn(random, op, Lengths[random.Next(Lengths.Length)]);
            Agrees(op, inputs, Run(ElementKernels.For(op.Op, op.DType), op, inputs, 0), "");
        }
    }

    [Property]
    public void A_single_element_counts_as_a_run_of_it(int seed)
    {
        var random = new Random(seed);
        foreach (ElementOp op in ElementOps.All.Where(op => op.Arity > 1))
        {
            int length = Lengths[random.Next(1, Lengths.Length)];
            foreach (int scalars in op.Arity == 3 ? new[] { 2, 4, 6 } : [1, 2])
            {
                Assert.True(ElementKernels.TryFor(op.Op, op.DType, scalars, out Kernel kernel), $"{op}: none for {scalars}");
                NDArray[] inputs = Drawn(random, op, length);
                NDArray[] repeated = [.. inputs.Select((x, i) => (scalars >> i & 1) == 0 ? x : Repeated(x))];
                Agrees(op, repeated, Run(kernel, op, inputs, scalars), $"scalars {scalars}");
            }
        }
    }

    [Property]
    public void Results_may_be_written_over_an_input_of_their_size(int seed)
    {
        var random = new Random(seed);
        foreach (ElementOp op in ElementOps.All)
        {
            NDArray[] inputs = Drawn(random, op, Lengths[random.Next(Lengths.Length)]);
            for (int over = 0; over < op.Arity; over++)
            {
                if (op.Input(over).Size() != op.Result.Size()) continue;
                byte[][] bytes = Array.ConvertAll(inputs, Bytes);
                ElementKernels.For(op.Op, op.DType).Run(ref First(bytes[over]), ref First(bytes[0]), ref First(bytes[Math.Min(1, op.Arity - 1)]), ref First(bytes[^1]), inputs[0].Count);
                Agrees(op, inputs, bytes[over], $"over input {over}");
            }
        }
    }

    [Fact]
    public void There_is_no_kernel_of_nothing_but_single_elements()
    {
        Assert.False(ElementKernels.TryFor(Op.Add.Instance, DType.Float32, 3, out _));
        Assert.False(ElementKernels.TryFor(Op.Exp.Instance, DType.Float32, 1, out _));
        Assert.False(ElementKernels.TryFor(Op.Select.Instance, DType.Float32, 1, out _));
        Assert.True(ElementKernels.TryFor(Op.Exp.Instance, DType.Float32, 0, out _));
    }

    private static NDArray[] Drawn(Random random, ElementOp op, int length) => [.. Enumerable.Range(0, op.Arity).Select(i => ElementOps.Draw(random, op.Input(i), length))];

    private static NDArray Repeated(NDArray x)
    {
        NDArray result = NDArray.Zeros(x.Shape, x.DType);
        for (int i = 0; i < x.Count; i++) result.Set(i, x.At(0));
        return result;
    }

    /// <summary>Runs over exact copies of the inputs, a single element alone in its array.</summary>
    private static byte[] Run(Kernel kernel, ElementOp op, NDArray[] inputs, int scalars)
    {
        int n = inputs[0].Count, size = op.Result.Size();
        byte[][] bytes = [.. inputs.Select((x, i) => (scalars >> i & 1) == 0 ? Bytes(x) : Bytes(x)[..x.DType.Size()])];
        var y = new byte[n * size + Guard];
        y.AsSpan().Fill(Untouched);
        kernel.Run(ref y[0], ref First(bytes[0]), ref First(bytes[Math.Min(1, op.Arity - 1)]), ref First(bytes[^1]), n);
        Assert.True(y.AsSpan(n * size).IndexOfAnyExcept(Untouched) < 0, $"{op}: wrote behind {n} elements");
        return y[..(n * size)];
    }

    private static void Agrees(ElementOp op, NDArray[] inputs, byte[] actual, string form)
    {
        NDArray expected = Expr.Apply(op.Op, Array.ConvertAll(inputs, Expr.Constant)).Evaluate(EvaluationOptions.Reference), found = NDArray.Zeros(expected.Shape, expected.DType);
        Assert.Equal(op.Result, expected.DType);
        for (int i = 0; i < found.Count; i++) found.Set(i, Element(expected.DType, actual, i));
        Assert.True(expected.BitsEqual(found), $"{op} {form} of {string.Join<NDArray>(", ", inputs)}: {found}, not {expected}");
    }

    private static Number Element(DType dtype, byte[] bytes, int i) => dtype switch
    {
        DType.Float32 => MemoryMarshal.Cast<byte, float>(bytes)[i],
        DType.Float64 => MemoryMarshal.Cast<byte, double>(bytes)[i],
        DType.Int64 => MemoryMarshal.Cast<byte, long>(bytes)[i],
        DType.Int32 => MemoryMarshal.Cast<byte, int>(bytes)[i],
        _ => bytes[i] switch { 0 => false, 1 => true, var other => throw new InvalidDataException($"{other} is no truth value") },
    };

    private static byte[] Bytes(NDArray x) => x.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes(x.AsSpan<float>()).ToArray(),
        DType.Float64 => MemoryMarshal.AsBytes(x.AsSpan<double>()).ToArray(),
        DType.Int64 => MemoryMarshal.AsBytes(x.AsSpan<long>()).ToArray(),
        DType.Int32 => MemoryMarshal.AsBytes(x.AsSpan<int>()).ToArray(),
        _ => MemoryMarshal.AsBytes(x.AsSpan<bool>()).ToArray(),
    };

    private static ref byte First(byte[] bytes) => ref MemoryMarshal.GetArrayDataReference(bytes);
}
