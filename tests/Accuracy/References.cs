namespace Autograd.Accuracy;

/// <summary>What System.Math lacks, in double to a few units in the last place, by other methods than the kernels'.</summary>
internal static class References
{
    /// <summary>Kahan: the error of u = e^x cancels in (u - 1) x / log u.</summary>
    internal static double Expm1(double x)
    {
        if (Math.Abs(x) > 1)
        {
            return Math.Exp(x) - 1;
        }

        double u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>Kahan: the error of u = 1 + x cancels in x log(u) / (u - 1).</summary>
    internal static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Abs(x) > 1 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    internal static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    internal static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    internal static double Erf(double x)
    {
        double a = Math.Abs(x);
        return a < 2 ? Series(x) : a < 6 ? Math.CopySign(1 - Fraction(a), x) : double.IsNaN(x) ? x : Math.CopySign(1, x);
    }

    internal static double Erfc(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        return x < 1 ? 1 - Erf(x) : x < 28 ? Fraction(x) : 0;
    }

    internal static double NormalCdf(double x) => Erfc(-x / Math.Sqrt(2)) / 2;

    internal static double GeluSlope(double x) => double.IsNegativeInfinity(x) ? -0.0 : double.IsPositiveInfinity(x) ? 1 : NormalCdf(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>erf x = 2/√π e^(-x²) Σ 2^n x^(2n+1) / (2n+1)!!, all of one sign.</summary>
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; n < 80 && Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc x = e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), x ≥ 1.</summary>
    private static double Fraction(double x)
    {
        double tail = x;
        for (int n = x < 2 ? 160 : 60; n > 0; n--)
        {
            tail = x + n / (2 * tail);
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * tail);
    }
}
