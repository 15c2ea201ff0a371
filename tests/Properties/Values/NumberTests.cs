using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Values;

/// <summary>Single numbers, element types and lists of integers.</summary>
[Properties(QuietOnSuccess = true)]
public class NumberTests
{
    [Property]
    public void A_number_keeps_its_bits(double d, float f, long l, int i, bool b)
    {
        Assert.Equal(BitConverter.DoubleToInt64Bits(d), BitConverter.DoubleToInt64Bits(((Number)d).ToDouble()));
        Assert.Equal(f, (float)((Number)f).ToDouble());
        Assert.Equal(l, ((Number)l).ToInt64());
        Assert.Equal(i, ((Number)i).ToInt64());
        Assert.Equal(b ? 1 : 0, ((Number)b).ToInt64());
        Assert.Equal((DType.Float64, DType.Float32, DType.Int64, DType.Int32, DType.Bool), (((Number)d).DType, ((Number)f).DType, ((Number)l).DType, ((Number)i).DType, ((Number)b).DType));
    }

    [Property]
    public void Conversions_are_CSharps(double d, long l)
    {
        Assert.Equal((Number)(float)d, ((Number)d).As(DType.Float32));
        Assert.Equal((Number)(d != 0), ((Number)d).As(DType.Bool));
        Assert.Equal((Number)(float)l, ((Number)l).As(DType.Float32));
        Assert.Equal((Number)(double)l, ((Number)l).As(DType.Float64));
        Assert.Equal((Number)unchecked((int)l), ((Number)l).As(DType.Int32));
        Assert.Equal((Number)(l != 0), ((Number)l).As(DType.Bool));
    }

    [Fact]
    public void A_floating_number_out_of_range_saturates_and_NaN_is_0()
    {
        Assert.Equal((Number)int.MaxValue, ((Number)1e300).As(DType.Int32));
        Assert.Equal((Number)long.MinValue, ((Number)float.NegativeInfinity).As(DType.Int64));
        Assert.Equal((Number)0L, ((Number)double.NaN).As(DType.Int64));
        Assert.Equal((Number)true, ((Number)double.NaN).As(DType.Bool));
    }

    [Fact]
    public void Equality_is_of_type_and_bits()
    {
        Assert.NotEqual((Number)0.0, (Number)(-0.0));
        Assert.NotEqual((Number)1, (Number)1L);
        Assert.Equal((Number)double.NaN, (Number)double.NaN);
        Assert.True((Number)2f == (Number)2f && (Number)2f != (Number)3f && ((Number)2f).GetHashCode() == ((Number)2f).GetHashCode());
    }

    [Fact]
    public void Texts_are_shortest_and_invariant() =>
        Assert.Equal(["0.1", "0.1", "-7", "true"], [((Number)0.1f).ToString(), ((Number)0.1).ToString(), ((Number)(-7)).ToString(), ((Number)true).ToString()]);

    [Fact]
    public void Every_element_type_has_its_row()
    {
        Assert.Equal(Enum.GetValues<DType>(), DTypes.All);
        foreach (DType dtype in DTypes.All)
        {
            Assert.Equal(dtype, DTypes.Of(dtype.ClrType()));
            Assert.Equal(dtype.ToString().ToLowerInvariant(), dtype.Name());
            Assert.Equal(NDArray.Zeros(new Shape(5), dtype).ByteCount, 5 * dtype.Size());
            Assert.Equal(dtype is DType.Float32 or DType.Float64, dtype.IsFloating());
            Assert.Equal(dtype is DType.Int32 or DType.Int64, dtype.IsInteger());
        }

        Assert.Equal((DType.Float32, DType.Int64, DType.Bool), (DTypes.Of<float>(), DTypes.Of<long>(), DTypes.Of<bool>()));
        Assert.Contains("Single", Assert.Throws<NotSupportedException>(() => DTypes.Of<decimal>()).Message);
    }

    [Property]
    public void Lists_of_equal_items_are_equal(int[] items)
    {
        IntList a = IntList.Create(items), b = [.. items];
        Assert.True(a == b && a.Equals((object)b) && a.GetHashCode() == b.GetHashCode());
        Assert.True(a != IntList.Create([.. items, 1]));
        Assert.Equal(items, a);
        Assert.Equal(default, IntList.Create([]));
    }
}
