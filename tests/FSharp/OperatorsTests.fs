namespace Autograd.FSharp.Tests

open Autograd.Graph
open Autograd.FSharp
open FsCheck.Xunit
open Xunit

/// Comparisons element by element.
module OperatorsTests =
    let private truths (x: Expr) = List.ofArray ((evaluate x).ToArray<bool>())

    [<Property>]
    let ``Operators compare elements`` (seed: int) =
        let x = Expr.Round(vector seed * 2)
        let y = Expr.Round(like (seed + 1) x * 4.0)
        let pairs = Array.zip ((evaluate x).ToArray<float>()) ((evaluate y).ToArray<float>()) |> List.ofArray
        let expect relation found = Assert.Equal<bool list>(List.map (fun (a: float, b: float) -> relation a b) pairs, truths found)
        expect (<) (x .< y)
        expect (<=) (x .<= y)
        expect (>) (x .> y)
        expect (>=) (x .>= y)
        expect (=) (x .= y)
        expect (<>) (x .<> y)

    [<Fact>]
    let ``Numbers of any type stand on either side`` () =
        let x = Expr.Variable(NDArray.Vector(1f, 2f, 3f))
        let n = Expr.Constant(NDArray.Vector(1L, 2L, 3L))
        Assert.Equal<bool list>([ false; false; true ], truths (x .> 2))
        Assert.Equal<bool list>([ false; false; true ], truths (x .> 2f))
        Assert.Equal<bool list>([ false; true; true ], truths (x .>= 1.5))
        Assert.Equal<bool list>([ false; true; false ], truths (n .= 2L))
        Assert.Equal<bool list>([ true; false; true ], truths (2 .<> n))
        Assert.Equal<bool list>([ true; false; false ], truths (2f .> x))
        Assert.Equal<bool list>([ true; false; false ], truths (1.5 .> x))
        Assert.Equal<bool list>([ false; false; true ], truths (2L .< n))

    [<Fact>]
    let ``Truth values combine`` () =
        let x = Expr.Variable(NDArray.Vector(1.0, 2.0, 3.0))
        Assert.Equal<bool list>([ true; true; false ], truths (~~~(x .> 2)))
        Assert.Equal<bool list>([ true; false; true ], truths ((x .< 2) ||| (x .> 2)))
        Assert.Equal<bool list>([ true; false; true ], truths ((x .>= 2) ^^^ (x .<= 2)))

    [<Fact>]
    let ``A comparison binds as F#'s own do`` () =
        let x = Expr.Variable(NDArray.Vector(1.0, 2.0))
        Assert.Equal<bool list>([ false; true ], truths ((x + 1.0 .>= x * 2.0 - 1.0) &&& (x .= 2.0)))
