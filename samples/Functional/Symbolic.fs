/// Expressions are data: formulas are printed, and gradients made shorter, by pattern matching on operations.
module Autograd.Samples.Functional.Symbolic

open Autograd.Graph
open Autograd.FSharp
open Autograd.FSharp.Patterns

/// A formula as one would write it.
let rec formula x =
    match x with
    | Parameter name -> name
    | Literal number -> string number
    | Add (a, b) -> $"{formula a} + {formula b}"
    | Sub (a, b) -> $"{formula a} - {term b}"
    | Neg a -> $"-{term a}"
    | Mul (a, b) -> $"{term a} * {term b}"
    | Div (a, b) -> $"{term a} / {factor b}"
    | IntPow (a, n) -> $"{factor a}^{n}"
    | Identity a
    | Broadcast a -> formula a
    | Node (op, inputs) -> inputs |> List.map formula |> String.concat ", " |> sprintf "%s(%s)" op.Name

/// In brackets beside a sign that binds more than a sum does.
and private term x =
    match x with
    | Add _
    | Sub _ -> $"({formula x})"
    | Identity a
    | Broadcast a -> term a
    | _ -> formula x

/// In brackets beside a sign that binds more than a product does.
and private factor x =
    match x with
    | Mul _
    | Div _
    | Neg _ -> $"({formula x})"
    | Identity a
    | Broadcast a -> factor a
    | _ -> term x

/// What a person would not have written.
let simplify =
    rewrite (function
        | Identity a
        | Mul (a, Is 1.0)
        | Mul (Is 1.0, a)
        | IntPow (a, 1)
        | Neg (Neg a) -> a
        | Mul (a, Neg b)
        | Mul (Neg a, b) -> -(a * b)
        | Add (a, Neg b) -> a - b
        | a -> a)

let run () =
    let x = Expr.Parameter("x", DType.Float64, Shape.Scalar)
    let f (x: Expr) = cos (2 * x) * x ** 2
    printfn "f(x)  = %s" (formula (f x))
    printfn "f'(x) = %s" (x |> grad f |> simplify |> formula)
