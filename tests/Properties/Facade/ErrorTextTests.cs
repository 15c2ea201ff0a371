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

    [Fact]
    public void Slices_that_do_not_fit_their_indices_are_refused() => Refused<ArgumentException>(
        () => ones(3, 2).index_add(0, tensor([2, 1]), ones(3, 2)), "index_add_(): Number of indices (2) should be equal to source.size(dim): (3), for dim: 0");

    [Fact]
    public void Slices_of_other_dimensions_are_refused() => Refused<ArgumentException>(
        () => ones(3, 2).index_copy(0, tensor([2, 1]), ones(2)),
        "index_copy_(): When source and destination are not scalars, their dimensionality must match. Source dimensionality (1), destination dimensionality (2)");

    [Fact]
    public void A_slice_out_of_range_is_not_filled() => Refused<ArgumentOutOfRangeException>(
        () => ones(3, 2).index_fill(0, tensor([-4]), 1), "index -4 is out of bounds for dimension 0 with size 3");

    [Fact]
    public void Elements_of_another_type_are_not_scattered() => Refused<ArgumentException>(
        () => ones(3).scatter(0, tensor([0]), tensor([1])), "scatter(): Expected self.dtype to be equal to src.dtype");

    [Fact]
    public void An_index_larger_than_its_source_is_refused() => Refused<ArgumentException>(
        () => ones(3, 3).scatter(0, zeros(2, 3, dtype: int64), ones(1, 3)),
        "Expected index [2, 3] to be smaller than self [3, 3] apart from dimension 0 and to be smaller size than src [1, 3]");

    [Fact]
    public void A_factor_with_a_fraction_beside_integers_is_refused() => Refused<ArgumentException>(
        () => tensor([1]).add(tensor([1]), alpha: 2.5), "For integral input tensors, argument alpha must not be a floating point number.");

    [Fact]
    public void A_summand_larger_than_the_product_is_refused() => Refused<ArgumentException>(
        () => addmv(ones(2, 2, 2), ones(2, 3), ones(3)), "vector + matrix @ vector expected, got 3, 2, 1");

    [Fact]
    public void Near_numbers_of_two_types_are_refused() => Refused<ArgumentException>(() => ones(1, dtype: float64).isclose(ones(1)), "Double did not match Float");

    [Fact]
    public void Classes_at_other_places_are_refused() => Refused<ArgumentException>(
        () => nn.functional.nll_loss(ones(2, 3, 2), zeros(2, 3, dtype: int64)), "Expected target size [2, 2], got [2, 3]");

    [Fact]
    public void A_dimension_moved_twice_is_refused() => Refused<ArgumentException>(
        () => ones(2, 3, 4).movedim([0, 0], [1, 2]), "movedim: repeated dim in `source` ([0, 0])");

    private static void Refused<T>(Action call, string text) where T : Exception => Assert.Equal(text, Assert.Throws<T>(call).Message);
}
