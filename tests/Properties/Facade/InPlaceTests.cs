using System.Reflection;
using Autograd.CSharp;
using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;
using static Autograd.CSharp.torch;

namespace Autograd.Properties;

/// <summary>What every in-place form has in common with its function, found by reflection.</summary>
public class InPlaceTests
{
    // These take no floating-point numbers, or cut the history on purpose.
    private static readonly string[] Others = ["bitwise_not_", "detach_", "requires_grad_"];

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (MethodInfo method in typeof(Tensor).GetMethods())
            if (method.Name.EndsWith('_') && !Others.Contains(method.Name) && method.GetParameters().All(p => p.IsOptional) && Plain(method.Name) is not null) names.Add(method.Name);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_in_place_form_writes_what_its_function_returns(string name)
    {
        Tensor x = tensor([[0.25, 0.5], [0.75, 0.125]], dtype: float64);
        Tensor written = x.clone();
        object?[] arguments = Arguments(name);
        object? returned = typeof(Tensor).GetMethod(name, Types(name))!.Invoke(written, arguments);
        Assert.Same(written, returned);
        var expected = (Tensor)Plain(name)!.Invoke(x, arguments)!;
        Assert.True(expected.to(float64).Evaluate().BitsEqual(written.Evaluate()), $"{name}: expected {expected}, written {written}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_in_place_form_refuses_a_leaf_that_requires_grad(string name)
    {
        Tensor x = tensor([[0.25, 0.5], [0.75, 0.125]], requires_grad: true);
        var error = Assert.Throws<TargetInvocationException>(() => typeof(Tensor).GetMethod(name, Types(name))!.Invoke(x, Arguments(name)));
        Assert.Equal("a leaf Variable that requires grad is being used in an in-place operation.", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        Assert.Equal([0.25f, 0.5f, 0.75f, 0.125f], x.data<float>().ToArray());
    }

    [Property(MaxTest = 100)]
    public void Updating_in_place_gives_the_gradient_of_the_updated_value(int seed)
    {
        var sampler = new Sampler(seed);
        Shape shape = sampler.Shape(minSize: 1);
        NDArray value = sampler.Uniform(shape);
        Tensor a = new(value, requiresGrad: true), b = new(value, requiresGrad: true);
        Tensor inPlace = a * 2, apart = b * 2;
        for (int step = 0; step < 4; step++)
        {
            double by = sampler.Real(0.5, 2);
            switch (sampler.Int(0, 3))
            {
                case 0: inPlace += by; apart = apart + by; break;
                case 1: inPlace *= by; apart = apart * by; break;
                case 2: inPlace.sin_(); apart = apart.sin(); break;
                default: inPlace -= a; apart = apart - b; break;
            }
        }

        inPlace.sum().backward();
        apart.sum().backward();
        Assert.True(b.grad!.Evaluate().BitsEqual(a.grad!.Evaluate()));
    }

    [Fact]
    public void A_view_shows_later_writes_to_its_base()
    {
        Tensor x = arange(6.0).reshape(2, 3).clone();
        Tensor row = x[1], turned = x.t(), detached = x.detach();
        x.mul_(10);
        Assert.Equal([30f, 40f, 50f], row.data<float>().ToArray());
        Assert.Equal([0f, 30f, 10f, 40f, 20f, 50f], turned.data<float>().ToArray());
        Assert.Equal([0f, 10f, 20f, 30f, 40f, 50f], detached.data<float>().ToArray());
        detached.zero_();
        Assert.Equal([0f, 0f, 0f], row.data<float>().ToArray());
        row.add_(1);
        Assert.Equal([0f, 0f, 0f, 1f, 1f, 1f], detached.data<float>().ToArray());
    }

    private static object?[] Arguments(string name) => [.. typeof(Tensor).GetMethods().First(m => m.Name == name && m.GetParameters().All(p => p.IsOptional)).GetParameters()
        .Select(p => p.Name == "min" ? (Scalar)0.4 : p.DefaultValue == DBNull.Value || p.DefaultValue is System.Reflection.Missing ? null : p.DefaultValue)];

    private static Type[] Types(string name) => [.. typeof(Tensor).GetMethods().First(m => m.Name == name && m.GetParameters().All(p => p.IsOptional)).GetParameters().Select(p => p.ParameterType)];

    private static MethodInfo? Plain(string name) => typeof(Tensor).GetMethods()
        .FirstOrDefault(m => m.Name == name[..^1] && m.ReturnType == typeof(Tensor) && m.GetParameters().All(p => p.IsOptional) && m.GetParameters().Length == typeof(Tensor).GetMethods().First(i => i.Name == name && i.GetParameters().All(p => p.IsOptional)).GetParameters().Length);
}
