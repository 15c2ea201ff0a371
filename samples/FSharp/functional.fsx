// dotnet build samples/Functional, then: dotnet fsi samples/FSharp/functional.fsx
#r "../Functional/bin/Debug/net10.0/System.Numerics.Tensors.dll"
#r "../Functional/bin/Debug/net10.0/Autograd.Graph.dll"
#r "../Functional/bin/Debug/net10.0/Autograd.FSharp.dll"

open Autograd.Graph
open Autograd.FSharp

let x = Expr.Variable(NDArray.Vector(1.0, 2.0))
let loss (x: Expr) = (sin x * x).Sum()

let slope = x |> grad loss |> evaluate                        // sin x + x cos x
let value, back = pullback sin x                              // sin x, and g ↦ g cos x
let curvature = hessian loss x
let column = hvp loss x (Expr.Constant(NDArray.Vector(1.0, 0.0)))
let third = grad (grad (grad sin)) (Expr.Literal 0.0)         // -1
let squares = vmap (fun row -> (row * row).Sum()) (Expr.Constant(NDArray.Ones(3, 2)))   // of each row

let positive = Expr.Where(x .> 1, x, -x)

// Loops are one node each, and are differentiated.
let power = repeat 10 (fun y _ -> y * x) (Expr.OnesLike x)    // x¹⁰
let last, sums = scan (fun sum item -> sum + item, sum) (Expr.Literal 0.0) x
let root = repeatWhileAtMost 50 (fun y -> abs (y * y - 2.0) .> 1e-12) (fun y -> (y + 2.0 / y) / 2.0) (Expr.Literal 1.0)

// A record says its structure once.
type Layer =
    { Weight: Expr; Bias: Expr }
    static member Structure = Structure.Of((fun l -> [| l.Weight; l.Bias |]), (fun p -> { Weight = p[0]; Bias = p[1] }), "weight", "bias")
    interface IStructured<Layer> with static member Layout = Layer.Structure

let apply (x: Expr) layer = tanh (layer.Weight.MatMul x + layer.Bias)
let network = Layout.list Layout.record<Layer>
let error layers = (List.fold apply x layers).Square().Sum()

let layer = { Weight = Expr.Variable(NDArray.Ones(Shape(2, 2), DType.Float64)); Bias = Expr.Variable(NDArray.Vector(0.0, 0.5)) }
let layers = [ layer; layer ]
let gradients = Structured.grad network error layers          // a list of records
let next = network.Zip(layers, gradients, fun p g -> p - 0.1 * g)

open Autograd.FSharp.Patterns

let simplify =
    rewrite (function
        | Add (a, Is 0.0)
        | Add (Is 0.0, a)
        | Mul (a, Is 1.0)
        | Mul (Is 1.0, a)
        | Neg (Neg a) -> a
        | Mul (Neg a, Neg b) -> a * b
        | a -> a)

let rec depth =
    function
    | Variable _
    | Constant _
    | Literal _ -> 0
    | Node (_, inputs) -> 1 + List.max (List.map depth inputs)

printfn "%O %O %O" slope (evaluate third) (evaluate root)
printfn "%O %O %O" (evaluate power) (evaluate last) (evaluate squares)
printfn "%d %d" (depth (-(-x) * 1.0 + 0.0)) (depth (simplify (-(-x) * 1.0 + 0.0)))
printfn "%b" ((evaluate (error next)).ToScalar<float>() < (evaluate (error layers)).ToScalar<float>())
