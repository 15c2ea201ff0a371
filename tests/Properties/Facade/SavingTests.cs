using Autograd.CSharp;
using Autograd.Graph;
using FsCheck.Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties.Facade;

/// <summary>Tensors to and from files.</summary>
[Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]
public sealed class SavingTests
{
    [Property]
    public void A_tensor_comes_back_as_a_leaf(NDArray x)
    {
        Tensor saved = tensor(x.ToArray()).requires_grad_(x.DType.IsFloating());
        Tensor loaded = Through(stream => save(saved, stream), stream => load(stream));
        Assert.Equal(saved.ToString(), loaded.ToString());
        Assert.True(loaded.is_leaf);
        Assert.Equal(saved.requires_grad, loaded.requires_grad);
    }

    [Fact]
    public void Of_a_result_its_value_is_written()
    {
        Tensor w = tensor([1.0, 2.0], requires_grad: true);
        Tensor loaded = Through(stream => save(w * 3, stream), stream => load(stream));
        // As in PyTorch: the history stays behind, the flag does not.
        Assert.Equal("tensor([3., 6.], requires_grad=True)", loaded.ToString());
    }

    [Fact]
    public void Lists_and_dictionaries_keep_their_order()
    {
        Tensor a = arange(3), b = ones(2, 2, requires_grad: true), c = tensor([1.5, 2.5], float64);
        List<Tensor> list = Through(stream => save([a, b, c, a], stream), stream => load<List<Tensor>>(stream));
        Assert.Equal(new[] { a, b, c, a }.Select(t => t.ToString()), list.Select(t => t.ToString()));
        var named = new Dictionary<string, Tensor> { ["fc.weight"] = b, ["steps"] = a, ["fc.bias"] = c };
        Dictionary<string, Tensor> loaded = Through(stream => save(named, stream), stream => load<Dictionary<string, Tensor>>(stream));
        Assert.Equal(named.Keys, loaded.Keys);
        Assert.Equal(named.Values.Select(t => t.ToString()), loaded.Values.Select(t => t.ToString()));
        Assert.Empty(Through(stream => save(Array.Empty<Tensor>(), stream), stream => load<List<Tensor>>(stream)));
    }

    [Fact]
    public void Any_safetensors_file_is_a_dictionary()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, new Dictionary<string, NDArray> { ["x"] = NDArray.Vector(1f, 2f) });
        stream.Position = 0;
        Assert.Equal("tensor([1., 2.])", load<Dictionary<string, Tensor>>(stream)["x"].ToString());
    }

    [Fact]
    public void What_is_not_there_is_an_error_that_says_what_is()
    {
        ArrayFormatException error = Assert.Throws<ArrayFormatException>(() => Through(stream => save([ones(1), ones(1)], stream), stream => load(stream)));
        Assert.Equal("load: the file holds 2 tensors: load<List<Tensor>>(f) reads them", error.Message);
        Assert.Contains("not String", Assert.Throws<NotSupportedException>(() => Through(stream => save(ones(1), stream), stream => load<string>(stream))).Message, StringComparison.Ordinal);
        Assert.Contains("zip archive", Assert.Throws<ArrayFormatException>(() => load(new MemoryStream([.. "PK\u0003\u0004"u8, 0, 0, 0, 0]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"tensor\",\"names\":[\"y\"],\"requires_grad\":[]}")]
    [InlineData("{\"kind\":\"tree\",\"names\":[\"x\"],\"requires_grad\":[]}")]
    [InlineData("{\"kind\":\"tensor\",\"names\":[1],\"requires_grad\":[]}")]
    [InlineData("{\"kind\":\"tensor\",\"names\":[\"x\"],\"requires_grad\":[\"x\"]}")]
    public void Metadata_that_do_not_fit_are_refused(string metadata)
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, new Dictionary<string, NDArray> { ["x"] = NDArray.Vector(1, 2) }, new Dictionary<string, string> { ["autograd"] = metadata });
        stream.Position = 0;
        Assert.Throws<ArrayFormatException>(() => load(stream));
    }

    private static T Through<T>(Action<Stream> save, Func<Stream, T> load)
    {
        using var stream = new MemoryStream();
        save(stream);
        stream.Position = 0;
        return load(stream);
    }
}
