namespace Autograd.Graph;

// Jacobians and Hessians, whole. Products with them, which cost far less, are Jvp, Vjp and Hvp.
public static partial class Transform
{
    /// <summary>x ↦ J(x), of the result's axes followed by the argument's, in forward mode: one pass for each element of the argument: for few of them.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <exception cref="GradientException">when called: argument or result is not floating</exception>
    public static Func<Expr, Expr> JacobianForward(Func<Expr, Expr> f)
    {
        Func<Expr, Jacobian<Expr, Expr>> jacobian = JacobianForward(f, Structure.Leaf, Structure.Leaf);
        return x => Block(jacobian(x));
    }

    /// <summary>x ↦ J(x), leaf by leaf, in forward mode: one pass for each element of the argument: for few of them.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">when called: no leaf of the argument is floating</exception>
    public static Func<TInput, Jacobian<TInput, TOutput>> JacobianForward<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x => ForwardJacobian("jacobianForward", x => (f(x), 0), x, input, output).Jacobian;
    }

    /// <summary>x ↦ (f(x), J(x)), as <see cref="JacobianForward(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result</param>
    public static Func<Expr, (Expr Value, Expr Jacobian)> ValueAndJacobianForward(Func<Expr, Expr> f)
    {
        Func<Expr, (Expr Value, Jacobian<Expr, Expr> Jacobian)> both = ValueAndJacobianForward(f, Structure.Leaf, Structure.Leaf);
        return x =>
        {
            var (value, jacobian) = both(x);
            return (value, Block(jacobian));
        };
    }

    /// <summary>x ↦ (f(x), J(x)), as <see cref="JacobianForward{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, (TOutput Value, Jacobian<TInput, TOutput> Jacobian)> ValueAndJacobianForward<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x =>
        {
            var (value, jacobian, _) = ForwardJacobian("valueAndJacobianForward", x => (f(x), 0), x, input, output);
            return (value, jacobian);
        };
    }

    /// <summary>x ↦ (J(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="JacobianForward(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result, and beside it anything, which is handed on as it is</param>
    public static Func<Expr, (Expr Jacobian, TAuxiliary Auxiliary)> JacobianForwardWithAuxiliary<TAuxiliary>(Func<Expr, (Expr Value, TAuxiliary Auxiliary)> f)
    {
        Func<Expr, (Jacobian<Expr, Expr> Jacobian, TAuxiliary Auxiliary)> both = JacobianForwardWithAuxiliary(f, Structure.Leaf, Structure.Leaf);
        return x =>
        {
            var (jacobian, auxiliary) = both(x);
            return (Block(jacobian), auxiliary);
        };
    }

    /// <summary>x ↦ (J(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="JacobianForward{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves, and beside its result anything, which is handed on as it is</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, (Jacobian<TInput, TOutput> Jacobian, TAuxiliary Auxiliary)> JacobianForwardWithAuxiliary<TInput, TOutput, TAuxiliary>(
        Func<TInput, (TOutput Value, TAuxiliary Auxiliary)> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x =>
        {
            var (_, jacobian, auxiliary) = ForwardJacobian("jacobianForward", f, x, input, output);
            return (jacobian, auxiliary);
        };
    }

    /// <summary>x ↦ J(x), of the result's axes followed by the argument's, in reverse mode: one pass for each element of the result: for few of them.</summary>
    /// <param name="f">any floating argument and result</param>
    /// <exception cref="GradientException">when called: argument or result is not floating</exception>
    public static Func<Expr, Expr> JacobianReverse(Func<Expr, Expr> f)
    {
        Func<Expr, Jacobian<Expr, Expr>> jacobian = JacobianReverse(f, Structure.Leaf, Structure.Leaf);
        return x => Block(jacobian(x));
    }

    /// <summary>x ↦ J(x), leaf by leaf, in reverse mode: one pass for each element of the result: for few of them.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    /// <exception cref="GradientException">when called: no leaf of the argument is floating</exception>
    public static Func<TInput, Jacobian<TInput, TOutput>> JacobianReverse<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x => ReverseJacobian("jacobianReverse", x => (f(x), 0), x, input, output).Jacobian;
    }

    /// <summary>x ↦ (f(x), J(x)), as <see cref="JacobianReverse(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result</param>
    public static Func<Expr, (Expr Value, Expr Jacobian)> ValueAndJacobianReverse(Func<Expr, Expr> f)
    {
        Func<Expr, (Expr Value, Jacobian<Expr, Expr> Jacobian)> both = ValueAndJacobianReverse(f, Structure.Leaf, Structure.Leaf);
        return x =>
        {
            var (value, jacobian) = both(x);
            return (value, Block(jacobian));
        };
    }

    /// <summary>x ↦ (f(x), J(x)), as <see cref="JacobianReverse{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, (TOutput Value, Jacobian<TInput, TOutput> Jacobian)> ValueAndJacobianReverse<TInput, TOutput>(Func<TInput, TOutput> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x =>
        {
            var (value, jacobian, _) = ReverseJacobian("valueAndJacobianReverse", x => (f(x), 0), x, input, output);
            return (value, jacobian);
        };
    }

    /// <summary>x ↦ (J(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="JacobianReverse(Func{Expr, Expr})"/>.</summary>
    /// <param name="f">any floating argument and result, and beside it anything, which is handed on as it is</param>
    public static Func<Expr, (Expr Jacobian, TAuxiliary Auxiliary)> JacobianReverseWithAuxiliary<TAuxiliary>(Func<Expr, (Expr Value, TAuxiliary Auxiliary)> f)
    {
        Func<Expr, (Jacobian<Expr, Expr> Jacobian, TAuxiliary Auxiliary)> both = JacobianReverseWithAuxiliary(f, Structure.Leaf, Structure.Leaf);
        return x =>
        {
            var (jacobian, auxiliary) = both(x);
            return (Block(jacobian), auxiliary);
        };
    }

    /// <summary>x ↦ (J(x), auxiliary) of a function that gives (f(x), auxiliary), as <see cref="JacobianReverse{TInput, TOutput}"/>.</summary>
    /// <param name="f">any function of floating leaves, and beside its result anything, which is handed on as it is</param>
    /// <param name="input">how the argument comes apart</param>
    /// <param name="output">how the result comes apart</param>
    public static Func<TInput, (Jacobian<TInput, TOutput> Jacobian, TAuxiliary Auxiliary)> JacobianReverseWithAuxiliary<TInput, TOutput, TAuxiliary>(
        Func<TInput, (TOutput Value, TAuxiliary Auxiliary)> f, Structure<TInput> input, Structure<TOutput> output)
    {
        Check(f, input, output);
        return x =>
        {
            var (_, jacobian, auxiliary) = ReverseJacobian("jacobianReverse", f, x, input, output);
            return (jacobian, auxiliary);
        };
    }

    private static (TOutput Value, Jacobian<TInput, TOutput> Jacobian, TAuxiliary Auxiliary) ForwardJacobian<TInput, TOutput, TAuxiliary>(
        string transform, Func<TInput, (TOutput, TAuxiliary)> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        Leaves<TInput> points = Leaves<TInput>.Points(transform, x, input);
        (TOutput value, TAuxiliary auxiliary) = f(points.Value);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, value, output, "what the function gave");
        var blocks = NewBlocks(transform, points, y);
        for (int j = 0; j < points.Exprs.Length; j++)
        {
            if (!points.Exprs[j].IsFloating) continue;
            Expr tangent = Placeholder("tangent", points.Exprs[j]);
            Expr?[] images = Basis.Images(ForwardWalk.Push(y.Exprs, [points.Exprs[j]], [tangent]), tangent);
            for (int k = 0; k < images.Length; k++)
                if (images[k] is { } image) blocks[k][j] = LastAxesFirst(image, y.Exprs[k].Rank);
        }

        return (value, new(points, y, blocks), auxiliary);
    }

    private static (TOutput Value, Jacobian<TInput, TOutput> Jacobian, TAuxiliary Auxiliary) ReverseJacobian<TInput, TOutput, TAuxiliary>(
        string transform, Func<TInput, (TOutput, TAuxiliary)> f, TInput x, Structure<TInput> input, Structure<TOutput> output)
    {
        Leaves<TInput> points = Leaves<TInput>.Points(transform, x, input);
        (TOutput value, TAuxiliary auxiliary) = f(points.Value);
        Leaves<TOutput> y = Leaves<TOutput>.Of(transform, value, output, "what the function gave");
        var blocks = NewBlocks(transform, points, y);
        for (int k = 0; k < y.Exprs.Length; k++)
        {
            if (!y.Exprs[k].IsFloating) continue;
            Expr cotangent = Placeholder("cotangent", y.Exprs[k]);
            Expr?[] images = Basis.Images(ReverseWalk.Pull([y.Exprs[k]], points.Exprs, [cotangent], []), cotangent);
            for (int j = 0; j < images.Length; j++)
                if (images[j] is { } image) blocks[k][j] = image;
        }

        return (value, new(points, y, blocks), auxiliary);
    }

    /// <summary>Zeros where both leaves are floating, else nothing.</summary>
    internal static Expr[][] NewBlocks<TInput, TOutput>(string transform, Leaves<TInput> x, Leaves<TOutput> y)
    {
        var blocks = new Expr[y.Exprs.Length][];
        for (int k = 0; k < blocks.Length; k++)
        {
            blocks[k] = new Expr[x.Exprs.Length];
            for (int j = 0; j < blocks[k].Length; j++)
            {
                blocks[k][j] = !y.Exprs[k].IsFloating ? y.Absent(transform, "derivative", k)
                    : !x.Exprs[j].IsFloating ? x.Absent(transform, "derivative", j)
                    : Expr.Literal(0, y.Exprs[k].DType, new Shape([.. y.Exprs[k].Shape.Sizes, .. x.Exprs[j].Shape.Sizes]));
            }
        }

        return blocks;
    }

    /// <summary>The only block, where it is there.</summary>
    private static Expr Block(Jacobian<Expr, Expr> jacobian) => jacobian[0, 0].IsAbsent ? throw new GradientException(((Op.Absent)jacobian[0, 0].Op).Why) : jacobian[0, 0];

    private static Expr LastAxesFirst(Expr x, int count)
    {
        var axes = new int[x.Rank];
        for (int i = 0; i < axes.Length; i++) axes[i] = (x.Rank - count + i) % x.Rank;
        return axes.Length == 0 ? x : x.Transpose(axes);
    }
}
