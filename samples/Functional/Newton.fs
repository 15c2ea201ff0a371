/// Newton's method for a logistic regression. Its step is solved by conjugate gradients on products with the Hessian, which is never built.
module Autograd.Samples.Functional.Newton

open Autograd.Graph
open Autograd.FSharp

let private number (x: Expr) = (evaluate x).ToScalar<float>()
let private known (x: Expr) = Expr.Constant(evaluate x)

/// The solution of A x = b of a symmetric positive A, given as a function.
let conjugateGradients (a: Expr -> Expr) (b: Expr) =
    let start = number (b.MatMul b)

    let rec improve (x: Expr) (r: Expr) (p: Expr) rr =
        if rr <= 1e-20 * start then
            x
        else
            let ap = known (a p)
            let alpha = rr / number (p.MatMul ap)
            let x, r = known (x + alpha * p), known (r - alpha * ap)
            let rr' = number (r.MatMul r)
            improve x r (known (r + rr' / rr * p)) rr'

    improve (Expr.ZerosLike b) b b start

/// Points on the way down, and how steep it is there.
let descent f start =
    start
    |> Seq.unfold (fun x ->
        let gradient = known (grad f x)
        let x' = known (x - conjugateGradients (hvp f x) gradient)
        Some((x, number (gradient.MatMul gradient) |> sqrt), x'))

let run () =
    let key = RandomKey.Of 3
    let inputs = key.FoldIn(1).Normal(Shape(200, 20), DType.Float64) |> known
    let truth = key.FoldIn(2).Normal(Shape 20, DType.Float64)
    let labels = key.FoldIn(3).Bernoulli(Shape 200, Expr.Sigmoid(inputs.MatMul truth)).Cast DType.Float64 |> known
    let loss (w: Expr) = (inputs.MatMul w).BinaryCrossEntropyWithLogits labels + 0.01 * w.Square().Sum()

    descent loss (Expr.Constant(NDArray.Zeros(Shape 20, DType.Float64)))
    |> Seq.truncate 7
    |> Seq.iteri (fun i (w, steepness) -> printfn "step %d: loss %.6f, gradient %.1e" i (number (loss w)) steepness)
