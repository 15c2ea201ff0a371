using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

namespace Autograd.Docs;

public sealed partial class Examples
{
    [Fact]
    public void Arrays_in_files() => InFolder(folder =>
    {
        #region array_files
        NpyFile.Write(Path.Combine(folder, "x.npy"), NDArray.Create([1f, 2f, 3f, 4f], 2, 2));
        NDArray x = NpyFile.Read(Path.Combine(folder, "x.npy"));

        var weights = new Dictionary<string, NDArray> { ["w"] = x, ["b"] = NDArray.Zeros(2) };
        NpzFile.Write(Path.Combine(folder, "weights.npz"), weights, compress: true);
        SafetensorsFile.Write(Path.Combine(folder, "weights.safetensors"), weights);
        NDArray w = SafetensorsFile.Read(Path.Combine(folder, "weights.safetensors")).Arrays["w"];
        #endregion
        Assert.True(x.BitsEqual(w));
        Assert.Equal(["w", "b"], NpzFile.Read(Path.Combine(folder, "weights.npz")).Keys);
    });

    [Fact]
    public void Tensors_in_files() => InFolder(folder =>
    {
        #region tensor_files
        var layer = new Dictionary<string, Tensor> { ["weight"] = randn(3, 2, requires_grad: true), ["bias"] = zeros(3, requires_grad: true) };
        string path = Path.Combine(folder, "layer.safetensors");
        save(layer, path);
        Dictionary<string, Tensor> loaded = load<Dictionary<string, Tensor>>(path);
        print(loaded["bias"]);         // tensor([0., 0., 0.], requires_grad=True)
        #endregion
        Assert.Equal("tensor([0., 0., 0.], requires_grad=True)", loaded["bias"].ToString());
        Assert.Equal(layer["weight"].ToString(), loaded["weight"].ToString());
    });

    private static void InFolder(Action<string> run)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
