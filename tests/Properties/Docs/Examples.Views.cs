using static Autograd.CSharp.torch;

namespace Autograd.Properties.Docs;

public static partial class Examples
{
    private static void ViewsAndParts()
    {
        #region views
        var w = ones(4, requires_grad: true);
        var h = w * 2;
        h[1..3].mul_(10);      // the middle of h
        h[^1] = 0;             // its last element
        print(h);              // tensor([ 2., 20., 20.,  0.], grad_fn=<CopySlices>)
        h.sum().backward();
        print(w.grad);         // tensor([ 2., 20., 20.,  0.])
        #endregion
    }
}
