using System.Globalization;
using Autograd.Graph;

namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Brackets and spaces, as NumPy prints.</summary>
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;

    /// <summary>A C# array.</summary>
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    /// <summary>Shape, type and device before PyTorch's text.</summary>
    public const TensorStringStyle julia = TensorStringStyle.Julia;

    public sealed partial class Tensor
    {
        /// <summary>The tensor in a style; PyTorch's has no settings of its own, see <see cref="set_printoptions"/>.</summary>
        /// <param name="style">which</param>
        /// <param name="fltFormat">.NET's format of floating-point numbers</param>
        /// <param name="width">has no effect</param>
        /// <param name="cultureInfo">how numbers are written; the invariant culture if omitted</param>
        /// <param name="newLine">what ends a line</param>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            string format = fltFormat ?? "g5";
            CultureInfo culture = cultureInfo ?? CultureInfo.InvariantCulture;
            string text = style switch
            {
                TensorStringStyle.Metadata => Metadata,
                TensorStringStyle.Julia => Metadata + "\n" + ToString(),
                TensorStringStyle.Numpy => StyledText.Nested(Evaluate(), ("[", "]"), (" ", "\n"), number => StyledText.Of(number, format, culture)),
                TensorStringStyle.CSharp => Metadata + ", value = " + CSharpText(format, culture),
                _ => ToString(),
            };
            return newLine is null ? text : text.Replace("\n", newLine, StringComparison.Ordinal);
        }

        private string Metadata => $"[{string.Join("x", Shape.Sizes.ToArray())}], type = {dtype}, device = {device}";

        private string CSharpText(string format, CultureInfo culture)
        {
            string type = DType switch { DType.Float32 => "float", DType.Float64 => "double", DType.Int64 => "long", DType.Int32 => "int", _ => "bool" };
            string rank = Shape.Rank == 0 ? "" : $" [{new string(',', Shape.Rank - 1)}]";
            return type + rank + " " + StyledText.Nested(Evaluate(), ("{", "}"), (", ", ", "), number => StyledText.Literal(number, format, culture));
        }
    }
}
