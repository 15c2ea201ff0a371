namespace Autograd.FSharp

open System.ComponentModel
open Autograd.Graph

/// The two sides of a comparison as expressions: a number takes on what stands beside it. For the operators alone.
[<Sealed; AbstractClass; EditorBrowsable(EditorBrowsableState.Never)>]
type Comparison =
    /// Two expressions.
    static member Sides(a: Expr, b: Expr) = struct (a, b)

    /// An expression and a number.
    static member Sides(a: Expr, b: float) = struct (a, Expr.LiteralBeside(a, b))

    /// An expression and a number.
    static member Sides(a: Expr, b: float32) = struct (a, Expr.LiteralBeside(a, b))

    /// An expression and a number.
    static member Sides(a: Expr, b: int) = struct (a, Expr.LiteralBeside(a, b))

    /// An expression and a number.
    static member Sides(a: Expr, b: int64) = struct (a, Expr.LiteralBeside(a, b))

    /// A number and an expression.
    static member Sides(a: float, b: Expr) = struct (Expr.LiteralBeside(b, a), b)

    /// A number and an expression.
    static member Sides(a: float32, b: Expr) = struct (Expr.LiteralBeside(b, a), b)

    /// A number and an expression.
    static member Sides(a: int, b: Expr) = struct (Expr.LiteralBeside(b, a), b)

    /// A number and an expression.
    static member Sides(a: int64, b: Expr) = struct (Expr.LiteralBeside(b, a), b)

    /// Chooses among the above by the types of both sides.
    static member inline Of(a: ^A, b: ^B, _: ^Self) =
        ((^A or ^B or ^Self): (static member Sides: ^A * ^B -> struct (Expr * Expr)) (a, b))

/// Comparisons element by element: F#'s own operators compare whole values and give a bool. Numbers may stand on either side.
[<AutoOpen>]
module Operators =
    /// Where a < b.
    let inline (.<) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.op_LessThan (a, b)

    /// Where a ≤ b.
    let inline (.<=) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.op_LessThanOrEqual (a, b)

    /// Where a > b.
    let inline (.>) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.op_GreaterThan (a, b)

    /// Where a ≥ b.
    let inline (.>=) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.op_GreaterThanOrEqual (a, b)

    /// Where a = b.
    let inline (.=) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.EqualTo(a, b)

    /// Where a ≠ b.
    let inline (.<>) a b : Expr =
        let struct (a, b) = Comparison.Of(a, b, Unchecked.defaultof<Comparison>)
        Expr.NotEqualTo(a, b)
