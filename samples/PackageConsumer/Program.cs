using Autograd.CSharp;
using Autograd.Graph;
using static Autograd.CSharp.torch;

// The same gradient in both layers, from one package: the core comes with the facade.
Expr w = Expr.Variable(NDArray.Ones(2, 2));
Expr loss = ((w + 2) * (w + 2) * 3).Mean();
Console.WriteLine(Gradient.Of(loss)[w].Evaluate());

Tensor x = ones(2, 2, requires_grad: true);
((x + 2) * (x + 2) * 3).mean().backward();
print(x.grad);
