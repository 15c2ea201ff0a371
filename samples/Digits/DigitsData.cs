using System.Globalization;
using System.IO.Compression;

namespace Autograd.Samples.Digits;

/// <summary>
/// Handwritten digits, one a row: 8x8 pixels of 0..16 and the digit last, separated by commas ("Optical Recognition of Handwritten
/// Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0).
/// </summary>
internal sealed class DigitsData
{
    public const int Pixels = 64;
    public const int Classes = 10;
    private const int Brightest = 16;

    private DigitsData(float[,] images, long[] labels) => (Images, Labels) = (images, labels);

    /// <summary>[rows, 64], each pixel scaled to [0, 1].</summary>
    public float[,] Images { get; }

    /// <summary>[rows], each in 0..9.</summary>
    public long[] Labels { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Reads a file; one whose name ends in .gz is decompressed.</summary>
    /// <param name="path">the file</param>
    /// <param name="atLeast">how many rows it must have</param>
    /// <exception cref="DigitsFormatException">a row is not made of 65 whole numbers in their ranges, rows are missing, or the compression is broken</exception>
    /// <exception cref="IOException">the file is missing or cannot be read</exception>
    /// <exception cref="UnauthorizedAccessException">the file may not be read, or it is a directory</exception>
    public static DigitsData Read(string path, int atLeast = 1)
    {
        using Stream file = File.OpenRead(path);
        using Stream bytes = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(bytes);
        List<int[]> rows = [];
        try
        {
            while (reader.ReadLine() is { } text) rows.Add(Row(text, path, rows.Count + 1));
        }
        catch (InvalidDataException broken)
        {
            throw new DigitsFormatException(path, rows.Count + 1, $"the compressed data is broken or ends early ({broken.Message})", broken);
        }

        if (rows.Count < atLeast) throw new DigitsFormatException(path, rows.Count + 1, $"the file ends after {rows.Count} rows; it must have at least {atLeast}");
        return FromRows(rows);
    }

    /// <summary>The rows at these places, in their order.</summary>
    public DigitsData At(ReadOnlySpan<int> places)
    {
        var images = new float[places.Length, Pixels];
        var labels = new long[places.Length];
        for (int row = 0; row < places.Length; row++)
        {
            for (int pixel = 0; pixel < Pixels; pixel++) images[row, pixel] = Images[places[row], pixel];
            labels[row] = Labels[places[row]];
        }

        return new(images, labels);
    }

    private static int[] Row(string text, string path, int line)
    {
        string[] columns = text.Split(',');
        if (columns.Length != Pixels + 1)
            throw new DigitsFormatException(path, line, $"the number of columns is {columns.Length}; it must be {Pixels + 1}, {Pixels} pixels and the digit");
        var row = new int[columns.Length];
        for (int i = 0; i < row.Length; i++)
        {
            (string what, int largest) = i < Pixels ? ("pixel", Brightest) : ("digit", Classes - 1);
            if (!int.TryParse(columns[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out row[i]))
                throw new DigitsFormatException(path, line, $"column {i + 1} is '{columns[i]}', not a whole number; a {what} is one of 0 to {largest}");
            if (row[i] < 0 || row[i] > largest)
                throw new DigitsFormatException(path, line, $"column {i + 1} is {row[i]}, out of range; a {what} is one of 0 to {largest}");
        }

        return row;
    }

    private static DigitsData FromRows(List<int[]> rows)
    {
        var images = new float[rows.Count, Pixels];
        var labels = new long[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int pixel = 0; pixel < Pixels; pixel++) images[row, pixel] = rows[row][pixel] / (float)Brightest;
            labels[row] = rows[row][Pixels];
        }

        return new(images, labels);
    }
}
