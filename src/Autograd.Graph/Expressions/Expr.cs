using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>
/// A node of an immutable expression graph: what is done (<see cref="Op"/>), to what (<see cref="Inputs"/>), and the type of the result.
/// Building one computes nothing but its shape; identity is the reference. Shapes and element types are checked here, never later.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Expr
{
    // Two inputs stand inline: nearly all nodes have no more, and a node is then a single small allocation.
    private readonly Expr? _first, _second;
    private readonly Shape? _shape;

    // What few nodes have: an Expr[] of further inputs, an Extra, or the bits of a literal.
    private readonly object? _more;
    private object? _value;

    /// <summary>The stamp of the walk that last visited, and what that walk noted; see <see cref="NodeMap"/>.</summary>
    internal int Stamp, Mark;

    private readonly DType _dtype;

    /// <summary>What few nodes have.</summary>
    private sealed record Extra(string? Name, ExprType[]? Outputs, Expr[]? Rest = null, LiteralBits? Bits = null)
    {
        // One node an output, so that whoever takes the output finds what is remembered of it.
        public readonly Expr?[]? Taken = Outputs is null ? null : new Expr?[Outputs.Length];
    }

    /// <summary>A literal's number.</summary>
    private sealed record LiteralBits(long Bits);

    private Expr(Op op, Expr? first, Expr? second, DType dtype, Shape? shape, object? more = null, object? value = null)
    {
        Op = op;
        _first = first;
        _second = second;
        _dtype = dtype;
        _shape = shape;
        _more = more;
        _value = value;
        if (CallSites.AreRecorded) CallSites.Note(this);
    }

    /// <summary>What the node does.</summary>
    public Op Op { get; }

    /// <summary>What it does it to.</summary>
    public ExprInputs Inputs => new(this);

    /// <summary>How many outputs there are; more than one are taken by <see cref="Output"/>.</summary>
    public int OutputCount => _shape is not null ? 1 : ((Extra)_more!).Outputs!.Length;

    /// <summary>The shape of the only output.</summary>
    /// <exception cref="InvalidOperationException">the node has several outputs</exception>
    public Shape Shape => _shape ?? throw SeveralOutputs();

    /// <summary>The element type of the only output.</summary>
    /// <exception cref="InvalidOperationException">the node has several outputs</exception>
    public DType DType => _shape is null ? throw SeveralOutputs() : _dtype;

    /// <summary>Element type and shape of the only output.</summary>
    /// <exception cref="InvalidOperationException">the node has several outputs</exception>
    public ExprType Type => new(DType, Shape);

    /// <summary>Whether there is one output, of a floating type: what has derivatives.</summary>
    internal bool IsFloating => _shape is not null && _dtype.IsFloating();

    /// <summary>How many axes the only output has.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The name given by <see cref="Named"/>, used in errors and listings.</summary>
    public string? Name => (_more as Extra)?.Name;

    /// <summary>Whether the node has no inputs.</summary>
    public bool IsSource => _first is null;

    /// <summary>Type and shape of one of the outputs.</summary>
    public ExprType OutputType(int index) => _shape is null ? ((Extra)_more!).Outputs![index] : index == 0 ? Type : throw new ArgumentOutOfRangeException(nameof(index));

    internal int InputCount => _first is null ? 0 : _second is null ? 1 : _more is null ? 2 : 2 + (Rest?.Length ?? 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Expr Input(int index) => index == 0 ? _first! : index == 1 ? _second! : Rest![index - 2];

    private Expr[]? Rest => _more as Expr[] ?? (_more as Extra)?.Rest;

    /// <summary>
    /// Whether there is nothing here: the place of a gradient that does not exist, such as that of an integer in a structure. Whatever takes it
    /// is told why by a <see cref="GradientException"/>.
    /// </summary>
    public bool IsAbsent => Op is Op.Absent;

    private Exception SeveralOutputs() => Op is Op.Absent absent
        ? new GradientException(absent.Why)
        : new InvalidOperationException($"{Op.Name} has {OutputCount} outputs; take one by Output(index)");

    /// <summary>A node of any op with checked inputs.</summary>
    /// <exception cref="ShapeException">the shapes do not fit</exception>
    /// <exception cref="DTypeException">the element types do not fit</exception>
    public static Expr Apply(Op op, IReadOnlyList<Expr> inputs)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentNullException.ThrowIfNull(inputs);
        var copy = new Expr[inputs.Count];
        for (int i = 0; i < copy.Length; i++) copy[i] = inputs[i] ?? throw new ArgumentNullException(nameof(inputs), $"{op.Name}: input {i} is null");
        return Apply(op, copy);
    }

    internal static Expr Apply(Op op, Expr x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (op.OutputCount != 1) return Apply(op, [x]);
        ExprType type = Infer(op, [x]);
        return new(op, x, null, type.DType, type.Shape);
    }

    internal static Expr Apply(Op op, Expr a, Expr b)
    {
        ExprType type = Infer(op, [a, b]);
        return new(op, a, b, type.DType, type.Shape);
    }

    internal static Expr Apply(Op op, params ReadOnlySpan<Expr> inputs)
    {
        Expr? first = inputs.Length > 0 ? inputs[0] : null, second = inputs.Length > 1 ? inputs[1] : null;
        Expr[]? rest = inputs.Length > 2 ? inputs[2..].ToArray() : null;
        if (op.OutputCount != 1) return new(op, first, second, default, null, new Extra(null, op.InferAll(inputs), rest));
        ExprType type = Infer(op, inputs);
        return new(op, first, second, type.DType, type.Shape, rest);
    }

    /// <summary>
    /// The node, name and all, with other inputs of the same types, and an op that gives the same types. Of an output that is taken and has no name
    /// the node that all its takers share.
    /// </summary>
    internal Expr With(Op op, ReadOnlySpan<Expr> inputs)
    {
        if (op is Op.Project project && Name is null) return inputs[0].Output(project.Index);
        Expr[]? rest = inputs.Length > 2 ? inputs[2..].ToArray() : null;
        Expr made = new(op, inputs.Length > 0 ? inputs[0] : null, inputs.Length > 1 ? inputs[1] : null, _dtype, _shape, _more is Extra extra ? new Extra(extra.Name, extra.Outputs, rest) : rest);
        Debug.Assert(made.HasTypes(op.InferAll(inputs)), "inputs of the same types make a node of the same types");
        return made;
    }

    private bool HasTypes(ExprType[] types)
    {
        for (int i = 0; i < types.Length; i++)
            if (OutputType(i) != types[i]) return false;
        return types.Length == OutputCount;
    }

    private static ExprType Infer(Op op, ReadOnlySpan<Expr> inputs)
    {
        try
        {
            return op.Infer(inputs);
        }
        catch (ShapeException e) when (NamesOf(inputs) is { } names)
        {
            throw new ShapeException(e.Message + names);
        }
        catch (DTypeException e) when (NamesOf(inputs) is { } names)
        {
            throw new DTypeException(e.Message + names);
        }
    }

    /// <summary>What an error adds about inputs that were given names; null where none was.</summary>
    private static string? NamesOf(ReadOnlySpan<Expr> inputs)
    {
        var names = new List<string>();
        foreach (Expr input in inputs)
            if (input.Name is { } name) names.Add($"'{name}' is {input.Type}");
        return names.Count == 0 ? null : $" ({string.Join(", ", names)})";
    }

    /// <summary>One output of a node with several, always the same node; the node itself where it has one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">index is not in [0, <see cref="OutputCount"/>)</exception>
    public Expr Output(int index)
    {
        if (OutputCount == 1 && index == 0) return this;
        if ((_more as Extra)?.Taken is not { } taken || (uint)index >= (uint)taken.Length) return Apply(new Op.Project(index), this);
        if (Volatile.Read(ref taken[index]) is { } known) return known;
        Expr made = Apply(new Op.Project(index), this);
        return Interlocked.CompareExchange(ref taken[index], made, null) ?? made;
    }

    /// <summary>The same computation as a node with a name, which errors and listings use.</summary>
    public Expr Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // An identity is told by its reference: derivatives by it must pass through the named node, not beside it.
        if (Op is Op.Identity) return new(Op, this, null, _dtype, _shape, new Extra(name, null));
        return new(Op, _first, _second, _dtype, _shape, new Extra(name, (_more as Extra)?.Outputs, Rest, Bits), _value);
    }

    /// <summary>
    /// The value, where it is known: a source's array, or what an evaluation remembered. It may appear at any time, by one reference write;
    /// nobody can tell but by time and memory.
    /// </summary>
    public NDArray? Value => Volatile.Read(ref _value) switch
    {
        NDArray array => array,
        SourceCell cell => cell.Value,
        _ => null,
    };

    /// <summary>The cell of a <see cref="Op.Cell"/> node.</summary>
    internal SourceCell? CellContent => _value as SourceCell;

    /// <summary>How many evaluations have computed this node without keeping its value, 255 at most. Not synchronised: a lost race costs time alone.</summary>
    internal byte Touches;

    /// <summary>Remembers the value; of a literal not, which stays a number to every plan.</summary>
    internal void Remember(NDArray value)
    {
        if (_value is SourceCell cell) cell.Resolve(value);
        else if (_value is not NDArray && Op is not Op.Literal) Volatile.Write(ref _value, value);
    }

    /// <summary>Op, type and name; the value is never computed for it.</summary>
    public override string ToString()
    {
        if (Op is Op.Absent absent) return $"absent ({absent.Why})";
        string type = _shape is null ? $"{OutputCount} outputs" : Type.ToString();
        string op = Op is Op.Literal ? $"literal {LiteralValue}" : Op.Name;
        return Name is { } name ? $"{name} = {op} : {type}" : $"{op} : {type}";
    }
}
