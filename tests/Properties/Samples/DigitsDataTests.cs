using System.IO.Compression;
using System.Text;
using Autograd.Samples.Digits;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Samples;

/// <summary>The reader of the digits sample: what is written is read, and what is broken is named by file and line.</summary>
[Properties(QuietOnSuccess = true, MaxTest = 50)]
public sealed class DigitsDataTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("digits");

    public void Dispose() => _directory.Delete(recursive: true);

    [Property]
    public void What_is_written_is_read(int seed, bool compressed, bool windows)
    {
        Sampler sampler = new(seed);
        int[][] rows = Rows(sampler, sampler.Int(1, 20));
        string path = Write(Lines(rows), compressed, windows ? "\r\n" : "\n");

        DigitsData data = DigitsData.Read(path);

        Assert.Equal(rows.Length, data.Count);
        Assert.Equal(rows.Select(row => (long)row[^1]), data.Labels);
        Assert.Equal(rows.SelectMany(row => row[..^1]).Select(pixel => pixel / 16f), data.Images.Cast<float>());
    }

    [Property]
    public void A_wrong_number_of_columns_is_named_with_its_line(int seed, bool compressed)
    {
        Sampler sampler = new(seed);
        string[] lines = Lines(Rows(sampler, sampler.Int(1, 20)));
        int wrong = sampler.Int(0, lines.Length - 1), columns = sampler.Of(1, 2, 64, 66, 130);
        lines[wrong] = string.Join(',', Enumerable.Repeat("1", columns));

        Refuses(Write(lines, compressed), wrong + 1, $"the number of columns is {columns}; it must be 65");
    }

    [Fact]
    public void An_empty_line_is_a_wrong_number_of_columns() =>
        Refuses(Write([Lines(Rows(new(1), 1))[0], ""], compressed: false), 2, "the number of columns is 1; it must be 65");

    [Property]
    public void What_is_no_whole_number_is_named_with_its_line_and_column(int seed, bool compressed)
    {
        string word = new Sampler(seed).Of("", "x", "1.5", "1e1", " 3", "0x1", "99999999999", "٣", "NaN");
        Broken(seed, compressed, _ => word, (line, column) => $"line {line}: column {column} is '{word}', not a whole number");
    }

    [Property]
    public void A_pixel_or_digit_out_of_range_is_named_with_its_line_and_column(int seed, bool compressed)
    {
        bool below = new Sampler(seed).Bool();
        string Value(bool pixel) => below ? "-1" : pixel ? "17" : "10";
        Broken(seed, compressed, Value, (line, column) =>
            $"line {line}: column {column} is {Value(column < 65)}, out of range; a {(column < 65 ? "pixel is one of 0 to 16" : "digit is one of 0 to 9")}");
    }

    [Property]
    public void Truncated_compression_is_refused_wherever_it_is_cut(int seed)
    {
        Sampler sampler = new(seed);
        int rows = sampler.Int(1, 200);
        string path = Write(Lines(Rows(sampler, rows)), compressed: true);
        using (FileStream file = File.OpenWrite(path)) file.SetLength(sampler.Int(0, (int)file.Length - 1));

        DigitsFormatException error = Assert.Throws<DigitsFormatException>(() => DigitsData.Read(path, atLeast: rows));

        Assert.StartsWith($"{path}, line {error.Line}: ", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Line, 1, rows + 1);
    }

    [Property]
    public void A_flipped_bit_of_compression_is_refused_or_harmless(int seed)
    {
        Sampler sampler = new(seed);
        int[][] rows = Rows(sampler, sampler.Int(1, 50));
        string path = Write(Lines(rows), compressed: true);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[sampler.Int(0, bytes.Length - 1)] ^= (byte)(1 << sampler.Int(0, 7));
        File.WriteAllBytes(path, bytes);

        try
        {
            // The header has bytes, such as the time, that say nothing of the data.
            Assert.Equal(rows.Select(row => (long)row[^1]), DigitsData.Read(path, rows.Length).Labels);
        }
        catch (DigitsFormatException error)
        {
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_not_compressed_but_named_so_is_refused()
    {
        string path = Path.Combine(_directory.FullName, "plain.gz");
        File.WriteAllLines(path, Lines(Rows(new(1), 3)));
        Refuses(path, 1, "the compressed data is broken or ends early");
    }

    [Fact]
    public void Too_few_rows_are_refused_where_the_file_ends()
    {
        string path = Write(Lines(Rows(new(1), 3)), compressed: true);
        Assert.Contains($"{path}, line 4: the file ends after 3 rows; it must have at least 5", Assert.Throws<DigitsFormatException>(() => DigitsData.Read(path, atLeast: 5)).Message);
        Refuses(Write([], compressed: false), 1, "the file ends after 0 rows; it must have at least 1");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_directory.FullName, "missing.csv.gz");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => DigitsData.Read(path)).Message);
    }

    /// <summary>Breaks one column of one row and reads.</summary>
    private void Broken(int seed, bool compressed, Func<bool, string> word, Func<int, int, string> message)
    {
        Sampler sampler = new(seed);
        string[] lines = Lines(Rows(sampler, sampler.Int(1, 20)));
        int row = sampler.Int(0, lines.Length - 1), column = sampler.Of(0, 1, 63, 64, 64);
        string[] columns = lines[row].Split(',');
        columns[column] = word(column < 64);
        lines[row] = string.Join(',', columns);
        Refuses(Write(lines, compressed), row + 1, message(row + 1, column + 1));
    }

    private static void Refuses(string path, int line, string problem)
    {
        DigitsFormatException error = Assert.Throws<DigitsFormatException>(() => DigitsData.Read(path));
        Assert.Equal((path, line), (error.Path, error.Line));
        Assert.StartsWith($"{path}, line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static int[][] Rows(Sampler sampler, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (int[])[.. Enumerable.Range(0, 64).Select(_ => sampler.Int(0, 16)), sampler.Int(0, 9)])];

    private static string[] Lines(int[][] rows) => Array.ConvertAll(rows, row => string.Join(',', row));

    private string Write(string[] lines, bool compressed, string end = "\n")
    {
        string path = Path.Combine(_directory.FullName, $"{Guid.NewGuid()}.csv{(compressed ? ".gz" : "")}");
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + end)));
        using FileStream file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return path;
    }
}
