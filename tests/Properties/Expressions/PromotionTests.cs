using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Expressions;

/// <summary>Which type an operation computes in: the rules of PyTorch's result_type, written out as tables.</summary>
public class PromotionTests
{
    private const DType F32 = DType.Float32, F64 = DType.Float64, I64 = DType.Int64, I32 = DType.Int32, B = DType.Bool;

    private static readonly DType[] Order = [B, I32, I64, F32, F64];

    private static Expr OfRank(DType dtype, int rank) => Expr.Constant(NDArray.Zeros(new Shape([.. Enumerable.Repeat(1, rank)]), dtype));

    // Row and column in the order bool, int32, int64, float32, float64.
    private static readonly DType[,] ArrayWithArray =
    {
        { B, I32, I64, F32, F64 },
        { I32, I32, I64, F32, F64 },
        { I64, I64, I64, F32, F64 },
        { F32, F32, F32, F32, F64 },
        { F64, F64, F64, F64, F64 },
    };

    // The row an array, the column of rank 0: it counts only where its category is higher.
    private static readonly DType[,] ArrayWithScalar =
    {
        { B, I32, I64, F32, F64 },
        { I32, I32, I32, F32, F64 },
        { I64, I64, I64, F32, F64 },
        { F32, F32, F32, F32, F32 },
        { F64, F64, F64, F64, F64 },
    };

    [Fact]
    public void Arrays_promote_each_other_and_so_do_scalars()
    {
        for (int i = 0; i < 5; i++)
        {
            for (int k = 0; k < 5; k++)
            {
                Assert.Equal(ArrayWithArray[i, k], (Expr.Maximum(OfRank(Order[i], 2), OfRank(Order[k], 1))).DType);
                Assert.Equal(ArrayWithArray[i, k], (Expr.Maximum(OfRank(Order[i], 0), OfRank(Order[k], 0))).DType);
                Assert.Equal(ArrayWithArray[i, k], DTypes.Promote(Order[i], Order[k]));
            }
        }
    }

    [Fact]
    public void A_scalar_promotes_an_array_only_from_a_higher_category()
    {
        for (int i = 0; i < 5; i++)
        {
            for (int k = 0; k < 5; k++)
            {
                Assert.Equal(ArrayWithScalar[i, k], Expr.Maximum(OfRank(Order[i], 1), OfRank(Order[k], 0)).DType);
                Assert.Equal(ArrayWithScalar[i, k], Expr.Maximum(OfRank(Order[k], 0), OfRank(Order[i], 1)).DType);
            }
        }
    }

    [Fact]
    public void A_plain_number_promotes_only_from_a_higher_category_and_to_the_default_of_it()
    {
        DType[] withInteger = [I64, I32, I64, F32, F64], withFloating = [F32, F32, F32, F32, F64];
        for (int rank = 0; rank < 2; rank++)
        {
            for (int i = 0; i < 5; i++)
            {
                Expr x = OfRank(Order[i], rank);
                foreach (Expr y in new[] { x + 1, 1 + x, x * 1L, 1L - x }) Assert.Equal(withInteger[i], y.DType);
                foreach (Expr y in new[] { x + 1.0, 1.0 + x, x * 1f, 1f - x }) Assert.Equal(withFloating[i], y.DType);
            }
        }
    }

    [Fact]
    public void Zero_and_One_take_on_the_type_beside_them()
    {
        foreach (DType dtype in Order[1..])
        {
            Assert.Equal(dtype, (OfRank(dtype, 1) + Expr.Zero).DType);
            Assert.Equal(dtype, (Expr.One * OfRank(dtype, 0)).DType);
        }
    }

    [Fact]
    public void Division_and_functions_of_integers_are_floating()
    {
        Assert.Equal(F32, (OfRank(I64, 1) / OfRank(I32, 1)).DType);
        Assert.Equal(F64, (OfRank(I64, 1) / OfRank(F64, 1)).DType);
        Assert.Equal(F32, (OfRank(B, 1) / 2).DType);
        Assert.Equal(F32, Expr.Sin(OfRank(I64, 1)).DType);
        Assert.Equal(F64, Expr.Sin(OfRank(F64, 1)).DType);
    }

    [Fact]
    public void Truth_values_add_as_or_multiply_as_and_do_not_subtract()
    {
        Expr p = Expr.Constant(NDArray.Vector(true, true, false, false)), q = Expr.Constant(NDArray.Vector(true, false, true, false));
        Assert.Equal([true, true, true, false], (p + q).Evaluate().ToArray<bool>());
        Assert.Equal([true, false, false, false], (p * q).Evaluate().ToArray<bool>());
        Assert.Equal([true, true, true, false], Expr.Maximum(p, q).Evaluate().ToArray<bool>());
        Assert.Equal([true, false, false, false], Expr.Minimum(p, q).Evaluate().ToArray<bool>());
        Assert.Contains("sub", Assert.Throws<DTypeException>(() => p - q).Message);
    }

    [Fact]
    public void Comparisons_compute_in_the_common_type_and_give_truth_values()
    {
        Assert.Equal(B, (OfRank(I32, 1) < OfRank(F64, 1)).DType);
        Assert.True((Expr.Constant(NDArray.Vector(3)) < 3.5).Evaluate().At(0).ToInt64() != 0);
    }
}
