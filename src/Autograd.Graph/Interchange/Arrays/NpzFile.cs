using System.IO.Compression;

namespace Autograd.Graph;

/// <summary>Named arrays in NumPy's archive format, as <c>numpy.savez</c> writes and <c>numpy.load</c> reads them: a zip archive of <c>.npy</c> files.</summary>
public static class NpzFile
{
    private const string Format = "npz", Extension = ".npy";

    /// <summary>Writes a file; one that was there is replaced once all is written.</summary>
    /// <param name="path">the file</param>
    /// <param name="arrays">the arrays by their names</param>
    /// <param name="compress">whether the elements are compressed, as by <c>numpy.savez_compressed</c></param>
    /// <exception cref="ArgumentException">a name comes twice</exception>
    /// <exception cref="IOException">the file cannot be written</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NDArray>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        WholeFile.Write(path, file => Write(file, arrays, compress));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">what is written</param>
    /// <param name="arrays">the arrays by their names</param>
    /// <param name="compress">whether the elements are compressed, as by <c>numpy.savez_compressed</c></param>
    /// <exception cref="ArgumentException">a name comes twice</exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, NDArray>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, NDArray>[] named = NamedArrays.Checked(arrays, Format);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, NDArray array) in named)
        {
            using Stream entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
            NpyFile.Write(entry, array);
        }
    }

    /// <summary>Reads all arrays of a file.</summary>
    /// <param name="path">the file</param>
    /// <param name="widen">whether element types that arrays do not have (float16, int8, int16, uint8, uint16, uint32) are read as wider ones</param>
    /// <returns>the arrays by their names, in the order of the archive</returns>
    /// <exception cref="ArrayFormatException">the file is of another format, damaged or incomplete, or an element type cannot be read</exception>
    /// <exception cref="IOException">the file cannot be read</exception>
    public static IReadOnlyDictionary<string, NDArray> Read(string path, bool widen = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(file, path, widen);
    }

    /// <summary>Reads all arrays of a stream.</summary>
    /// <param name="stream">what is read</param>
    /// <param name="widen">whether element types that arrays do not have (float16, int8, int16, uint8, uint16, uint32) are read as wider ones</param>
    /// <returns>the arrays by their names, in the order of the archive</returns>
    /// <exception cref="ArrayFormatException">there is another format, the archive is damaged or incomplete, or an element type cannot be read</exception>
    public static IReadOnlyDictionary<string, NDArray> Read(Stream stream, bool widen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, null, widen);
    }

    private static OrderedDictionary<string, NDArray> Read(Stream stream, string? file, bool widen)
    {
        var arrays = new OrderedDictionary<string, NDArray>();
        string where = file is null ? "" : $"{file}, ";
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal)) throw new ArrayFormatException($"{Format}: {where}entry '{entry.FullName}' is no array: its name does not end in {Extension}", -1);
                using Stream content = entry.Open();
                var source = new ArraySource(Format, content, $"{where}entry '{entry.FullName}'");
                NDArray array = NpyFile.Read(source, widen);
                source.ExpectEnd();
                if (!arrays.TryAdd(entry.FullName[..^Extension.Length], array)) throw new ArrayFormatException($"{Format}: {where}two entries are named '{entry.FullName}'", -1);
            }
        }
        catch (InvalidDataException error)
        {
            throw new ArrayFormatException($"{Format}: {where}this is no whole zip archive: {error.Message}", -1, error);
        }

        return arrays;
    }
}
