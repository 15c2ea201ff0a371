// dotnet build samples/Tutorials, then: dotnet fsi samples/FSharp/line.fsx
#r "../Tutorials/bin/Debug/net10.0/System.Numerics.Tensors.dll"
#r "../Tutorials/bin/Debug/net10.0/Autograd.Graph.dll"

open Autograd.Graph

let x, y = Expr.Constant(NDArray.Vector [| 0f; 1f; 2f; 3f |]), Expr.Constant(NDArray.Vector [| 1f; 3f; 5f; 7f |])

let loss (w: Expr) (b: Expr) = ((w * x + b - y) ** 2).Mean()

let step (w: NDArray, b: NDArray) =
    let w, b = Expr.Variable w, Expr.Variable b
    let g = Gradient.Of(loss w b)
    (w - 0.1 * g[w]).Evaluate(), (b - 0.1 * g[b]).Evaluate()

let line = Seq.fold (fun line _ -> step line) (NDArray.Scalar 0f, NDArray.Scalar 0f) (seq { 1 .. 200 })

printfn "%.2f %.2f" ((fst line).ToScalar<float32>()) ((snd line).ToScalar<float32>())
