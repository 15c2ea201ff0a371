namespace Autograd.FSharp

open System
open Autograd.Graph

/// Functions of functions from an expression to an expression, curried: the function first, the argument last. Transform and Control do the
/// work and document it; the functions of Structured are the same for records, lists and tuples.
[<AutoOpen>]
module Transforms =
    /// The value of an expression.
    let evaluate (x: Expr) : NDArray = x.Evaluate()

    /// x with each node that it depends on put through a rule, inputs first and a shared node once.
    let rewrite (rule: Expr -> Expr) (x: Expr) : Expr = x.Rewrite rule

    /// The gradient of a function of one element: ∂f/∂x.
    let grad (f: Expr -> Expr) (x: Expr) : Expr = Transform.Grad(f).Invoke x

    /// f(x), and the gradient.
    let valueAndGrad (f: Expr -> Expr) (x: Expr) : Expr * Expr =
        let struct (value, gradient) = Transform.ValueAndGrad(f).Invoke x
        value, gradient

    /// The cotangent of x of a cotangent of f(x): Jᵀ g.
    let vjp (f: Expr -> Expr) (x: Expr) (g: Expr) : Expr = Transform.Vjp(f).Invoke(x, g)

    /// f(x), and Jᵀ g.
    let valueAndVjp (f: Expr -> Expr) (x: Expr) (g: Expr) : Expr * Expr =
        let struct (value, cotangent) = Transform.ValueAndVjp(f).Invoke(x, g)
        value, cotangent

    /// f(x), and g ↦ Jᵀ g: f runs once, however often the map is used.
    let pullback (f: Expr -> Expr) (x: Expr) : Expr * (Expr -> Expr) =
        let struct (value, back) = Transform.Pullback(f, x)
        value, back.Invoke

    /// The tangent of f(x) of a tangent of x: J v.
    let jvp (f: Expr -> Expr) (x: Expr) (v: Expr) : Expr = Transform.Jvp(f).Invoke(x, v)

    /// f(x), and J v.
    let valueAndJvp (f: Expr -> Expr) (x: Expr) (v: Expr) : Expr * Expr =
        let struct (value, tangent) = Transform.ValueAndJvp(f).Invoke(x, v)
        value, tangent

    /// f(x), and v ↦ J v: f runs once, however often the map is used.
    let linearize (f: Expr -> Expr) (x: Expr) : Expr * (Expr -> Expr) =
        let struct (value, forward) = Transform.Linearize(f, x)
        value, forward.Invoke

    /// The transpose of a linear function of arguments like one: g ↦ Aᵀ g.
    let transposeLinear (f: Expr -> Expr) (like: Expr) (g: Expr) : Expr = Transform.TransposeLinear(f, like).Invoke g

    /// The Jacobian, a pass forward for each element of x: the result's axes, then the argument's.
    let jacobianForward (f: Expr -> Expr) (x: Expr) : Expr = Transform.JacobianForward(f).Invoke x

    /// The Jacobian, a pass in reverse for each element of the result: the result's axes, then the argument's.
    let jacobianReverse (f: Expr -> Expr) (x: Expr) : Expr = Transform.JacobianReverse(f).Invoke x

    /// The Hessian of a function of one element: the argument's axes twice.
    let hessian (f: Expr -> Expr) (x: Expr) : Expr = Transform.Hessian(f).Invoke x

    /// The Hessian's product with a vector, which never builds the Hessian: H v.
    let hvp (f: Expr -> Expr) (x: Expr) (v: Expr) : Expr = Transform.Hvp(f).Invoke(x, v)

    /// The gradient, and H v.
    let gradAndHvp (f: Expr -> Expr) (x: Expr) (v: Expr) : Expr * Expr =
        let struct (gradient, product) = Transform.GradAndHvp(f).Invoke(x, v)
        gradient, product

    /// f of each example along the first axis, the results along the first axis of theirs.
    let vmap (f: Expr -> Expr) (x: Expr) : Expr = Transform.VMap(f).Invoke x

    /// f of each example along an axis, the results along an axis of theirs.
    let vmapAlong (inAxis: int) (outAxis: int) (f: Expr -> Expr) (x: Expr) : Expr = Transform.VMap(f, inAxis, outAxis).Invoke x

    /// f, of which reverse mode keeps the argument alone and computes all else again.
    let checkpoint (f: Expr -> Expr) (x: Expr) : Expr = Transform.Checkpoint(f).Invoke x

    /// f, of which reverse mode keeps what a policy says and computes all else again.
    let checkpointBy (policy: CheckpointPolicy) (f: Expr -> Expr) (x: Expr) : Expr = Transform.Checkpoint(f, policy).Invoke x

    /// f with a rule of its own for tangents: value → argument → tangent → tangent of the value.
    let withJvp (name: string) (rule: Expr -> Expr -> Expr -> Expr) (f: Expr -> Expr) (x: Expr) : Expr =
        Transform.WithJvp(name, Func<_, _> f, Func<_, _, _, _> rule).Invoke x

    /// f with a rule of its own for cotangents: value → argument → cotangent → cotangent of the argument.
    let withVjp (name: string) (rule: Expr -> Expr -> Expr -> Expr) (f: Expr -> Expr) (x: Expr) : Expr =
        Transform.WithVjp(name, Func<_, _> f, Func<_, _, _, _> rule).Invoke x

    /// The value without its derivative.
    let stopGradient (x: Expr) : Expr = Expr.StopGradient x

    /// One of two functions of x, by one truth value; the other is not computed.
    let cond (condition: Expr) (ifTrue: Expr -> Expr) (ifFalse: Expr -> Expr) (x: Expr) : Expr = Control.Cond(condition, ifTrue, ifFalse, x)

    /// Hands a carry on from place to place of the first axis of items: carry → item → carry, output. Gives the last carry and all outputs.
    let scan (body: Expr -> Expr -> Expr * Expr) (init: Expr) (items: Expr) : Expr * Expr =
        let struct (carry, outputs) =
            Control.Scan(
                init,
                items,
                fun carry item ->
                    let carry, output = body carry item
                    struct (carry, output)
            )

        carry, outputs

    /// The last carry of a scan without outputs.
    let fold (body: Expr -> Expr -> Expr) (init: Expr) (items: Expr) : Expr = Control.Fold(init, items, body)

    /// A value after so many trips of a body, which is told the value and the number of the trip.
    let repeat (trips: int) (body: Expr -> Expr -> Expr) (init: Expr) : Expr = Control.Repeat(trips, init, body)

    /// A value after a body ran on it as long as a condition held.
    let repeatWhile (condition: Expr -> Expr) (body: Expr -> Expr) (init: Expr) : Expr = Control.While(init, condition, body)

    /// As repeatWhile, of so many trips at most: what reverse mode needs.
    let repeatWhileAtMost (trips: int) (condition: Expr -> Expr) (body: Expr -> Expr) (init: Expr) : Expr =
        Control.While(init, condition, body, trips)
