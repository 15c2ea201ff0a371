// dotnet build samples/Tutorials, then: dotnet fsi samples/FSharp/transforms.fsx
#r "../Tutorials/bin/Debug/net10.0/System.Numerics.Tensors.dll"
#r "../Tutorials/bin/Debug/net10.0/Autograd.Graph.dll"

open Autograd.Graph

let show (x: Expr) = printfn "%s" (x.Evaluate().ToString())

let x = Expr.Variable(NDArray.Vector(1.0, 2.0))
show (Transform.Grad(fun x -> (x * x * x).Sum()).Invoke(x))             // 3, 12

// A record says its structure.
type Layer =
    { Weight: Expr; Bias: Expr }
    static member Structure = Structure.Of((fun l -> [| l.Weight; l.Bias |]), (fun p -> { Weight = p[0]; Bias = p[1] }), "weight", "bias")
    interface IStructured<Layer> with static member Layout = Layer.Structure

let loss layer = (layer.Weight.MatMul(x) + layer.Bias).Square().Sum()
let layer = { Weight = Expr.Variable(NDArray.Ones(2, 2)); Bias = Expr.Variable(NDArray.Zeros(2)) }
let struct (value, gradients) = Transform.ValueAndGrad(loss, Layer.Structure).Invoke(layer)
show value                                                              // 18
show gradients.Bias                                                     // 6, 6

// Functions of several arguments take struct tuples.
let pair = Structure.Tuple(Structure.Leaf, Structure.Leaf)
let turn = Transform.Jvp((fun (struct (a: Expr, b: Expr)) -> struct (b, a * b)), pair, pair)
let struct (_, tangent) = turn.Invoke(struct (x, x), struct (x, x))
show tangent                                                            // 2, 8

let cube = Transform.WithVjp("cube", (fun x -> x * x * x), (fun y x g -> 3.0 * g * x * x))
show (Transform.Hessian(fun x -> cube.Invoke(x).Sum()).Invoke(x))       // 6, 0, 0, 12
show (Transform.JacobianForward(Transform.Checkpoint(fun x -> exp (2.0 * x))).Invoke(Expr.Literal(0.0)))   // 2
printfn "%b" (GradientCheck.Of((fun x -> sin x), x).Passed)             // true
