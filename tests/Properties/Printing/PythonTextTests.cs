using System.Globalization;
using Autograd.CSharp;
using FsCheck.Xunit;

namespace Autograd.Properties.Printing;

/// <summary>Values as Python writes them.</summary>
public class PythonTextTests
{
    [Property(MaxTest = 2000)]
    public bool A_float_reads_back_from_its_text(long bits)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        string text = PythonText.Repr(value);
        return double.IsNaN(value) ? text == "nan" : double.IsInfinity(value) || double.Parse(text, CultureInfo.InvariantCulture).Equals(value);
    }

    [Property(MaxTest = 1000)]
    public bool A_finite_float_shows_that_it_is_one(double value) =>
        !double.IsFinite(value) || PythonText.Repr(value).AsSpan().IndexOfAny('.', 'e') >= 0;

    [Property(MaxTest = 1000)]
    public bool A_single_is_written_as_the_double_it_widens_to(float value) => PythonText.Repr(value) == PythonText.Repr((double)value);

    [Property]
    public bool Padding_fills_the_width_and_no_more(double value, byte width) =>
        PythonFormat.Apply(value, $">{width + 1}.3f").Length == Math.Max(width + 1, PythonFormat.Apply(value, ".3f").Length);

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(double.NaN, "nan")]
    public void Floats_have_Pythons_texts(double value, string text) => Assert.Equal(text, PythonText.Repr(value));

    public static TheoryData<object?, string> Values => new()
    {
        { null, "None" },
        { true, "True" },
        { 3, "3" },
        { 0.1f, "0.10000000149011612" },
        { "it's", "\"it's\"" },
        { "a\n\\", "'a\\n\\\\'" },
        { (1, 2.0), "(1, 2.0)" },
        { ValueTuple.Create("a"), "('a',)" },
        { new object?[] { 1, null, "b", new[] { true } }, "[1, None, 'b', [True]]" },
        { new List<double> { 1, 2.5 }, "[1.0, 2.5]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{'a': 1}" },
        { new System.Numerics.Complex(1, -2.5), "(1-2.5j)" },
        { Graph.DType.Float32, "torch.float32" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_have_Pythons_texts(object? value, string text) => Assert.Equal(text, PythonText.Repr(value));

    [Theory]
    [InlineData(3.14159, ".2f", "3.14")]
    [InlineData(3.14159, ">7f", "3.141590")]
    [InlineData(3.14159, "8.3f", "   3.142")]
    [InlineData(3.14159, "<8.3f", "3.142   ")]
    [InlineData(3.14159, "*^9.3f", "**3.142**")]
    [InlineData(-3.14159, "08.3f", "-003.142")]
    [InlineData(3.14159, "+.1e", "+3.1e+00")]
    [InlineData(1234567.891, ",.2f", "1,234,567.89")]
    [InlineData(0.25, ".0%", "25%")]
    [InlineData(1234567.0, ".3g", "1.23e+06")]
    [InlineData(123.0, ".3", "1.23e+02")]
    [InlineData(100.0, "#.6g", "100.000")]
    [InlineData(0.5, "", "0.5")]
    public void Formats_are_Pythons(double value, string format, string text) => Assert.Equal(text, PythonFormat.Apply(value, format));

    [Theory]
    [InlineData(255L, "x", "ff")]
    [InlineData(255L, "#010b", "0b11111111")]
    [InlineData(-1234567L, ",", "-1,234,567")]
    [InlineData(42L, "5d", "   42")]
    [InlineData(2L, ".1f", "2.0")]
    public void Formats_of_integers_are_Pythons(long value, string format, string text) => Assert.Equal(text, PythonFormat.Apply(value, format));

    [Theory]
    [InlineData("F2", "3.14")]
    [InlineData("0.000", "3.142")]
    [InlineData("N1", "3.1")]
    public void Formats_that_are_not_Pythons_are_left_to_NET(string format, string text) => Assert.Equal(text, PythonFormat.Apply(3.14159, format));

    [Fact]
    public void A_format_that_nobody_knows_is_an_error()
    {
        Assert.Throws<FormatException>(() => PythonFormat.Apply(1.0, "d"));
        Assert.Throws<FormatException>(() => PythonFormat.Apply(1L, ".2d"));
        Assert.Throws<FormatException>(() => PythonFormat.Apply(1.0, "Q"));
    }

    [Fact]
    public void A_printed_line_joins_its_values_by_spaces()
    {
        Assert.Equal("loss: 0.5 None [1, 2]", torch.PrintedLine(["loss:", 0.5, null, new[] { 1, 2 }]));
        Assert.Equal("", torch.PrintedLine([]));
        Assert.Equal("None", torch.PrintedLine(null));
    }

    [Fact]
    public void An_array_that_stands_for_the_whole_line_is_printed_as_a_list() => Assert.Equal("['a', 'b']", torch.PrintedLine(new string[] { "a", "b" }));
}
