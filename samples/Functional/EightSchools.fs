/// Hamiltonian Monte Carlo on the model of eight schools (A. Gelman et al., "Bayesian Data Analysis", section 5.5): the effects θ of coaching are
/// normal about μ with deviation τ, and were measured with known errors.
module Autograd.Samples.Functional.EightSchools

open Autograd.Graph
open Autograd.FSharp

let private vector (x: float list) = Expr.Constant(NDArray.Vector(Array.ofList x))
let private effects = vector [ 28.0; 8.0; -3.0; 7.0; -1.0; 1.0; 18.0; 12.0 ]
let private errors = vector [ 15.0; 10.0; 16.0; 11.0; 9.0; 11.0; 10.0; 18.0 ]

/// What a point of the ten-dimensional space stands for: μ = 5 q₀, τ = exp q₁, θ = μ + τ q₂...
let private parts (q: Expr) = 5.0 * q.At 0, exp (q.At 1), q.Section(0, 2)

/// The logarithm of the posterior density: μ ~ normal(0, 5), τ ~ half-Cauchy(0, 5), so that q₀ and q₂... are standard normal.
let logDensity (q: Expr) =
    let mu, tau, eta = parts q
    let prior = q.At(1) - Expr.Log1p((tau / 5.0).Square()) - 0.5 * (q.At(0).Square() + eta.Square().Sum())
    prior - 0.5 * ((effects - mu - tau * eta) / errors).Square().Sum()

/// A step of all chains: kicks of momentum and drifts of position, kept as often as the energy's error allows.
let transition steps size (key: RandomKey) (q: Expr) =
    let keys = key.Split 2
    let force = vmap (grad logDensity)
    let energy (q: Expr, p: Expr) = vmap logDensity q - 0.5 * p.Square().Sum(1)
    let kick size (q, p) = q, p + size * force q
    let drift (q: Expr, p: Expr) = q + size * p, p
    let start = q, keys[0].Normal(q.Shape, DType.Float64)
    let leap state _ = state |> kick (size / 2.0) |> drift |> kick (size / 2.0)
    let last = Structured.repeat (Layout.pair Layout.leaf Layout.leaf) steps leap start
    let accepted = Expr.Log(keys[1].Uniform(Shape q.Shape[0], DType.Float64)) .< energy last - energy start
    Expr.Where(accepted.Unsqueeze 1, fst last, q)

let run () =
    let chains, warmup, draws = 64, 100, 300
    let key = RandomKey.Of 8
    let q0 = key.FoldIn(0).Normal(Shape(chains, 10), DType.Float64) |> evaluate
    let step q (i: int) = transition 8 0.3 (key.FoldIn i) (Expr.Constant q) |> evaluate
    let states = seq { 1 .. warmup + draws } |> Seq.scan step q0 |> Seq.skip (warmup + 1)

    let mu, tau =
        states
        |> Seq.map (fun q ->
            let mu, tau, _ = parts (Expr.Constant(q).MatrixTranspose())
            let means = Joining.Stack [| mu.Mean(); tau.Mean() |] |> evaluate
            means.ToArray<float>())
        |> Seq.toArray
        |> fun rows -> Array.averageBy (Array.item 0) rows, Array.averageBy (Array.item 1) rows

    printfn "posterior means: mu %.2f (published: 4.4), tau %.2f (published: 3.6)" mu tau
