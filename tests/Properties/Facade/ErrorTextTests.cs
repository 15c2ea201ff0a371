using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>Texts and types of errors that bad input gets, as PyTorch 1.13.1 gives them.</summary>
public class ErrorTextTests
{
    [Fact]
    public void A_value_that_does_not_fit_a_part_is_refused_with_both_shapes() => Refused<ArgumentException>(
        () => zeros(3, 3)[0] = ones(2),
        "The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 0.  Target sizes: [3].  Tensor sizes: [2]");

    [Fact]
    public void Spread_of_integers_is_refused() => Refused<ArgumentException>(() => tensor([1, 2]).var(), "std and var only support floating point and complex dtypes");

    [Fact]
    public void The_place_of_the_largest_of_nothing_is_refused_as_an_index() => Refused<ArgumentOutOfRangeException>(
        () => ones(0).argmax(), "argmax(): Expected reduction dim to be specified for input.numel() == 0.");

    [Fact]
    public void The_largest_of_nothing_is_refused() => Refused<ArgumentException>(
        () => ones(0).amax(), "amax(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.");

    [Fact]
    public void A_dimension_named_twice_is_refused() => Refused<ArgumentException>(() => ones(2, 3).permute(0, 0), "permute(): duplicate dims are not allowed.");

    [Fact]
    public void Batches_that_do_not_broadcast_are_refused() => Refused<ArgumentException>(
        () => matmul(ones(2, 2, 3), ones(3, 3, 2)), "The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0");

    [Fact]
    public void A_place_out_of_range_is_refused() => Refused<ArgumentOutOfRangeException>(
        () => ones(2).select(0, 2), "select(): index 2 out of range for tensor of size [2] at dimension 0");

    [Fact]
    public void The_trace_of_a_vector_is_refused() => Refused<ArgumentException>(() => ones(2).trace(), "trace: expected a matrix, but got tensor with dim 1");

    [Fact]
    public void Integers_are_summed_as_exponents_in_floating_point() => Assert.Equal("tensor(2.3133)", tensor([1, 2]).logsumexp(0).ToString());

    [Fact]
    public void An_element_type_prints_as_in_Python() => Assert.Equal("torch.int64", PythonText.Str(tensor([1]).dtype));

    private static void Refused<T>(Action call, string text) where T : Exception => Assert.Equal(text, Assert.Throws<T>(call).Message);
}
