using System.Runtime.InteropServices;
using System.Text;
using Autograd.CSharp;
using static Autograd.CSharp.torch;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>Writes tensors in NumPy's format, version 1.0: <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>.</summary>
internal static class Npy
{
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    /// <summary>Writes each tensor to <c>folder/kind.i.npy</c>.</summary>
    public static void Write(string folder, string kind, ReadOnlySpan<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Length; i++) Write(Path.Combine(folder, $"{kind}.{i}.npy"), tensors[i].detach());
    }

    private static void Write(string path, Tensor tensor)
    {
        bool isInteger = tensor.dtype == int64;
        long[] shape = tensor.shape;
        string header = $"{{'descr': '{(isInteger ? "<i8" : "<f4")}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(size => $"{size}, "))}), }}";

        // Magic, length and header together are a multiple of 64 bytes; the header ends in a line feed.
        int length = (Magic.Length + 2 + header.Length + 1 + 63) / 64 * 64 - Magic.Length - 2;
        using FileStream file = File.Create(path);
        file.Write(Magic);
        file.Write([(byte)length, (byte)(length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + '\n'));
        file.Write(isInteger ? MemoryMarshal.AsBytes(tensor.data<long>()) : MemoryMarshal.AsBytes(tensor.data<float>()));
    }
}
