using Autograd.Accuracy;

namespace Autograd.Properties;

/// <summary>The transcendental kernels: accuracy, special values, independence of position and of vector width.</summary>
public sealed partial class VectorMathTests
{
    /// <summary>The functions of one argument by name.</summary>
    public static TheoryData<string> UnaryNames => [.. MathFunctions.Unary.Select(f => f.Name)];

    /// <summary>The functions of two arguments by name.</summary>
    public static TheoryData<string> BinaryNames => [.. MathFunctions.Binary.Select(f => f.Name)];

    /// <summary>All functions by name.</summary>
    public static TheoryData<string> Names => [.. MathFunctions.Unary.Select(f => f.Name), .. MathFunctions.Binary.Select(f => f.Name)];

    private static UnaryFunction Unary(string name) => MathFunctions.Unary.Single(f => f.Name == name);

    private static BinaryFunction Binary(string name) => MathFunctions.Binary.Single(f => f.Name == name);

    private static float[] Apply(UnaryFunction f, ReadOnlySpan<float> x)
    {
        float[] y = new float[x.Length];
        f.Single(x, y);
        return y;
    }

    private static double[] Apply(UnaryFunction f, ReadOnlySpan<double> x)
    {
        double[] y = new double[x.Length];
        f.Double(x, y);
        return y;
    }

    private static float[] Apply(BinaryFunction f, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float[] y = new float[a.Length];
        f.Single(a, b, y);
        return y;
    }

    private static double[] Apply(BinaryFunction f, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] y = new double[a.Length];
        f.Double(a, b, y);
        return y;
    }
}
