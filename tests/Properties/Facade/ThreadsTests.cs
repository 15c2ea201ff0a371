using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>The number of threads, with PyTorch's texts.</summary>
public class ThreadsTests
{
    [Fact]
    public void The_number_of_threads_is_what_was_set_and_changes_no_bit()
    {
        int before = get_num_threads();
        Assert.True(before >= 1);
        try
        {
            float[] Product()
            {
                manual_seed(1);
                Tensor x = randn(300, 200), y = randn(200, 300);
                return x.matmul(y).exp().data<float>().ToArray();
            }

            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
            float[] one = Product();
            set_num_threads(3);
            Assert.Equal(3, get_num_threads());
            Assert.Equal(one, Product());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_number_of_threads_that_is_not_positive_is_refused_as_in_PyTorch(int threads)
    {
        int before = get_num_threads();
        var error = Assert.Throws<ArgumentException>(() => set_num_threads(threads));
        Assert.Equal("set_num_threads expects a positive integer", error.Message);
        Assert.Equal(before, get_num_threads());
    }
}
