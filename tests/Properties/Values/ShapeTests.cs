using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Values;

/// <summary>Sizes, their equality and how they broadcast.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public class ShapeTests
{
    [Property]
    public void Shapes_of_equal_sizes_are_equal(Shape shape)
    {
        var same = new Shape(shape.Sizes);
        Assert.True(shape.Equals(same) && shape == same && shape.GetHashCode() == same.GetHashCode());
        Assert.False(shape.Equals(new Shape([.. shape.Sizes, 1])));
        Assert.Equal(shape.Sizes.ToArray().Aggregate(1, (a, b) => a * b), shape.Count);
    }

    [Property]
    public void Broadcasting_stretches_ones_from_the_last_axis(Shape shape, int seed)
    {
        var random = new Random(seed);
        int dropped = random.Next(shape.Rank + 1);
        var other = new Shape([.. shape.Sizes.ToArray().Skip(dropped).Select(size => random.Next(2) == 0 ? 1 : size)]);
        Assert.Equal(shape, Shape.Broadcast(shape, other));
        Assert.Equal(shape, Shape.Broadcast(other, shape));
        Assert.True(other.BroadcastsTo(shape));
    }

    [Fact]
    public void Both_sides_may_stretch_and_0_is_a_size_like_others()
    {
        Assert.Equal(new Shape(2, 3, 4), Shape.Broadcast(new(2, 1, 4), new(3, 1)));
        Assert.Equal(new Shape(0, 3), Shape.Broadcast(new(0, 1), new(1, 3)));
        Assert.Throws<ShapeException>(() => Shape.Broadcast(new(0), new(2)));
        Assert.False(new Shape(2, 3).BroadcastsTo(new(3)));
    }

    [Fact]
    public void Sizes_that_are_negative_or_too_many_are_refused()
    {
        Assert.Contains("size -2 is negative", Assert.Throws<ShapeException>(() => new Shape(3, -2)).Message);
        Assert.Contains("negative", Assert.Throws<ShapeException>(() => new Shape(0, -1)).Message);
        Assert.Contains("more elements", Assert.Throws<ShapeException>(() => new Shape(1 << 16, 1 << 16)).Message);
        Assert.Contains("more elements", Assert.Throws<ShapeException>(() => new Shape(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)).Message);
    }

    [Fact]
    public void The_sizes_given_are_copied()
    {
        int[] sizes = [2, 3];
        var shape = new Shape(sizes);
        sizes[0] = 9;
        Assert.Equal("[2, 3]", shape.ToString());
        Assert.Equal("[]", Shape.Scalar.ToString());
    }
}
