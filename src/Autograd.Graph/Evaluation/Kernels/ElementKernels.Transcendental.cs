namespace Autograd.Graph;

// The transcendentals of VectorMath as instructions.
internal static partial class ElementKernels
{
    private static void Exp32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Exp(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Expm132(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Expm1(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Exp232(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Exp2(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Log32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Log1p32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log1p(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Log232(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log2(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Log1032(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log10(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Sin32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sin(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Cos32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Cos(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Tan32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Tan(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Asin32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Asin(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Acos32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Acos(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Atan32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Atan(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Sinh32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sinh(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Cosh32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Cosh(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Tanh32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Tanh(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Sigmoid32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sigmoid(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Softplus32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Softplus(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Erf32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Erf(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Erfc32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Erfc(In<float>(ref a, n), Out<float>(ref y, n));

    private static void Pow32(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Pow(In<float>(ref a, n), In<float>(ref b, n), Out<float>(ref y, n));

    private static void Atan232(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Atan2(In<float>(ref a, n), In<float>(ref b, n), Out<float>(ref y, n));

    private static void Exp64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Exp(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Expm164(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Expm1(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Exp264(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Exp2(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Log64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Log1p64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log1p(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Log264(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log2(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Log1064(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Log10(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Sin64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sin(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Cos64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Cos(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Tan64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Tan(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Asin64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Asin(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Acos64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Acos(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Atan64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Atan(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Sinh64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sinh(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Cosh64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Cosh(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Tanh64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Tanh(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Sigmoid64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Sigmoid(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Softplus64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Softplus(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Erf64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Erf(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Erfc64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Erfc(In<double>(ref a, n), Out<double>(ref y, n));

    private static void Pow64(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Pow(In<double>(ref a, n), In<double>(ref b, n), Out<double>(ref y, n));

    private static void Atan264(ref byte y, ref byte a, ref byte b, ref byte c, int n, int attribute) => VectorMath.Atan2(In<double>(ref a, n), In<double>(ref b, n), Out<double>(ref y, n));
}
