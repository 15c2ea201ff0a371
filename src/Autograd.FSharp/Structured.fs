namespace Autograd.FSharp

open System
open Autograd.Graph

/// The functions of Transforms for records, lists, tuples and whatever else has a Structure, which comes first: that of the argument, and where the
/// result has one too, that of the result. Gradients and tangents have the form of the argument.
[<RequireQualifiedAccess>]
module Structured =
    /// The gradient of a function of one element, in the form of the argument.
    let grad (structure: Structure<'T>) (f: 'T -> Expr) (x: 'T) : 'T = Transform.Grad(f, structure).Invoke x

    /// f(x), and the gradient.
    let valueAndGrad (structure: Structure<'T>) (f: 'T -> Expr) (x: 'T) : Expr * 'T =
        let struct (value, gradient) = Transform.ValueAndGrad(f, structure).Invoke x
        value, gradient

    /// The cotangent of x of a cotangent of f(x): Jᵀ g.
    let vjp (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) (g: 'R) : 'T =
        Transform.Vjp(f, input, output).Invoke(x, g)

    /// f(x), and Jᵀ g.
    let valueAndVjp (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) (g: 'R) : 'R * 'T =
        let struct (value, cotangent) = Transform.ValueAndVjp(f, input, output).Invoke(x, g)
        value, cotangent

    /// f(x), and g ↦ Jᵀ g: f runs once, however often the map is used.
    let pullback (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : 'R * ('R -> 'T) =
        let struct (value, back) = Transform.Pullback(Func<_, _> f, x, input, output)
        value, back.Invoke

    /// The tangent of f(x) of a tangent of x: J v.
    let jvp (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) (v: 'T) : 'R =
        Transform.Jvp(f, input, output).Invoke(x, v)

    /// f(x), and J v.
    let valueAndJvp (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) (v: 'T) : 'R * 'R =
        let struct (value, tangent) = Transform.ValueAndJvp(f, input, output).Invoke(x, v)
        value, tangent

    /// f(x), and v ↦ J v: f runs once, however often the map is used.
    let linearize (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : 'R * ('T -> 'R) =
        let struct (value, forward) = Transform.Linearize(Func<_, _> f, x, input, output)
        value, forward.Invoke

    /// The transpose of a linear function of arguments like one: g ↦ Aᵀ g.
    let transposeLinear (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (like: 'T) (g: 'R) : 'T =
        Transform.TransposeLinear(Func<_, _> f, like, input, output).Invoke g

    /// The Jacobian, a pass forward for each element of x: a block for each pair of leaves.
    let jacobianForward (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : Jacobian<'T, 'R> =
        Transform.JacobianForward(f, input, output).Invoke x

    /// The Jacobian, a pass in reverse for each element of the result: a block for each pair of leaves.
    let jacobianReverse (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : Jacobian<'T, 'R> =
        Transform.JacobianReverse(f, input, output).Invoke x

    /// The Hessian of a function of one element: a block for each pair of leaves.
    let hessian (structure: Structure<'T>) (f: 'T -> Expr) (x: 'T) : Jacobian<'T, 'T> = Transform.Hessian(f, structure).Invoke x

    /// The Hessian's product with a vector, which never builds the Hessian: H v.
    let hvp (structure: Structure<'T>) (f: 'T -> Expr) (x: 'T) (v: 'T) : 'T = Transform.Hvp(f, structure).Invoke(x, v)

    /// The gradient, and H v.
    let gradAndHvp (structure: Structure<'T>) (f: 'T -> Expr) (x: 'T) (v: 'T) : 'T * 'T =
        let struct (gradient, product) = Transform.GradAndHvp(f, structure).Invoke(x, v)
        gradient, product

    /// f of each example along the first axes of all leaves, the results along the first axes of theirs.
    let vmap (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : 'R = Transform.VMap(f, input, output).Invoke x

    /// f of each example along an axis of each leaf, None where a leaf is alike for all of them; the results along an axis of each of theirs. One axis
    /// goes for all leaves.
    let vmapAlong
        (inAxes: int option list)
        (outAxes: int list)
        (input: Structure<'T>)
        (output: Structure<'R>)
        (f: 'T -> 'R)
        (x: 'T)
        : 'R =
        Transform.VMap(f, input, output, List.map Option.toNullable inAxes, outAxes).Invoke x

    /// f, of which reverse mode keeps the argument alone and computes all else again.
    let checkpoint (input: Structure<'T>) (output: Structure<'R>) (f: 'T -> 'R) (x: 'T) : 'R =
        Transform.Checkpoint(f, input, output).Invoke x

    /// f with a rule of its own for tangents: value → argument → tangent → tangent of the value.
    let withJvp (input: Structure<'T>) (output: Structure<'R>) (name: string) (rule: 'R -> 'T -> 'T -> 'R) (f: 'T -> 'R) (x: 'T) : 'R =
        Transform.WithJvp(name, Func<_, _> f, Func<_, _, _, _> rule, input, output).Invoke x

    /// f with a rule of its own for cotangents: value → argument → cotangent → cotangent of the argument.
    let withVjp (input: Structure<'T>) (output: Structure<'R>) (name: string) (rule: 'R -> 'T -> 'R -> 'T) (f: 'T -> 'R) (x: 'T) : 'R =
        Transform.WithVjp(name, Func<_, _> f, Func<_, _, _, _> rule, input, output).Invoke x

    /// The values without their derivative.
    let stopGradient (structure: Structure<'T>) (x: 'T) : 'T = Transform.StopGradient(x, structure)

    /// One of two functions of x, by one truth value; the other is not computed.
    let cond (input: Structure<'T>) (output: Structure<'R>) (condition: Expr) (ifTrue: 'T -> 'R) (ifFalse: 'T -> 'R) (x: 'T) : 'R =
        Control.Cond(condition, Func<_, _> ifTrue, Func<_, _> ifFalse, x, input, output)

    /// Hands a carry on from place to place of the first axes of items: carry → item → carry, output. Gives the last carry and all outputs.
    let scan
        (carry: Structure<'C>)
        (item: Structure<'I>)
        (output: Structure<'O>)
        (body: 'C -> 'I -> 'C * 'O)
        (init: 'C)
        (items: 'I)
        : 'C * 'O =
        let trip before part =
            let after, made = body before part
            struct (after, made)

        let struct (last, outputs) = Control.Scan(init, items, Func<_, _, _> trip, carry, item, output)
        last, outputs

    /// The last carry of a scan without outputs.
    let fold (carry: Structure<'C>) (item: Structure<'I>) (body: 'C -> 'I -> 'C) (init: 'C) (items: 'I) : 'C =
        Control.Fold(init, items, Func<_, _, _> body, carry, item)

    /// A value after so many trips of a body, which is told the value and the number of the trip.
    let repeat (structure: Structure<'T>) (trips: int) (body: 'T -> Expr -> 'T) (init: 'T) : 'T =
        Control.Repeat(trips, init, Func<_, _, _> body, structure)

    /// A value after a body ran on it as long as a condition held.
    let repeatWhile (structure: Structure<'T>) (condition: 'T -> Expr) (body: 'T -> 'T) (init: 'T) : 'T =
        Control.While(init, Func<_, _> condition, Func<_, _> body, structure)

    /// As repeatWhile, of so many trips at most: what reverse mode needs.
    let repeatWhileAtMost (structure: Structure<'T>) (trips: int) (condition: 'T -> Expr) (body: 'T -> 'T) (init: 'T) : 'T =
        Control.While(init, Func<_, _> condition, Func<_, _> body, structure, trips)
