using Autograd.CSharp;
using Autograd.Graph;

namespace Autograd.Conformance;

internal sealed partial class RandomPrograms
{
    private RecordedTensor Uniform(int[] shape, DType dtype, double from = 0, double to = 1) =>
        Floating(shape, dtype, data => stream.FillUniform<float>(data, from, to),
            data => stream.FillUniform<double>(data, from, to));

    private RecordedTensor Normal(int[] shape, DType dtype, double mean = 0, double std = 1) =>
        Floating(shape, dtype, data => stream.FillNormal<float>(data, mean, std),
            data => stream.FillNormal<double>(data, mean, std));

    private RecordedTensor Normal(double mean, double std, Arguments given) =>
        Normal(given.TakeSizes(), given.TakeDType(DType.Float32), mean, std);

    private RecordedTensor Exponential(int[] shape, DType dtype, double rate) =>
        Floating(shape, dtype, data => stream.FillExponential<float>(data, rate),
            data => stream.FillExponential<double>(data, rate));

    private RecordedTensor Bernoulli(int[] shape, DType dtype, double p) =>
        Any(shape, dtype,
            data => stream.FillBernoulli<float>(data, p),
            data => stream.FillBernoulli<double>(data, p),
            data => stream.FillBernoulli<long>(data, p),
            data => stream.FillBernoulli<int>(data, p));

    private RecordedTensor Integers(int[] shape, DType dtype, long low, long high) =>
        Any(shape, dtype,
            data => stream.FillIntegers<float>(data, low, high),
            data => stream.FillIntegers<double>(data, low, high),
            data => stream.FillIntegers<long>(data, low, high),
            data => stream.FillIntegers<int>(data, low, high));

    private RecordedTensor Integers(Arguments given)
    {
        long low = 0, high = given.TakeInteger("high");
        // randint(high, size) or randint(low, high, size)
        if (given.NextIsInteger) (low, high) = (high, given.TakeInteger("high"));
        return Integers(given.TakeSizes(), given.TakeDType(DType.Int64), low, high);
    }

    private RecordedTensor Permutation(Arguments given) =>
        Any([int.CreateChecked(given.TakeInteger("n"))], given.TakeDType(DType.Int64),
            data => stream.FillPermutation<float>(data),
            data => stream.FillPermutation<double>(data),
            data => stream.FillPermutation<long>(data),
            data => stream.FillPermutation<int>(data));

    private RecordedTensor Bernoulli(Arguments given)
    {
        var probabilities = given.Take<RecordedTensor>("input");
        if (given.HasPositional) return Bernoulli(probabilities.Shape, probabilities.DType, given.TakeNumber("p"));
        return Floating(
            probabilities.Shape,
            probabilities.DType,
            data => stream.FillBernoulli<float, float>(data, (float[])probabilities.Data),
            data => stream.FillBernoulli<double, double>(data, (double[])probabilities.Data));
    }

    private RecordedTensor Dropout(Arguments given)
    {
        var input = given.Take<RecordedTensor>("input");
        double p = given.TakeNumber("p", 0.5);
        if (!given.TakeFlag("training", true) || p == 0) return input;
        if (p == 1) return Tensors.Full(input.Shape, 0, input.DType);   // without a draw
        RecordedTensor mask = Bernoulli(input.Shape, input.DType, 1 - p);
        return mask with
        {
            Data = (input.Data, mask.Data) switch
            {
                (float[] x, float[] m) => Array.ConvertAll([.. x.Zip(m)], pair => pair.First * (pair.Second / (float)(1 - p))),
                (double[] x, double[] m) => Array.ConvertAll([.. x.Zip(m)], pair => pair.First * (pair.Second / (1 - p))),
                _ => throw new UnsupportedCaseException($"dropout of {input.DType.Name()}"),
            },
        };
    }

    private RecordedTensor Multinomial(Arguments given)
    {
        var weights = given.Take<RecordedTensor>("input");
        int samples = int.CreateChecked(given.TakeInteger("num_samples"));
        bool replacement = given.TakeFlag("replacement", false);
        int categories = weights.Shape[^1], rows = weights.Data.Length / categories;
        var indices = new long[rows * samples];
        for (int row = 0; row < rows; row++)
        {
            Span<long> destination = indices.AsSpan(row * samples, samples);
            switch (weights.Data)
            {
                case float[] data: stream.FillMultinomial<float>(destination, data.AsSpan(row * categories, categories), replacement); break;
                case double[] data: stream.FillMultinomial<double>(destination, data.AsSpan(row * categories, categories), replacement); break;
                default: throw new UnsupportedCaseException($"multinomial of {weights.DType.Name()}");
            }
        }
        return new(indices, [.. weights.Shape[..^1], samples]);
    }

    private Layer Linear(Arguments given)
    {
        int inputs = int.CreateChecked(given.TakeInteger("in_features")), outputs = int.CreateChecked(given.TakeInteger("out_features"));
        return NewLayer([outputs, inputs], given.TakeFlag("bias", true));
    }

    private Layer Conv2d(Arguments given)
    {
        int inputs = int.CreateChecked(given.TakeInteger("in_channels")), outputs = int.CreateChecked(given.TakeInteger("out_channels"));
        int[] kernel = given.TakeSizes("kernel_size");
        return NewLayer([outputs, inputs, kernel[0], kernel[^1]], given.TakeFlag("bias", true));
    }

    private Layer NewLayer(int[] shape, bool hasBias)
    {
        var weight = new float[Tensors.Count(shape)];
        int fanIn = weight.Length / shape[0];
        Initialization.FillWeight(stream, weight, fanIn);
        if (!hasBias) return new(new(weight, shape), null);
        var bias = new float[shape[0]];
        Initialization.FillBias(stream, bias, fanIn);
        return new(new(weight, shape), new(bias, [bias.Length]));
    }

    private static RecordedTensor Floating(int[] shape, DType dtype, Action<float[]> single, Action<double[]> wide) => dtype switch
    {
        DType.Float32 => Filled(shape, single),
        DType.Float64 => Filled(shape, wide),
        _ => throw new UnsupportedCaseException($"such draws of {dtype.Name()}"),
    };

    private static RecordedTensor Any(int[] shape, DType dtype, Action<float[]> single, Action<double[]> wide, Action<long[]> longs, Action<int[]> ints) => dtype switch
    {
        DType.Int64 => Filled(shape, longs),
        DType.Int32 => Filled(shape, ints),
        _ => Floating(shape, dtype, single, wide),
    };

    private static RecordedTensor Filled<T>(int[] shape, Action<T[]> fill)
    {
        var data = new T[Tensors.Count(shape)];
        fill(data);
        return new(data, shape);
    }
}
