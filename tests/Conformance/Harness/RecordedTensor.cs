using System.Text.Json;
using Autograd.CSharp;
using Autograd.Graph;

namespace Autograd.Conformance;

/// <summary>A tensor as it was recorded, or as drawn for comparison: elements in row-major order.</summary>
/// <param name="Data">an array of the dtype's elements</param>
/// <param name="Shape">sizes</param>
/// <param name="RequiresGrad">as recorded</param>
internal sealed record RecordedTensor(Array Data, int[] Shape, bool RequiresGrad = false)
{
    public DType DType { get; } = DTypes.Of(Data.GetType().GetElementType()!);

    /// <summary>Reads <c>{"t", "shape", "data", "requires_grad"}</c>.</summary>
    /// <exception cref="UnsupportedCaseException">the library has no such elements, or the layout is not dense</exception>
    public static RecordedTensor Read(JsonElement json)
    {
        if (json.TryGetProperty("layout", out JsonElement layout)) throw new UnsupportedCaseException($"layout {layout}");
        bool requiresGrad = json.TryGetProperty("requires_grad", out JsonElement flag) && flag.GetBoolean();
        return Read(json.GetProperty("t").GetString()!, json.GetProperty("shape"), json.GetProperty("data"), requiresGrad);
    }

    public static RecordedTensor Read(string dtype, JsonElement shape, JsonElement data, bool requiresGrad = false)
    {
        Array elements = ParseDType(dtype) switch
        {
            DType.Float32 => Elements(data, json => (float)Number(json)),
            DType.Float64 => Elements(data, Number),
            DType.Int64 => Elements(data, json => json.GetInt64()),
            DType.Int32 => Elements(data, json => json.GetInt32()),
            DType.Bool => Elements(data, json => json.GetBoolean()),
            _ => throw new UnsupportedCaseException($"elements of type {dtype}"),
        };
        return new(elements, Elements(shape, json => json.GetInt32()), requiresGrad);
    }

    /// <exception cref="UnsupportedCaseException">the library has no such elements</exception>
    public static DType ParseDType(string name)
    {
        foreach (DType dtype in DTypes.All)
            if (dtype.Name() == name) return dtype;
        throw new UnsupportedCaseException($"elements of type {name}");
    }

    /// <summary>PyTorch's text of it.</summary>
    public string Text(in TensorAnnotations annotations, PrintOptions options) => Data switch
    {
        float[] data => TensorFormatter.Format<float>(data, Shape, annotations, options),
        double[] data => TensorFormatter.Format<double>(data, Shape, annotations, options),
        long[] data => TensorFormatter.Format<long>(data, Shape, annotations, options),
        int[] data => TensorFormatter.Format<int>(data, Shape, annotations, options),
        bool[] data => TensorFormatter.Format<bool>(data, Shape, annotations, options),
        _ => throw new UnsupportedCaseException($"elements of type {DType.Name()}"),
    };

    /// <summary>Whether dtype, shape and elements agree; elements exactly, or within <paramref name="tolerance"/> times max(1, |expected|).</summary>
    public Outcome Compare(RecordedTensor actual, double tolerance)
    {
        if (actual.DType != DType) return Outcome.Wrong($"expected {DType.Name()}, actual {actual.DType.Name()}");
        if (!actual.Shape.AsSpan().SequenceEqual(Shape))
            return Outcome.Wrong($"expected {PythonText.Size(Shape)}, actual {PythonText.Size(actual.Shape)}");
        for (int i = 0; i < Data.Length; i++)
        {
            object expected = Data.GetValue(i)!, got = actual.Data.GetValue(i)!;
            if (!Agree(expected, got, tolerance))
                return Outcome.Wrong($"element {i}: expected {PythonText.Repr(expected)}, actual {PythonText.Repr(got)}");
        }
        return Outcome.Passed;
    }

    private static bool Agree(object expected, object actual, double tolerance)
    {
        if (expected.Equals(actual)) return true;
        if (expected is not (float or double)) return false;
        double e = Convert.ToDouble(expected), a = Convert.ToDouble(actual);
        return Math.Abs(e - a) <= tolerance * Math.Max(1, Math.Abs(e));
    }

    /// <summary>A number, or the name of one that is not finite; <c>{"f": x}</c> is a number too.</summary>
    public static double Number(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Number(json.GetProperty("f")),
        JsonValueKind.String => json.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text => throw new FormatException($"'{text}' is no number"),
        },
        _ => json.GetDouble(),
    };

    private static T[] Elements<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var elements = new T[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in array.EnumerateArray()) elements[i++] = read(item);
        return elements;
    }
}
