using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Evaluation;

/// <summary>Sums of products over any axes, against loops over indices.</summary>
[Properties(QuietOnSuccess = true)]
public class ContractionTests
{
    private sealed record Case(NDArray A, NDArray B, IntList LeftContract, IntList RightContract, IntList LeftBatch, IntList RightBatch, Shape Batch, Shape LeftFree, Shape RightFree, Shape Contract)
    {
        public Expr Dot => Expr.Dot(Expr.Constant(A), Expr.Constant(B), LeftContract, RightContract, LeftBatch, RightBatch);

        /// <summary>The pairs of factors of each result, in order.</summary>
        public IEnumerable<(Number Left, Number Right)[]> Factors()
        {
            foreach (int[] batch in Batch.Indices())
                foreach (int[] row in LeftFree.Indices())
                    foreach (int[] column in RightFree.Indices())
                        yield return [.. Contract.Indices().Select(k => (At(A, LeftBatch, batch, LeftContract, k, row), At(B, RightBatch, batch, RightContract, k, column)))];
        }

        private static Number At(NDArray x, IntList batchAxes, int[] batch, IntList contractAxes, int[] contract, int[] free)
        {
            var index = new int[x.Rank];
            int next = 0;
            for (int axis = 0; axis < x.Rank; axis++)
                index[axis] = batchAxes.Contains(axis) ? batch[batchAxes.IndexOf(axis)] : contractAxes.Contains(axis) ? contract[contractAxes.IndexOf(axis)] : free[next++];
            return x[index];
        }
    }

    /// <summary>Axes of each role with sizes, in any order within each operand.</summary>
    private static Case Drawn(int seed, DType dtype)
    {
        var random = new Random(seed);
        int[] batch = Sizes(2), contract = Sizes(2), left = Sizes(2), right = Sizes(2);
        (NDArray a, IntList leftBatch, IntList leftContract, Shape leftFree) = Operand(left);
        (NDArray b, IntList rightBatch, IntList rightContract, Shape rightFree) = Operand(right);
        return new(a, b, leftContract, rightContract, leftBatch, rightBatch, new(batch), leftFree, rightFree, new(contract));

        int[] Sizes(int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(12) == 0 ? 0 : random.Next(1, 5))];

        (NDArray, IntList, IntList, Shape) Operand(int[] free)
        {
            int[] sizes = [.. batch, .. contract, .. free], order = Draw.Permutation(random, sizes.Length);
            int[] place = [.. Enumerable.Range(0, sizes.Length).Select(role => Array.IndexOf(order, role))];
            int[] freeAxes = [.. place[(batch.Length + contract.Length)..].Order()];
            NDArray x = Draw.Plain(random, dtype, new Shape([.. order.Select(role => sizes[role])]));
            return (x, IntList.Create(place.AsSpan(0, batch.Length)), IntList.Create(place.AsSpan(batch.Length, contract.Length)), new Shape([.. freeAxes.Select(axis => x.Shape[axis])]));
        }
    }

    [Property(MaxTest = 200)]
    public void A_product_whose_free_axes_change_places_has_the_bits_of_the_transposed_one(int seed)
    {
        Case c = Drawn(seed, DType.Float32);
        int batch = c.Batch.Rank, left = c.LeftFree.Rank, right = c.RightFree.Rank;
        int[] swapped = [.. Enumerable.Range(0, batch), .. Enumerable.Range(batch + left, right), .. Enumerable.Range(batch, left)];
        Expr y = c.Dot.Transpose(swapped);
        Assert.True(y.Evaluate(EvaluationOptions.Reference).BitsEqual(y.Evaluate()));
    }

    [Theory]
    [InlineData(40, 50, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(40, 3, 2)]
    [InlineData(4, 5, 2)]
    public void A_transposed_product_is_made_so_where_that_changes_no_bit(int m, int n, int steps)
    {
        Expr x = Expr.Variable(Draw.Plain(new Random(m), DType.Float32, new(m, 70))), w = Expr.Variable(Draw.Plain(new Random(n), DType.Float32, new(70, n)));
        Expr product = x.MatMul(w), y = product.Transpose(1, 0);
        Assert.Equal(steps, y.Explain().Steps.Length);
        Assert.Single(Graph.Evaluation.Explain([y, product]).Steps, step => step is ContractionDescription);
        Assert.True(y.Evaluate(EvaluationOptions.Reference).BitsEqual(y.Evaluate()));
    }

    [Property]
    public void A_product_of_integers_is_the_sum_of_products(int seed)
    {
        Case c = Drawn(seed, DType.Int64);
        NDArray y = c.Dot.Evaluate(EvaluationOptions.Reference);
        Assert.Equal(new Shape([.. c.Batch.Sizes, .. c.LeftFree.Sizes, .. c.RightFree.Sizes]), y.Shape);
        Assert.Equal(c.Factors().Select(f => f.Sum(p => p.Left.ToInt64() * p.Right.ToInt64())), y.ToArray<long>());
    }

    [Property]
    public void A_product_of_floating_numbers_is_one_chain_or_with_few_columns_a_row_sum(int seed)
    {
        Case c = Drawn(seed, DType.Float32);
        float[] y = c.Dot.Evaluate(EvaluationOptions.Reference).ToArray<float>();
        // Shorter than 32 places the tree is the products in lanes of their own, folded by halves.
        Func<(Number Left, Number Right)[], float> sum = c.RightFree.Count > 4 ? Chain : Folded;
        Assert.Equal(c.Factors().Select(sum), y);

        static float Chain((Number Left, Number Right)[] factors) => factors.Aggregate(0f, (s, p) => MathF.FusedMultiplyAdd((float)p.Left.ToDouble(), (float)p.Right.ToDouble(), s));

        static float Folded((Number Left, Number Right)[] factors)
        {
            var lanes = new float[32];
            for (int i = 0; i < factors.Length; i++) lanes[i] = MathF.FusedMultiplyAdd((float)factors[i].Left.ToDouble(), (float)factors[i].Right.ToDouble(), 0);
            for (int half = 16; half > 0; half /= 2)
                for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
            return lanes[0];
        }
    }

    [Fact]
    public void A_long_product_with_few_columns_rounds_as_fused_steps_in_lanes()
    {
        const int k = 1200;
        NDArray a = Draw.Plain(new Random(1), DType.Float64, new Shape(k)), b = Draw.Plain(new Random(2), DType.Float64, new Shape(k));
        double[] x = a.ToArray<double>(), z = b.ToArray<double>(), lanes = new double[32];
        double[][] blocks = new double[3][];
        for (int block = 0; block < 3; block++)
        {
            blocks[block] = new double[32];
            for (int i = block * 512; i < Math.Min(k, (block + 1) * 512); i++) blocks[block][i % 32] = Math.FusedMultiplyAdd(x[i], z[i], blocks[block][i % 32]);
        }

        for (int lane = 0; lane < 32; lane++) lanes[lane] = blocks[0][lane] + blocks[1][lane] + blocks[2][lane];
        for (int half = 16; half > 0; half /= 2)
            for (int lane = 0; lane < half; lane++) lanes[lane] += lanes[lane + half];
        Assert.Equal(lanes[0], Expr.Dot(Expr.Constant(a), Expr.Constant(b), [0], [0]).Evaluate(EvaluationOptions.Reference).ToScalar<double>());
    }
}
