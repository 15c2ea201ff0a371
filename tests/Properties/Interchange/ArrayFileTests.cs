using System.Text;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Interchange;

/// <summary>Arrays in files: what was written is read, to the bit, and what is no such file is refused whole.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public sealed class ArrayFileTests
{
    [Property]
    public void An_npy_file_gives_the_array_back(NDArray x) => Indexed.Equal(x, NpyFile.Read(new MemoryStream(Npy(x))));

    [Property]
    public void An_npz_archive_gives_the_arrays_back_in_their_order(NDArray a, NDArray b, bool compress)
    {
        var written = new OrderedDictionary<string, NDArray> { ["weights/layer 1"] = a, ["b"] = b, ["again"] = a };
        using var stream = new MemoryStream();
        NpzFile.Write(stream, written, compress);
        stream.Position = 0;
        Same(written, NpzFile.Read(stream));
    }

    [Property]
    public void A_safetensors_file_gives_arrays_and_metadata_back(NDArray a, NDArray b, string? text)
    {
        // Half a surrogate pair is no text that UTF-8 can hold.
        string value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        var written = new Dictionary<string, NDArray> { ["ä \" \\"] = a, ["b"] = b };
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, written, new Dictionary<string, string> { ["note"] = value });
        stream.Position = 0;
        SafetensorsContent read = SafetensorsFile.Read(stream);
        Same(written, read.Arrays);
        Assert.Equal(value, read.Metadata["note"]);
    }

    [Property(MaxTest = 50)]
    public void No_part_of_a_file_is_taken_for_the_whole(NDArray x, int seed)
    {
        foreach ((byte[] bytes, Func<Stream, object> read) in Files(x))
        {
            byte[] part = bytes[..new Random(seed).Next(bytes.Length)];
            Assert.Throws<ArrayFormatException>(() => read(new MemoryStream(part)));
            Assert.Throws<ArrayFormatException>(() => read(new OneWayStream(part)));
        }
    }

    [Property(MaxTest = 200)]
    public void A_damaged_file_is_refused_or_read_but_never_anything_else(NDArray x, int seed)
    {
        var random = new Random(seed);
        foreach ((byte[] bytes, Func<Stream, object> read) in Files(x))
        {
            byte[] damaged = (byte[])bytes.Clone();
            for (int i = random.Next(1, 4); i > 0; i--) damaged[random.Next(Math.Min(damaged.Length, 200))] = (byte)random.Next(256);
            try
            {
                read(new OneWayStream(damaged));
            }
            catch (ArrayFormatException error)
            {
                Assert.InRange(error.Position, -1, damaged.Length);
            }
        }
    }

    [Fact]
    public void NumPy_writes_what_is_read()
    {
        // numpy.save of: arange(6, dtype='>i4').reshape(2, 3); asfortranarray of [[0, 1, 2], [3, 4, 5]] as float64; float16 [1.5, -2]; format 2.0 of bool [True].
        NDArray expected = NDArray.Create([0, 1, 2, 3, 4, 5], 2, 3);
        Indexed.Equal(expected, NpyFile.Read(Numpy(1, "{'descr': '>i4', 'fortran_order': False, 'shape': (2, 3), }", "0000000000000001000000020000000300000004 00000005")));
        NDArray columns = NpyFile.Read(Numpy(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }",
            "0000000000000000 0000000000000840 000000000000F03F 0000000000001040 0000000000000040 0000000000001440"));
        Indexed.Equal(NDArray.Create([0.0, 1, 2, 3, 4, 5], 2, 3), columns);
        Indexed.Equal(NDArray.Vector(1.5f, -2f), NpyFile.Read(Numpy(1, "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }", "003E00C0"), widen: true));
        Indexed.Equal(NDArray.Vector(true), NpyFile.Read(Numpy(2, "{'descr': '|b1', 'fortran_order': False, 'shape': (1L,)}", "01")));
        Indexed.Equal(NDArray.Scalar(7L), NpyFile.Read(Numpy(3, "{\"shape\": (), \"fortran_order\": False, \"descr\": '<i8'}", "0700000000000000")));
    }

    [Fact]
    public void Safetensors_of_narrow_types_are_widened_when_asked()
    {
        const string header = """{"h":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"i":{"dtype":"I8","shape":[1],"data_offsets":[4,5]},"u":{"dtype":"U32","shape":[1],"data_offsets":[5,9]}}""";
        byte[] file = Safetensors(header, "803F 00C0 FF FFFFFFFF");
        IReadOnlyDictionary<string, NDArray> arrays = SafetensorsFile.Read(new MemoryStream(file), widen: true).Arrays;
        Indexed.Equal(NDArray.Vector(1f, -2f), arrays["h"]);
        Indexed.Equal(NDArray.Vector(-1), arrays["i"]);
        Indexed.Equal(NDArray.Vector(4294967295L), arrays["u"]);
        Assert.Contains("widen: true", Assert.Throws<ArrayFormatException>(() => SafetensorsFile.Read(new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the end comes too early: 8 bytes of magic and version were expected, there are 0")]
    [InlineData("504B0304 00000000", "does not begin with the bytes 93 4E 55 4D 50 59")]
    [InlineData("934E554D5059 0900", "version 9.0; versions 1, 2 and 3 are read")]
    [InlineData("934E554D5059 0200 FFFFFFFF", "a header of 4294967295 bytes")]
    public void What_is_no_npy_file_is_refused(string bytes, string text) =>
        Assert.Contains(text, Assert.Throws<ArrayFormatException>(() => NpyFile.Read(new MemoryStream(Convert.FromHexString(bytes.Replace(" ", ""))))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "does not name 'shape'")]
    [InlineData("{'descr': '<f4', 'descr': '<f4'}", "'descr', which it named before")]
    [InlineData("{'descr': '<f4', 'order': False}", "'order', which is none of")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': ()}", "element type '<c8' is not read")]
    [InlineData("{'descr': '<i2', 'fortran_order': False, 'shape': ()}", "'widen: true' reads it as int32")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}", "arrays of records are not read")]
    [InlineData("{'descr': '<f4', 'fortran_order': maybe, 'shape': ()}", "True or False was expected")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "a size in [0, 2147483647] was expected")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)}", "more elements than an array can hold")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (100000,)}", "400000 bytes of elements were expected, there are 1")]
    [InlineData("{'descr': '|b1', 'fortran_order': False, 'shape': (1,)}", "a truth value is 7; it must be 0 or 1")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()} 1", "goes on behind its dictionary")]
    public void A_header_that_does_not_hold_is_refused(string header, string text) =>
        Assert.Contains(text, Assert.Throws<ArrayFormatException>(() => NpyFile.Read(Numpy(1, header, "07"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}}""", "takes 4 bytes, its offsets 0 to 5 are 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at byte 4 behind the header, where byte 0 was expected")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", "element type C64, which is not read")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "a whole number from 0 on was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "must have 'dtype', 'shape' and 'data_offsets'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'a' comes twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", "a text was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", "the header")]
    [InlineData("""{}""", "there are more bytes behind the last array")]
    public void A_safetensors_header_that_does_not_hold_is_refused(string header, string text) =>
        Assert.Contains(text, Assert.Throws<ArrayFormatException>(() => SafetensorsFile.Read(new MemoryStream(Safetensors(header, "00000000")))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_write_that_fails_leaves_the_file_that_was_there()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string path = Path.Combine(folder.FullName, "a.safetensors");
            var one = new KeyValuePair<string, NDArray>("x", NDArray.Ones(3));
            SafetensorsFile.Write(path, [one]);
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(path, [one, one]));
            Indexed.Equal(NDArray.Ones(3), SafetensorsFile.Read(path).Arrays["x"]);
            NpyFile.Write(Path.Combine(folder.FullName, "a.npy"), NDArray.Ones(3));
            Assert.Contains("a.npy", Assert.Throws<ArrayFormatException>(() => NpzFile.Read(Path.Combine(folder.FullName, "a.npy"))).Message, StringComparison.Ordinal);
            Assert.Equal(2, folder.GetFiles().Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Same(IReadOnlyDictionary<string, NDArray> expected, IReadOnlyDictionary<string, NDArray> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, NDArray array) in expected) Indexed.Equal(array, actual[name]);
    }

    private static byte[] Npy(NDArray x)
    {
        using var stream = new MemoryStream();
        NpyFile.Write(stream, x);
        return stream.ToArray();
    }

    private static IEnumerable<(byte[] Bytes, Func<Stream, object> Read)> Files(NDArray x)
    {
        KeyValuePair<string, NDArray>[] named = [new("x", x), new("ones", NDArray.Ones(2))];
        // An array without elements has no end that could be missing.
        if (x.Count > 0) yield return (Npy(x), stream => NpyFile.Read(stream));
        using var safetensors = new MemoryStream();
        SafetensorsFile.Write(safetensors, named);
        yield return (safetensors.ToArray(), stream => SafetensorsFile.Read(stream));
        using var npz = new MemoryStream();
        NpzFile.Write(npz, named);
        yield return (npz.ToArray(), stream => NpzFile.Read(stream));
    }

    private static MemoryStream Numpy(byte version, string header, string elements)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "  \n");
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : BitConverter.GetBytes(text.Length);
        return new([0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. Convert.FromHexString(elements.Replace(" ", ""))]);
    }

    private static byte[] Safetensors(string header, string elements) =>
        [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. Convert.FromHexString(elements.Replace(" ", ""))];

    /// <summary>A stream that cannot go back and does not know its length, as from a network; it gives a few bytes at a time.</summary>
    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
