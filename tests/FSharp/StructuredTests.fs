namespace Autograd.FSharp.Tests

open Autograd.Graph
open Autograd.FSharp
open FsCheck.Xunit
open Xunit

/// A record that says how it comes apart.
type Layer =
    { Weight: Expr
      Bias: Expr }

    static member Structure =
        Structure.Of((fun l -> [| l.Weight; l.Bias |]), (fun p -> { Weight = p[0]; Bias = p[1] }), "weight", "bias")

    interface IStructured<Layer> with
        static member Layout = Layer.Structure

/// Functions of records, lists, pairs and maps.
module StructuredTests =
    let private apply layer (x: Expr) = tanh (layer.Weight * x + layer.Bias)
    let private loss x layer = (apply layer x).Square().Sum()

    let private layer seed =
        let weight = vector seed
        { Weight = weight; Bias = like (seed + 1) weight }

    [<Property>]
    let ``A record's gradient is a record of gradients`` (seed: int) =
        let here = layer seed
        let x = like (seed + 2) here.Weight
        let weight, bias = Expr.Identity here.Weight, Expr.Identity here.Bias
        let expected = Gradient.Of(loss x { Weight = weight; Bias = bias }, weight, bias)
        let value, gradient = Structured.valueAndGrad Layout.record (loss x) here
        same (loss x here) value
        same expected[weight] gradient.Weight
        same expected[bias] gradient.Bias
        same gradient.Bias (Structured.grad Layer.Structure (loss x) here).Bias

    [<Property>]
    let ``Products of both modes are one number`` (seed: int) =
        let here = layer seed
        let x = like (seed + 2) here.Weight
        let direction = { Weight = like (seed + 3) x; Bias = like (seed + 4) x }
        let g = like (seed + 5) x
        let f layer = apply layer x
        let value, forward = Structured.linearize Layout.record Layout.leaf f here
        let value', back = Structured.pullback Layout.record Layout.leaf f here
        let pulled = back g
        let reverse = (pulled.Weight * direction.Weight + pulled.Bias * direction.Bias).Sum()
        same (f here) value
        same (f here) value'
        Assert.Equal((evaluate ((g * forward direction).Sum())).ToScalar<float>(), (evaluate reverse).ToScalar<float>(), 1e-9)
        same (forward direction) (Structured.jvp Layout.record Layout.leaf f here direction)
        same pulled.Bias (Structured.vjp Layout.record Layout.leaf f here g).Bias
        same (forward direction) (snd (Structured.valueAndJvp Layout.record Layout.leaf f here direction))
        same pulled.Bias (snd (Structured.valueAndVjp Layout.record Layout.leaf f here g)).Bias
        let transposed = Structured.transposeLinear Layout.record Layout.leaf forward here g
        close (List.ofArray ((evaluate pulled.Weight).ToArray<float>())) transposed.Weight

    [<Property>]
    let ``Blocks of Jacobians and Hessians are of pairs of leaves`` (seed: int) =
        let here = layer seed
        let x = like (seed + 2) here.Weight
        let direction = { Weight = like (seed + 3) x; Bias = like (seed + 4) x }
        let h = Structured.hessian Layout.record (loss x) here
        let product = h[0, 0].MatMul direction.Weight + h[0, 1].MatMul direction.Bias
        let byHvp = Structured.hvp Layout.record (loss x) here direction
        close (List.ofArray ((evaluate byHvp.Weight).ToArray<float>())) product
        same byHvp.Weight (snd (Structured.gradAndHvp Layout.record (loss x) here direction)).Weight
        let forward = Structured.jacobianForward Layout.record Layout.leaf (fun l -> apply l x) here
        let reverse = Structured.jacobianReverse Layout.record Layout.leaf (fun l -> apply l x) here
        close (List.ofArray ((evaluate forward[0, 1]).ToArray<float>())) reverse[0, 1]

    [<Property>]
    let ``Lists, maps, pairs and triples come apart`` (seed: int) =
        let x = vector seed
        let y = like (seed + 1) x
        let list = Structured.grad (Layout.list Layout.leaf) (fun xs -> (List.sum xs * List.head xs).Sum()) [ x; y ]
        same (x + y + x) list[0]
        same x list[1]
        let map = Structured.grad (Layout.map Layout.leaf) (fun m -> (Map.find "a" m * Map.find "b" m).Sum()) (Map [ "a", x; "b", y ])
        same y map["a"]
        let dx, dy = Structured.grad (Layout.pair Layout.leaf Layout.leaf) (fun (a, b) -> (a * b).Sum()) (x, y)
        same y dx
        same x dy
        let d, _, _ = Structured.grad (Layout.triple Layout.leaf Layout.leaf Layout.leaf) (fun (a, b, c) -> (a * b * c).Sum()) (x, y, y)
        same (y * y) d
        let layers = Structured.grad (Layout.list Layout.record) (List.fold (fun x layer -> apply layer x) y >> _.Sum()) [ layer seed; layer seed ]
        Assert.Equal(2, layers.Length)
        let array = Structured.grad (Layout.array Layout.leaf) (fun xs -> (xs[0] * xs[1]).Sum()) [| x; y |]
        same y array[0]

    [<Fact>]
    let ``Records map, loop and choose`` () =
        let pair = Layout.pair Layout.leaf Layout.leaf
        let x, y = Expr.Variable(NDArray.Vector(1.0, 2.0)), Expr.Variable(NDArray.Vector(3.0, 4.0))
        close [ 3.0; 8.0 ] (Structured.vmap pair Layout.leaf (fun (a, b) -> a * b) (x, y))
        let outer = Structured.vmapAlong [ Some 0; None ] [ -1 ] pair Layout.leaf (fun (a, b) -> a * b) (x, y)
        close [ 3.0; 6.0; 4.0; 8.0 ] outer
        let (sum, product), sums =
            Structured.scan pair pair Layout.leaf (fun (s, p) (a, b) -> (s + a, p * b), s) (Expr.Literal 0.0, Expr.Literal 1.0) (x, y)
        close [ 3.0 ] sum
        close [ 12.0 ] product
        close [ 0.0; 1.0 ] sums
        close [ 3.0 ] (fst (Structured.fold pair Layout.leaf (fun (s, n) a -> s + a, n + 1.0) (Expr.Literal 0.0, Expr.Literal 0.0) x))
        close [ 8.0 ] (snd (Structured.repeat pair 5 (fun (a, b) _ -> b, a + b) (Expr.Literal 1.0, Expr.Literal 1.0)) - 5.0)
        let fibonacci (a, b) = b, a + b
        let below limit (a, _) = a .< limit
        close [ 144.0 ] (fst (Structured.repeatWhile pair (below 100) fibonacci (Expr.Literal 1.0, Expr.Literal 1.0)))
        close [ 5.0 ] (fst (Structured.repeatWhileAtMost pair 4 (below 100) fibonacci (Expr.Literal 1.0, Expr.Literal 1.0)))
        close [ 3.0; 4.0 ] (Structured.cond pair Layout.leaf (x.Sum() .> y.Sum()) fst snd (x, y))

    [<Fact>]
    let ``Rules and checkpoints take records`` () =
        let pair = Layout.pair Layout.leaf Layout.leaf
        let x, y = Expr.Variable(NDArray.Vector(1.0, 2.0)), Expr.Variable(NDArray.Vector(3.0, 4.0))
        let product (a: Expr, b: Expr) = (a * b).Sum()
        let gradient f = Structured.grad pair f (x, y)
        close [ 3.0; 4.0 ] (fst (gradient (Structured.checkpoint pair Layout.leaf product)))
        close [ 3.0; 4.0 ] (fst (gradient (Structured.withVjp pair Layout.leaf "product" (fun _ (a, b) g -> b * g, a * g) product)))
        close [ 3.0; 4.0 ] (fst (gradient (Structured.withJvp pair Layout.leaf "product" (fun _ (a, b) (da, db) -> (da * b + a * db).Sum()) product)))
        close [ 0.0; 0.0 ] (fst (gradient (fun p -> product (Structured.stopGradient pair p))))
