using Autograd.Graph;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Differentiation.Transforms;

/// <summary>Transforms compose in any order and depth, and obey the laws of calculus.</summary>
public sealed class LawTests
{
    private static NDArray Value(Expr x)
    {
        NDArray reference = x.Evaluate(EvaluationOptions.Reference), optimised = x.Evaluate();
        Assert.True(reference.BitsEqual(optimised), $"{reference} by the reference, {optimised} optimised");
        return reference;
    }

    private static void Same(Expr expected, Expr actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        Check.Close(Value(expected).ToArray<double>(), Value(actual));
    }

    [Property(MaxTest = 60)]
    public void Any_composition_of_transforms_is_that_of_walks_and_can_be_differentiated(int seed)
    {
        var s = new Sampler(seed);
        var smooth = new Smooth(s);
        Func<Expr, Expr> f = smooth.Function(), plain = f;
        for (int depth = s.Int(1, 3); depth > 0; depth--) (f, plain) = smooth.Transformed(f, plain);
        NDArray at = smooth.Vector();
        Same(plain(Expr.Variable(at)), f(Expr.Variable(at)));
        Check.Derivatives(x => f(x[0]), [at], s, order: 1);
    }

    [Property(MaxTest = 40)]
    public void Forward_over_reverse_reverse_over_forward_and_the_product_are_one(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Scalar();
        Expr x = Expr.Variable(smooth.Vector()), v = Expr.Constant(smooth.Vector());
        Expr forwardOverReverse = Transform.Jvp(Transform.Grad(f))(x, v);
        Expr reverseOverForward = Transform.Grad(y => Transform.Jvp(f)(y, v))(x);
        Expr reverseOverReverse = Transform.Grad(y => (Transform.Grad(f)(y) * v).Sum())(x);
        Same(forwardOverReverse, reverseOverForward);
        Same(forwardOverReverse, reverseOverReverse);
        Same(forwardOverReverse, Transform.Hvp(f)(x, v));
        Same(forwardOverReverse, Transform.Hessian(f)(x).MatMul(v));
    }

    [Property(MaxTest = 40)]
    public void To_linearise_then_transpose_is_to_pull_back(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Function();
        Expr x = Expr.Variable(smooth.Vector()), g = Expr.Constant(smooth.Vector()), v = Expr.Constant(smooth.Vector());
        (Expr value, Func<Expr, Expr> push) = Transform.Linearize(f, x);
        Same(f(x), value);
        Same(Transform.Jvp(f)(x, v), push(v));
        Same(Transform.Vjp(f)(x, g), Transform.TransposeLinear(push, x)(g));
        Same((push(v) * g).Sum(), (Transform.TransposeLinear(push, x)(g) * v).Sum());
        Same(push(v), Transform.TransposeLinear(Transform.TransposeLinear(push, x), f(x))(v));
    }

    [Property(MaxTest = 30)]
    public void Both_Jacobians_are_one_and_the_Hessian_is_that_of_the_gradient(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Function(), loss = smooth.Scalar();
        Expr x = Expr.Variable(smooth.Vector());
        Same(Transform.JacobianForward(f)(x), Transform.JacobianReverse(f)(x));
        Expr hessian = Transform.Hessian(loss)(x);
        Same(hessian, hessian.Transpose());
        Same(hessian, Transform.JacobianReverse(Transform.Grad(loss))(x));
        Same(Transform.JacobianForward(Transform.Hessian(loss))(x), Transform.JacobianReverse(Transform.Hessian(loss))(x));
    }

    [Property(MaxTest = 20)]
    public void Twins_give_the_value_beside_the_same_derivative(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Function(), loss = smooth.Scalar();
        Expr x = Expr.Variable(smooth.Vector()), v = Expr.Constant(smooth.Vector());
        Twin(Transform.ValueAndGrad(loss)(x), loss, Transform.Grad(loss)(x));
        Twin(Transform.ValueAndJvp(f)(x, v), f, Transform.Jvp(f)(x, v));
        Twin(Transform.ValueAndVjp(f)(x, v), f, Transform.Vjp(f)(x, v));
        Twin(Transform.ValueAndHvp(loss)(x, v), loss, Transform.Hvp(loss)(x, v));
        Twin(Transform.ValueAndJacobianForward(f)(x), f, Transform.JacobianForward(f)(x));
        Twin(Transform.ValueAndJacobianReverse(f)(x), f, Transform.JacobianReverse(f)(x));
        Twin(Transform.ValueAndHessian(loss)(x), loss, Transform.Hessian(loss)(x));
        (Expr gradient, Expr product) = Transform.GradAndHvp(loss)(x, v);
        Same(Transform.Grad(loss)(x), gradient);
        Same(Transform.Hvp(loss)(x, v), product);

        void Twin((Expr Value, Expr Derivative) pair, Func<Expr, Expr> of, Expr derivative)
        {
            Same(of(x), pair.Value);
            Same(derivative, pair.Derivative);
        }
    }

    [Property(MaxTest = 20)]
    public void Auxiliary_results_are_handed_on_as_they_are(int seed)
    {
        var smooth = new Smooth(new Sampler(seed));
        Func<Expr, Expr> f = smooth.Function(), loss = smooth.Scalar();
        Expr x = Expr.Variable(smooth.Vector());
        (Expr, (string, Expr)) Both(Expr y) => (loss(y), ("seen", Expr.Sin(y)));
        (Expr gradient, (string Text, Expr Seen) auxiliary) = Transform.GradWithAuxiliary<(string, Expr)>(Both)(x);
        Same(Transform.Grad(loss)(x), gradient);
        Assert.Equal("seen", auxiliary.Text);
        Same(Expr.Sin(x), auxiliary.Seen);
        // What is handed on depends on the argument as ever.
        Same(Expr.Cos(x), Transform.Grad(y => Transform.GradWithAuxiliary<(string, Expr)>(Both)(y).Auxiliary.Item2.Sum())(x));
        Same(loss(x), Transform.ValueAndGradWithAuxiliary<(string, Expr)>(Both)(x).Value);
        Same(Transform.Hessian(loss)(x), Transform.HessianWithAuxiliary<(string, Expr)>(Both)(x).Hessian);
        Same(Transform.JacobianForward(f)(x), Transform.JacobianForwardWithAuxiliary<int>(y => (f(y), 7))(x).Jacobian);
        Assert.Equal(7, Transform.JacobianReverseWithAuxiliary<int>(y => (f(y), 7))(x).Auxiliary);
    }

    [Fact]
    public void An_argument_that_happens_to_be_captured_is_not_meant()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0));
        Same(x, Transform.Grad(y => x * y)(x));
        Same(x, Transform.Jvp(y => x * y)(x, Expr.Literal(1.0)));
        // d/dx (x * d/dy (x + y)) = 1: the inner derivative is 1, whatever the outer argument is.
        Same(Expr.Literal(1.0), Transform.Grad(a => a * Transform.Grad(b => a + b)(Expr.Literal(1.0)))(x));
        Same(Expr.Literal(1.0), Transform.Jvp(a => a * Transform.Jvp(b => a + b)(a, Expr.Literal(1.0)))(x, Expr.Literal(1.0)));
        // d/dx (d/dy x y at x) = 1
        Same(Expr.Literal(1.0), Transform.Grad(a => Transform.Grad(b => a * b)(a))(x));
        Same(Expr.Literal(2.0), Transform.Hessian(a => Transform.Grad(b => a * a * b)(a))(x));
    }

    [Fact]
    public void Stopped_functions_are_constant()
    {
        Expr x = Expr.Variable(NDArray.Scalar(3.0));
        Same(Expr.Literal(9.0), Transform.Grad(y => y * Transform.StopGradient(z => z * z)(y))(x));
        Same(Expr.Literal(0.0), Transform.Grad(y => Transform.StopGradient((y, y), Structure.Tuple(Structure.Leaf, Structure.Leaf)).Item2)(x));
    }

    [Property(MaxTest = 20)]
    public void A_structure_is_differentiated_as_its_leaves_are(int seed)
    {
        var s = new Sampler(seed);
        Layer NewLayer() => new(Expr.Variable(s.Uniform(new Shape(3, 3))), Expr.Variable(s.Uniform(new Shape(3))));
        var model = new Model(NewLayer(), NewLayer(), Expr.Literal(4L));
        Expr x = Expr.Constant(s.Uniform(new Shape(3)));
        Expr Loss(Model m) => (m.Apply(x) * m.Steps.Cast(DType.Float64)).Sum();
        GradientMap map = Gradient.Of(Loss(model));
        (Expr value, Model gradient) = Transform.ValueAndGrad<Model>(Loss, Model.Layout)(model);
        Same(Loss(model), value);
        Same(map[model.First.Weight], gradient.First.Weight);
        Same(map[model.Second.Bias], gradient.Second.Bias);

        Model direction = Model.Layout.Map(model, leaf => leaf.DType.IsFloating() ? Expr.Constant(s.Uniform(leaf.Shape)) : leaf);
        Model product = Transform.Hvp<Model>(Loss, Model.Layout)(model, direction);
        Expr matrix = Transform.Hessian<Model>(Loss, Model.Layout)(model).ToMatrix();
        Assert.Equal(new Shape(24, 24), matrix.Shape);
        Same(matrix.MatMul(Flat(direction)), Flat(product));
        Same(Transform.Jvp<Model, Expr>(Loss, Model.Layout, Structure.Leaf)(model, direction), (Flat(gradient) * Flat(direction)).Sum());
        Jacobian<Model, Expr[]> jacobian = Transform.JacobianReverse<Model, Expr[]>(m => [m.First.Apply(x), Loss(m)], Model.Layout, Structure.Leaves)(model);
        Same(gradient.First.Weight, jacobian.Of(1).First.Weight);
        Assert.True(jacobian[0, 4].IsAbsent);
        Same(Transform.JacobianForward<Model, Expr[]>(m => [m.First.Apply(x), Loss(m)], Model.Layout, Structure.Leaves)(model).ToMatrix(), jacobian.ToMatrix());

        static Expr Flat(Model m) => Expr.Concat([.. Model.Layout.Flatten(m).Where(leaf => !leaf.IsAbsent && leaf.DType.IsFloating()).Select(leaf => leaf.Reshape(-1))]);
    }

    [Fact]
    public void What_is_absent_in_a_gradient_is_absent_in_what_is_made_of_it()
    {
        Structure<(Expr, Expr)> pair = Structure.Tuple(Structure.Leaf, Structure.Leaf);
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0)), n = Expr.Literal(3L), v = Expr.Constant(NDArray.Vector(1.0, 0.5));
        Func<(Expr X, Expr N), Expr> loss = p => (p.X * p.X * p.X * p.N).Sum();
        Func<(Expr, Expr), (Expr, Expr)> gradient = Transform.Grad(loss, pair);
        Expr expected = Transform.Hvp(loss, pair)((x, n), (v, n)).Item1;
        foreach ((Expr product, Expr rest) in ((Expr, Expr)[])[
            Transform.Jvp(gradient, pair, pair)((x, n), (v, n)),
            Transform.Vjp(gradient, pair, pair)((x, n), (v, n)),
            Transform.Vjp(gradient, pair, pair)((x, n), gradient((x, n)) with { Item1 = v }),
            Transform.Linearize(gradient, (x, n), pair, pair).Pushforward((v, n)),
            Transform.Vjp(Transform.Checkpoint(gradient, pair, pair), pair, pair)((x, n), (v, n)),
            Transform.TransposeLinear(Transform.Linearize(gradient, (x, n), pair, pair).Pushforward, (x, n), pair, pair)((v, n))])
        {
            Same(expected, product);
            Assert.True(rest.IsAbsent);
        }

        Assert.True(Transform.JacobianForward(gradient, pair, pair)((x, n))[1, 0].IsAbsent);
        Same(Transform.Hessian(loss, pair)((x, n)).ToMatrix(), Transform.JacobianReverse(gradient, pair, pair)((x, n)).ToMatrix());
        Assert.True(GradientCheck.Of(gradient, (x, n), pair, pair).Passed);
    }

    [Fact]
    public void A_product_with_the_Hessian_costs_at_most_four_gradients()
    {
        Expr w = Expr.Variable(NDArray.Ones(32, 32)), x = Expr.Constant(NDArray.Ones(16, 32)), v = Expr.Constant(NDArray.Ones(32, 32));
        foreach (Func<Expr, Expr> f in (Func<Expr, Expr>[])[
            w => Expr.Tanh(Expr.Tanh(x.MatMul(w)).MatMul(w)).Square().Mean(),
            w => x.MatMul(w).Softmax(-1).Square().Sum(),
            w => (w * Expr.Sin(w) / (2 + Expr.Exp(w))).Sum()])
        {
            long gradient = Graph.Evaluation.Explain(Transform.Grad(f)(w)).Operations, product = Graph.Evaluation.Explain(Transform.Hvp(f)(w, v)).Operations;
            Assert.True(product <= 4 * gradient, $"{product} operations, {gradient} of the gradient");
        }
    }

    [Fact]
    public void A_linearised_function_is_there_once()
    {
        Expr x = Expr.Variable(NDArray.Vector(0.1, 0.2));
        (Expr value, Func<Expr, Expr> push) = Transform.Linearize(y => Expr.Sin(Expr.Exp(y)), x);
        Expr one = push(Expr.Constant(NDArray.Vector(1.0, 2.0))), other = push(Expr.Constant(NDArray.Vector(3.0, 4.0)));
        Assert.Equal(1, Count<Op.Exp>(value, one, other));
        Assert.Equal(1, Count<Op.Cos>(one, other));
    }

    private static int Count<TOp>(params Expr[] outputs)
    {
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Expr>(outputs);
        while (pending.TryPop(out Expr? node))
            if (seen.Add(node))
                foreach (Expr input in node.Inputs) pending.Push(input);
        return seen.Count(node => node.Op is TOp);
    }

    [Fact]
    public void An_argument_that_is_given_a_name_is_still_the_argument()
    {
        Expr x = Expr.Variable(NDArray.Vector(1.0, 2.0));
        Assert.Equal([2.0, 4.0], Transform.Grad(v => v.Named("v").Square().Sum())(x).Evaluate().ToArray<double>());
        Assert.Equal([2.0, 0, 0, 2], Transform.Hessian(v => v.Named("v").Square().Sum())(x).Evaluate().ToArray<double>());
    }
}
