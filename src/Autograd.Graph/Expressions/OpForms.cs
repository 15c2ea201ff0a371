namespace Autograd.Graph;

/// <summary>Every op as documents name it: one line an op. What stands here is a format: a name, once given, stays.</summary>
internal static class OpForms
{
    public static readonly OpForm[] All =
    [
        // Sources; the values of the first four stand beside their attributes.
        OpForm.Of("variable", Op.Variable.Instance),
        OpForm.Of("constant", Op.Constant.Instance),
        OpForm.Of("cell", Op.Cell.Instance),
        OpForm.Of<Op.Literal>("literal", static (a, op) => a.Flag("weak", op?.Weak) ? Op.Literal.Plain : Op.Literal.Strong),
        OpForm.Of<Op.Parameter>("parameter", static (a, op) => new(a.Text("label", op?.Label), a.Type("type", op?.Type))),
        OpForm.Of<Op.Iota>("iota", static (a, op) => new(a.Type("type", op?.Type), a.Int("axis", op?.Axis))),

        OpForm.Of("identity", Op.Identity.Instance),
        OpForm.Of("stopGradient", Op.StopGradient.Instance),
        OpForm.Of("barrier", Op.Barrier.Instance),
        OpForm.Of<Op.WithRule>("withRule", static (a, op) => a.Rule(op)),
        OpForm.Of<Op.Project>("project", static (a, op) => new(a.Int("index", op?.Index))),

        OpForm.Of("neg", Op.Neg.Instance),
        OpForm.Of("abs", Op.Abs.Instance),
        OpForm.Of("sign", Op.Sign.Instance),
        OpForm.Of<Op.Round>("round", static (a, op) => new(a.Kind("mode", op?.Mode))),
        OpForm.Of("exp", Op.Exp.Instance),
        OpForm.Of("expm1", Op.Expm1.Instance),
        OpForm.Of("exp2", Op.Exp2.Instance),
        OpForm.Of("log", Op.Log.Instance),
        OpForm.Of("log1p", Op.Log1p.Instance),
        OpForm.Of("log2", Op.Log2.Instance),
        OpForm.Of("log10", Op.Log10.Instance),
        OpForm.Of("sin", Op.Sin.Instance),
        OpForm.Of("cos", Op.Cos.Instance),
        OpForm.Of("tan", Op.Tan.Instance),
        OpForm.Of("asin", Op.Asin.Instance),
        OpForm.Of("acos", Op.Acos.Instance),
        OpForm.Of("atan", Op.Atan.Instance),
        OpForm.Of("sinh", Op.Sinh.Instance),
        OpForm.Of("cosh", Op.Cosh.Instance),
        OpForm.Of("tanh", Op.Tanh.Instance),
        OpForm.Of("sigmoid", Op.Sigmoid.Instance),
        OpForm.Of("softplus", Op.Softplus.Instance),
        OpForm.Of("sqrt", Op.Sqrt.Instance),
        OpForm.Of("rsqrt", Op.Rsqrt.Instance),
        OpForm.Of("erf", Op.Erf.Instance),
        OpForm.Of("erfc", Op.Erfc.Instance),
        OpForm.Of("normalCdf", Op.NormalCdf.Instance),
        OpForm.Of("geluSlope", Op.GeluSlope.Instance),
        OpForm.Of<Op.IntPow>("intPow", static (a, op) => Op.IntPow.Of(a.Int("exponent", op?.Exponent))),
        OpForm.Of<Op.Cast>("cast", static (a, op) => Op.Cast.Of(a.ElementType("to", op?.To))),

        OpForm.Of("add", Op.Add.Instance),
        OpForm.Of("sub", Op.Sub.Instance),
        OpForm.Of("mul", Op.Mul.Instance),
        OpForm.Of("div", Op.Div.Instance),
        OpForm.Of("pow", Op.Pow.Instance),
        OpForm.Of("atan2", Op.Atan2.Instance),
        OpForm.Of<Op.Extremum>("extremum", static (a, op) => new(a.Kind("kind", op?.Kind))),
        OpForm.Of<Op.Rem>("rem", static (a, op) => new(a.Kind("kind", op?.Kind))),
        OpForm.Of<Op.IntDiv>("intDiv", static (a, op) => new(a.Kind("kind", op?.Kind))),
        OpForm.Of<Op.Compare>("compare", static (a, op) => new(a.Kind("kind", op?.Kind))),
        OpForm.Of<Op.Logic>("logic", static (a, op) => new(a.Kind("kind", op?.Kind))),
        OpForm.Of("not", Op.Not.Instance),
        OpForm.Of("select", Op.Select.Instance),

        OpForm.Of<Op.Reshape>("reshape", static (a, op) => new(a.Sizes("to", op?.To))),
        OpForm.Of<Op.Transpose>("transpose", static (a, op) => new(a.Ints("permutation", op?.Permutation))),
        OpForm.Of<Op.Broadcast>("broadcast", static (a, op) => new(a.Sizes("to", op?.To))),
        OpForm.Of<Op.Slice>("slice", static (a, op) => new(a.Part(op?.Region))),
        OpForm.Of<Op.Pad>("pad", static (a, op) => new(a.Ints("low", op?.Low), a.Ints("high", op?.High), a.Ints("interior", op?.Interior))),
        OpForm.Of<Op.Concat>("concat", static (a, op) => new(a.Int("axis", op?.Axis))),
        OpForm.Of<Op.Reverse>("reverse", static (a, op) => new(a.Ints("axes", op?.Axes))),
        OpForm.Of<Op.Update>("update", static (a, op) => new(a.Part(op?.Region))),
        OpForm.Of<Op.UpdateAdd>("updateAdd", static (a, op) => new(a.Part(op?.Region))),

        OpForm.Of<Op.Reduce>("reduce", static (a, op) => new(a.Kind("kind", op?.Kind), a.Ints("axes", op?.Axes))),
        OpForm.Of<Op.ArgReduce>("argReduce", static (a, op) => new(a.Kind("kind", op?.Kind), a.Int("axis", op?.Axis))),
        OpForm.Of<Op.Cumulative>("cumulative", static (a, op) =>
            new(a.Kind("kind", op?.Kind), a.Int("axis", op?.Axis), a.Flag("reversed", op?.Reversed), a.Flag("exclusive", op?.Exclusive))),
        OpForm.Of<Op.Dot>("dot", static (a, op) =>
            new(a.Ints("leftContract", op?.LeftContract), a.Ints("rightContract", op?.RightContract), a.Ints("leftBatch", op?.LeftBatch), a.Ints("rightBatch", op?.RightBatch))),
        OpForm.Of<Op.Gather>("gather", static (a, op) => new(a.Ints("axes", op?.Axes), a.Int("batchRank", op?.BatchRank), a.Kind("mode", op?.Mode))),
        OpForm.Of<Op.Scatter>("scatter", static (a, op) =>
            new(a.Kind("kind", op?.Kind), a.Ints("axes", op?.Axes), a.Int("batchRank", op?.BatchRank), a.Kind("mode", op?.Mode), a.Flag("unique", op?.Unique))),
        OpForm.Of<Op.Sort>("sort", static (a, op) => new(a.Int("axis", op?.Axis), a.Flag("descending", op?.Descending))),
        OpForm.Of<Op.Cond>("cond", static (a, op) => new(a.Function("then", op?.Then), a.Function("otherwise", op?.Otherwise))),
        OpForm.Of<Op.Scan>("scan", static (a, op) => new(a.Function("body", op?.Body), a.Int("carries", op?.Carries), a.Int("items", op?.Items), a.Int("trips", op?.Trips),
            a.Flag("reversed", op?.Reversed), a.Flag("recomputes", op?.Recomputes))),
        OpForm.Of<Op.While>("while", static (a, op) =>
            new(a.Function("condition", op?.Condition), a.Function("body", op?.Body), a.Int("maxTrips", op is null ? null : op.MaxTrips ?? -1) is >= 0 and var most ? most : null)),
        OpForm.Of<Op.RngBits>("rngBits", static (a, op) => new(a.Ints("sizes", op?.Sizes), a.ElementType("dtype", op?.DType), a.Kind("purpose", op?.Purpose))),
    ];

    private static readonly Dictionary<Type, OpForm> s_byType = All.ToDictionary(form => form.Type);

    private static readonly Dictionary<string, OpForm> s_byName = All.ToDictionary(form => form.Name);

    /// <summary>The form of an op.</summary>
    /// <exception cref="NotSupportedException">the table has no line for it</exception>
    public static OpForm Of(Op op) => s_byType.TryGetValue(op.GetType(), out OpForm? form) ? form : throw new NotSupportedException($"{op.Name} has no form in documents");

    /// <summary>The form of a name; null where there is none.</summary>
    public static OpForm? Find(string name) => s_byName.GetValueOrDefault(name);
}
