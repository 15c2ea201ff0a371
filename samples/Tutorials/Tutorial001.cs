using static Autograd.CSharp.torch;
using static Autograd.CSharp.torch.autograd;

namespace Autograd.Samples.Tutorials;

/// <summary>The notebook with .creator: random vector doubled until its norm passes 1000, backward with a vector.</summary>
internal static class Tutorial001
{
    public static void Run()
    {
        manual_seed(0);
        var x = Variable(ones(2, 2), requires_grad: true);
        print(x);
        var y = x + 2;
        print(y);
        print(y.creator!.__name__);
        var z = y * y * 3;
        var @out = z.mean();
        print(z, @out);
        @out.backward();
        print(null);   // what Python's print(out.backward()) shows: backward returns nothing
        print(x.grad);
        x = randn(3);
        x = Variable(x, requires_grad: true);
        y = x * 2;
        print(y);
        while (y.data.norm() < 1000)
            y = y * 2;
        print(y);
        var gradients = FloatTensor([0.1, 1.0, 0.0001]);
        y.backward(gradients);
        print(x.grad);
        print(FloatTensor(y.size()).size());   // uninitialised, of y's size
    }
}
