namespace Autograd.FSharp.Tests

open Autograd.Graph
open Autograd.FSharp
open Xunit

/// What the tests share.
[<AutoOpen>]
module Check =
    /// A vector of 1 to 5 numbers from [-2, 2], of a seed.
    let vector (seed: int) : Expr =
        let random = System.Random seed
        Expr.Variable(NDArray.Vector(Array.init (random.Next(1, 6)) (fun _ -> 4.0 * random.NextDouble() - 2.0)))

    /// Another vector of the shape of one.
    let like (seed: int) (x: Expr) : Expr =
        let random = System.Random seed
        Expr.Constant(NDArray.Vector(Array.init x.Shape[0] (fun _ -> 2.0 * random.NextDouble() - 1.0)))

    /// Both evaluate to the same bits.
    let same (expected: Expr) (actual: Expr) =
        Assert.True((evaluate expected).BitsEqual(evaluate actual), $"{evaluate expected} and {evaluate actual}")

    /// An expression has these float64 elements, to a relative error.
    let close (expected: float list) (actual: Expr) =
        let found = (evaluate actual).AsSpan<float>().ToArray()
        Assert.Equal(expected.Length, found.Length)
        List.iteri (fun i (e: float) -> Assert.True(abs (e - found[i]) <= 1e-9 * (1.0 + abs e), $"{found[i]} at {i}, not {e}")) expected
