namespace Autograd.FSharp

open Autograd.Graph

/// Active patterns over what a node does, named as the records of Op are, to be opened where expressions are taken apart. The inputs come first, then
/// the attributes; of an operation with many of these, its record. Numbers that broadcast or change type have done so: a Broadcast or a Cast is
/// a node, and the inputs of Add have one type.
module Patterns =
    /// What any node does, and to what.
    let (|Node|) (x: Expr) : Op * Expr list = x.Op, List.ofSeq x.Inputs

    /// A variable and its value.
    [<return: Struct>]
    let (|Variable|_|) (x: Expr) : NDArray voption =
        match x.Op, x.Value with
        | :? Op.Variable, NonNull value -> ValueSome value
        | _ -> ValueNone

    /// Data.
    [<return: Struct>]
    let (|Constant|_|) (x: Expr) : NDArray voption =
        match x.Op, x.Value with
        | :? Op.Constant, NonNull value -> ValueSome value
        | _ -> ValueNone

    /// A number, alike for every element of the node's shape.
    [<return: Struct>]
    let (|Literal|_|) (x: Expr) : Number voption =
        match x.Op with
        | :? Op.Literal -> ValueSome x.LiteralValue
        | _ -> ValueNone

    /// A literal of this value, whatever its type and shape: Mul (x, Is 1.0). -0 is 0.
    [<return: Struct>]
    let (|Is|_|) (value: float) (x: Expr) : unit voption =
        match x with
        | Literal number when number.ToDouble() = value -> ValueSome()
        | _ -> ValueNone

    /// An unbound input, by name.
    [<return: Struct>]
    let (|Parameter|_|) (x: Expr) : string voption = match x.Op with :? Op.Parameter as op -> ValueSome op.Label | _ -> ValueNone

    /// The index along an axis.
    [<return: Struct>]
    let (|Iota|_|) (x: Expr) : int voption = match x.Op with :? Op.Iota as op -> ValueSome op.Axis | _ -> ValueNone

    /// The value of a cell, without its history.
    [<return: Struct>]
    let (|Cell|_|) (x: Expr) : unit voption = match x.Op with :? Op.Cell -> ValueSome() | _ -> ValueNone

    /// -x.
    [<return: Struct>]
    let (|Neg|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Neg -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// |x|.
    [<return: Struct>]
    let (|Abs|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Abs -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The sign of x: -1, 0 or 1.
    [<return: Struct>]
    let (|Sign|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Sign -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// e^x.
    [<return: Struct>]
    let (|Exp|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Exp -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// e^x - 1.
    [<return: Struct>]
    let (|Expm1|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Expm1 -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// 2^x.
    [<return: Struct>]
    let (|Exp2|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Exp2 -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The natural logarithm of x.
    [<return: Struct>]
    let (|Log|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Log -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// log(1 + x).
    [<return: Struct>]
    let (|Log1p|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Log1p -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The logarithm of x to base 2.
    [<return: Struct>]
    let (|Log2|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Log2 -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The logarithm of x to base 10.
    [<return: Struct>]
    let (|Log10|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Log10 -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// sin x.
    [<return: Struct>]
    let (|Sin|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Sin -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// cos x.
    [<return: Struct>]
    let (|Cos|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Cos -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// tan x.
    [<return: Struct>]
    let (|Tan|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Tan -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// arcsin x.
    [<return: Struct>]
    let (|Asin|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Asin -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// arccos x.
    [<return: Struct>]
    let (|Acos|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Acos -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// arctan x.
    [<return: Struct>]
    let (|Atan|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Atan -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// sinh x.
    [<return: Struct>]
    let (|Sinh|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Sinh -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// cosh x.
    [<return: Struct>]
    let (|Cosh|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Cosh -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// tanh x.
    [<return: Struct>]
    let (|Tanh|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Tanh -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// 1 / (1 + e^-x).
    [<return: Struct>]
    let (|Sigmoid|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Sigmoid -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// log(1 + e^x).
    [<return: Struct>]
    let (|Softplus|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Softplus -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// √x.
    [<return: Struct>]
    let (|Sqrt|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Sqrt -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// 1 / √x.
    [<return: Struct>]
    let (|Rsqrt|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Rsqrt -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The error function of x.
    [<return: Struct>]
    let (|Erf|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Erf -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// 1 - erf x.
    [<return: Struct>]
    let (|Erfc|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Erfc -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The standard normal distribution function of x.
    [<return: Struct>]
    let (|NormalCdf|_|) (x: Expr) : Expr voption = match x.Op with :? Op.NormalCdf -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// The derivative of gelu at x.
    [<return: Struct>]
    let (|GeluSlope|_|) (x: Expr) : Expr voption = match x.Op with :? Op.GeluSlope -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// not x.
    [<return: Struct>]
    let (|Not|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Not -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// x under an identity of its own.
    [<return: Struct>]
    let (|Identity|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Identity -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// x without its derivative.
    [<return: Struct>]
    let (|StopGradient|_|) (x: Expr) : Expr voption = match x.Op with :? Op.StopGradient -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// x in another shape: that of the node.
    [<return: Struct>]
    let (|Reshape|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Reshape -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// x stretched to a shape: that of the node.
    [<return: Struct>]
    let (|Broadcast|_|) (x: Expr) : Expr voption = match x.Op with :? Op.Broadcast -> ValueSome x.Inputs[0] | _ -> ValueNone

    /// x rounded, in a mode.
    [<return: Struct>]
    let (|Round|_|) (x: Expr) : (Expr * RoundMode) voption = match x.Op with :? Op.Round as op -> ValueSome(x.Inputs[0], op.Mode) | _ -> ValueNone

    /// x^n, n an integer.
    [<return: Struct>]
    let (|IntPow|_|) (x: Expr) : (Expr * int) voption = match x.Op with :? Op.IntPow as op -> ValueSome(x.Inputs[0], op.Exponent) | _ -> ValueNone

    /// x as another element type.
    [<return: Struct>]
    let (|Cast|_|) (x: Expr) : (Expr * DType) voption = match x.Op with :? Op.Cast as op -> ValueSome(x.Inputs[0], op.To) | _ -> ValueNone

    /// x with its axes in another order.
    [<return: Struct>]
    let (|Transpose|_|) (x: Expr) : (Expr * IntList) voption = match x.Op with :? Op.Transpose as op -> ValueSome(x.Inputs[0], op.Permutation) | _ -> ValueNone

    /// A region of x.
    [<return: Struct>]
    let (|Slice|_|) (x: Expr) : (Expr * Region) voption = match x.Op with :? Op.Slice as op -> ValueSome(x.Inputs[0], op.Region) | _ -> ValueNone

    /// x backwards along axes.
    [<return: Struct>]
    let (|Reverse|_|) (x: Expr) : (Expr * IntList) voption = match x.Op with :? Op.Reverse as op -> ValueSome(x.Inputs[0], op.Axes) | _ -> ValueNone

    /// a + b.
    [<return: Struct>]
    let (|Add|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Add -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// a - b.
    [<return: Struct>]
    let (|Sub|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Sub -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// a * b.
    [<return: Struct>]
    let (|Mul|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Mul -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// a / b.
    [<return: Struct>]
    let (|Div|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Div -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// a^b.
    [<return: Struct>]
    let (|Pow|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Pow -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// The angle of the point (b, a).
    [<return: Struct>]
    let (|Atan2|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Atan2 -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// The larger of a and b.
    [<return: Struct>]
    let (|Max|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Extremum as op when op.Kind = ExtremumKind.Max -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// The smaller of a and b.
    [<return: Struct>]
    let (|Min|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Extremum as op when op.Kind = ExtremumKind.Min -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a = b.
    [<return: Struct>]
    let (|Equal|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.Equal -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a ≠ b.
    [<return: Struct>]
    let (|NotEqual|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.NotEqual -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a < b.
    [<return: Struct>]
    let (|Less|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.Less -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a ≤ b.
    [<return: Struct>]
    let (|LessEqual|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.LessEqual -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a > b.
    [<return: Struct>]
    let (|Greater|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.Greater -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// Where a ≥ b.
    [<return: Struct>]
    let (|GreaterEqual|_|) (x: Expr) : (Expr * Expr) voption = match x.Op with :? Op.Compare as op when op.Kind = CompareKind.GreaterEqual -> ValueSome(x.Inputs[0], x.Inputs[1]) | _ -> ValueNone

    /// What is left of a / b, by how the quotient rounds.
    [<return: Struct>]
    let (|Rem|_|) (x: Expr) : (Expr * Expr * RemainderKind) voption = match x.Op with :? Op.Rem as op -> ValueSome(x.Inputs[0], x.Inputs[1], op.Kind) | _ -> ValueNone

    /// The integral quotient of a and b, by how it rounds.
    [<return: Struct>]
    let (|IntDiv|_|) (x: Expr) : (Expr * Expr * RemainderKind) voption = match x.Op with :? Op.IntDiv as op -> ValueSome(x.Inputs[0], x.Inputs[1], op.Kind) | _ -> ValueNone

    /// And, or, exclusive or, or a shift, by kind.
    [<return: Struct>]
    let (|Logic|_|) (x: Expr) : (Expr * Expr * LogicKind) voption = match x.Op with :? Op.Logic as op -> ValueSome(x.Inputs[0], x.Inputs[1], op.Kind) | _ -> ValueNone

    /// x with v in place of a region.
    [<return: Struct>]
    let (|Update|_|) (x: Expr) : (Expr * Expr * Region) voption = match x.Op with :? Op.Update as op -> ValueSome(x.Inputs[0], x.Inputs[1], op.Region) | _ -> ValueNone

    /// x with v added in a region.
    [<return: Struct>]
    let (|UpdateAdd|_|) (x: Expr) : (Expr * Expr * Region) voption = match x.Op with :? Op.UpdateAdd as op -> ValueSome(x.Inputs[0], x.Inputs[1], op.Region) | _ -> ValueNone

    /// The second where the first is true, else the third.
    [<return: Struct>]
    let (|Select|_|) (x: Expr) : (Expr * Expr * Expr) voption = match x.Op with :? Op.Select -> ValueSome(x.Inputs[0], x.Inputs[1], x.Inputs[2]) | _ -> ValueNone

    /// The elements of x combined along axes: a sum, product, maximum or minimum.
    [<return: Struct>]
    let (|Reduce|_|) (x: Expr) : (Expr * ReduceKind * IntList) voption = match x.Op with :? Op.Reduce as op -> ValueSome(x.Inputs[0], op.Kind, op.Axes) | _ -> ValueNone

    /// The sum of x along axes.
    [<return: Struct>]
    let (|Sum|_|) (x: Expr) : (Expr * IntList) voption = match x.Op with :? Op.Reduce as op when op.Kind = ReduceKind.Sum -> ValueSome(x.Inputs[0], op.Axes) | _ -> ValueNone

    /// The index of the largest or smallest element of x along an axis.
    [<return: Struct>]
    let (|ArgReduce|_|) (x: Expr) : (Expr * ExtremumKind * int) voption = match x.Op with :? Op.ArgReduce as op -> ValueSome(x.Inputs[0], op.Kind, op.Axis) | _ -> ValueNone

    /// Running sums and the like along an axis; a linear recurrence has two inputs.
    [<return: Struct>]
    let (|Cumulative|_|) (x: Expr) : (Expr list * Op.Cumulative) voption = match x.Op with :? Op.Cumulative as op -> ValueSome(List.ofSeq x.Inputs, op) | _ -> ValueNone

    /// Sums of products of a and b over the axes that the record names.
    [<return: Struct>]
    let (|Dot|_|) (x: Expr) : (Expr * Expr * Op.Dot) voption = match x.Op with :? Op.Dot as op -> ValueSome(x.Inputs[0], x.Inputs[1], op) | _ -> ValueNone

    /// x with room around and between its elements, filled with the second.
    [<return: Struct>]
    let (|Pad|_|) (x: Expr) : (Expr * Expr * Op.Pad) voption = match x.Op with :? Op.Pad as op -> ValueSome(x.Inputs[0], x.Inputs[1], op) | _ -> ValueNone

    /// Parts joined along an axis.
    [<return: Struct>]
    let (|Concat|_|) (x: Expr) : (Expr list * int) voption = match x.Op with :? Op.Concat as op -> ValueSome(List.ofSeq x.Inputs, op.Axis) | _ -> ValueNone

    /// Parts of x at indices.
    [<return: Struct>]
    let (|Gather|_|) (x: Expr) : (Expr * Expr * Op.Gather) voption = match x.Op with :? Op.Gather as op -> ValueSome(x.Inputs[0], x.Inputs[1], op) | _ -> ValueNone

    /// x with updates combined into it at indices: x, indices, updates.
    [<return: Struct>]
    let (|Scatter|_|) (x: Expr) : (Expr * Expr * Expr * Op.Scatter) voption = match x.Op with :? Op.Scatter as op -> ValueSome(x.Inputs[0], x.Inputs[1], x.Inputs[2], op) | _ -> ValueNone

    /// The elements of x in order along an axis, and where they came from: two outputs.
    [<return: Struct>]
    let (|Sort|_|) (x: Expr) : (Expr * Op.Sort) voption = match x.Op with :? Op.Sort as op -> ValueSome(x.Inputs[0], op) | _ -> ValueNone

    /// An output of a node with several.
    [<return: Struct>]
    let (|Project|_|) (x: Expr) : (Expr * int) voption = match x.Op with :? Op.Project as op -> ValueSome(x.Inputs[0], op.Index) | _ -> ValueNone

    /// Random bits of keys and counters.
    [<return: Struct>]
    let (|RngBits|_|) (x: Expr) : (Expr * Expr * Op.RngBits) voption = match x.Op with :? Op.RngBits as op -> ValueSome(x.Inputs[0], x.Inputs[1], op) | _ -> ValueNone

    /// x behind a barrier, and what it waits for.
    [<return: Struct>]
    let (|Barrier|_|) (x: Expr) : (Expr * Expr list) voption = match x.Op with :? Op.Barrier -> ValueSome(x.Inputs[0], List.tail (List.ofSeq x.Inputs)) | _ -> ValueNone

    /// A value with a rule of its own: value, arguments, the rule's name.
    [<return: Struct>]
    let (|WithRule|_|) (x: Expr) : (Expr * Expr list * string) voption = match x.Op with :? Op.WithRule as op -> ValueSome(x.Inputs[0], List.tail (List.ofSeq x.Inputs), op.Label) | _ -> ValueNone

    /// One of two bodies, by the first input.
    [<return: Struct>]
    let (|Cond|_|) (x: Expr) : (Expr * Expr list * Op.Cond) voption = match x.Op with :? Op.Cond as op -> ValueSome(x.Inputs[0], List.tail (List.ofSeq x.Inputs), op) | _ -> ValueNone

    /// A body over the first axis of items.
    [<return: Struct>]
    let (|Scan|_|) (x: Expr) : (Expr list * Op.Scan) voption = match x.Op with :? Op.Scan as op -> ValueSome(List.ofSeq x.Inputs, op) | _ -> ValueNone

    /// A body as long as a condition holds.
    [<return: Struct>]
    let (|While|_|) (x: Expr) : (Expr list * Op.While) voption = match x.Op with :? Op.While as op -> ValueSome(List.ofSeq x.Inputs, op) | _ -> ValueNone
