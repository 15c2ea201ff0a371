using System.Numerics.Tensors;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Values;

/// <summary>Arrays from and to what .NET has.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class NDArrayTests
{
    [Property]
    public void An_array_goes_to_a_NET_array_of_its_rank_and_back(NDArray x)
    {
        Array array = x.ToArray();
        Assert.Equal(x.DType.ClrType(), array.GetType().GetElementType());
        NDArray back = NDArray.FromArray(array);
        Assert.Equal(x.Rank == 0 ? new Shape(1) : x.Shape, back.Shape);
        Assert.Equal(Elements(x), Elements(back));
    }

    [Fact]
    public void Arrays_up_to_rank_6_go_both_ways()
    {
        NDArray x = Draw.Plain(new Random(1), DType.Float32, new Shape(2, 1, 3, 2, 1, 2));
        Indexed.Equal(x, NDArray.FromArray(x.ToArray()));
        Assert.Equal(6, x.ToArray().Rank);
        Assert.Throws<NotSupportedException>(() => NDArray.Zeros(1, 1, 1, 1, 1, 1, 1).ToArray());
    }

    [Property]
    public void A_Tensor_holds_the_same_elements(NDArray x)
    {
        switch (x.DType)
        {
            case DType.Float32: Check<float>(); break;
            case DType.Float64: Check<double>(); break;
            case DType.Int64: Check<long>(); break;
            case DType.Int32: Check<int>(); break;
            default: Check<bool>(); break;
        }

        void Check<T>() where T : unmanaged
        {
            NDArray back = NDArray.FromTensor(x.ToTensor<T>());
            Assert.Equal(x.Rank == 0 ? new Shape(1) : x.Shape, back.Shape);
            Assert.Equal(x.ToArray<T>(), back.ToArray<T>());
            Assert.Equal(x.ToArray<T>(), NDArray.Create(x.AsSpan<T>(), x.Shape).ToArray<T>());
        }
    }

    [Fact]
    public void A_strided_tensor_span_becomes_dense()
    {
        Tensor<int> tensor = Tensor.Create([1, 2, 3, 4, 5, 6], [2, 3]);
        NDArray part = NDArray.FromTensor<int>(tensor.AsReadOnlyTensorSpan().Slice([0..2, 1..3]));
        Assert.Equal(new Shape(2, 2), part.Shape);
        Assert.Equal([2, 3, 5, 6], part.ToArray<int>());
    }

    [Fact]
    public void Nested_sequences_become_axes_and_the_widest_type_wins()
    {
        NDArray x = NDArray.FromNested(new object[] { new object[] { 1, 2.5f }, new object[] { true, 4L } });
        Assert.Equal(DType.Float32, x.DType);
        Assert.Equal(new Shape(2, 2), x.Shape);
        Assert.Equal([1f, 2.5f, 1f, 4f], x.ToArray<float>());
        Assert.Equal(new Shape(2, 0), NDArray.FromNested(new int[][] { [], [] }).Shape);
        Assert.Equal(DType.Int64, NDArray.FromNested(new object[] { 1, 2L }).DType);
        Assert.Equal([long.MaxValue], NDArray.FromNested(new[] { long.MaxValue }).ToArray<long>());
    }

    [Fact]
    public void Nested_sequences_that_are_ragged_or_hold_no_numbers_are_refused()
    {
        Assert.Contains("length 2 at depth 1, got 1", Assert.Throws<ShapeException>(() => NDArray.FromNested(new int[][] { [1, 2], [3] })).Message);
        Assert.Contains("a number at depth 1", Assert.Throws<ShapeException>(() => NDArray.FromNested(new object[] { new[] { 1 }, 2 })).Message);
        Assert.Contains("a sequence at depth 1", Assert.Throws<ShapeException>(() => NDArray.FromNested(new object[] { 1, new[] { 2 } })).Message);
        Assert.Contains("Object", Assert.Throws<NotSupportedException>(() => NDArray.FromNested(new[] { new object() })).Message);
    }

    [Fact]
    public void An_array_is_copied_on_the_way_in_and_out()
    {
        float[] mine = [1, 2];
        NDArray x = NDArray.Vector(mine), y = NDArray.FromArray(mine), z = NDArray.Create(mine, 2);
        mine[0] = 9;
        x.ToArray<float>()[1] = 9;
        foreach (NDArray array in new[] { x, y, z }) Assert.Equal([1f, 2f], array.ToArray<float>());
    }

    [Fact]
    public void Scalars_zeros_ones_and_full_arrays()
    {
        Assert.Equal(2.5, NDArray.Scalar(2.5).ToScalar<double>());
        Assert.Equal((Number)true, NDArray.Scalar(true).ToScalar());
        Assert.Equal(Shape.Scalar, NDArray.Scalar((Number)3).Shape);
        foreach (DType dtype in DTypes.All)
        {
            Assert.All(Elements(NDArray.Zeros(new Shape(3), dtype)), v => Assert.Equal(((Number)0).As(dtype), v));
            Assert.All(Elements(NDArray.Ones(new Shape(3), dtype)), v => Assert.Equal(((Number)1).As(dtype), v));
            Number seven = ((Number)7).As(dtype);
            Assert.All(Elements(NDArray.Full(seven, new Shape(2, 2))), v => Assert.Equal(seven, v));
        }
    }

    [Fact]
    public void Reading_as_another_type_or_more_than_one_element_as_a_number_is_refused()
    {
        NDArray x = NDArray.Ones(2, 3);
        Assert.Contains("float32, not Double", Assert.Throws<DTypeException>(() => x.ToArray<double>()).Message);
        Assert.Contains("AsSpan", Assert.Throws<DTypeException>(() => _ = x.AsSpan<int>().Length).Message);
        Assert.Contains("[2, 3]", Assert.Throws<InvalidOperationException>(() => x.ToScalar()).Message);
        Assert.Contains("takes 2 indices, not 1", Assert.Throws<ArgumentException>(() => x[1]).Message);
        Assert.Contains("index 3 is not in [0, 3) of axis 1 of shape [2, 3]", Assert.Throws<ArgumentOutOfRangeException>(() => x[1, 3]).Message);
        Assert.Contains("Decimal", Assert.Throws<NotSupportedException>(() => NDArray.FromArray(new decimal[2])).Message);
    }

    [Property]
    public void An_index_finds_the_element_in_row_major_order(NDArray x)
    {
        int flat = 0;
        foreach (int[] index in x.Shape.Indices()) Assert.Equal(x.At(flat++), x[index]);
    }

    [Fact]
    public void Bits_tell_the_zeros_apart_and_no_NaNs()
    {
        Assert.False(NDArray.Vector(0.0).BitsEqual(NDArray.Vector(-0.0)));
        Assert.True(NDArray.Vector(double.NaN).BitsEqual(NDArray.Vector(-double.NaN)));
        Assert.False(NDArray.Vector(1f).BitsEqual(NDArray.Vector(1.0)));
        Assert.False(NDArray.Ones(1, 2).BitsEqual(NDArray.Ones(2, 1)));
    }

    [Fact]
    public void The_text_shows_type_shape_and_first_elements()
    {
        Assert.Equal("float32 [2, 2] { 1, 2.5, 3, 4 }", NDArray.Create([1f, 2.5f, 3, 4], 2, 2).ToString());
        Assert.EndsWith(", ... }", NDArray.Zeros(9).ToString());
    }

    private static Number[] Elements(NDArray x) => [.. Enumerable.Range(0, x.Count).Select(x.At)];
}
