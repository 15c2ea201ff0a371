/// A network is a record of parameters, a training the fold of gradient steps over mini-batches. Nothing is ever written to.
module Autograd.Samples.Functional.Digits

open System
open System.IO
open System.IO.Compression
open Autograd.Graph
open Autograd.FSharp

type Network =
    { W1: Expr; B1: Expr; W2: Expr; B2: Expr }

    /// max(x W₁ + b₁, 0) W₂ + b₂
    member n.Logits(images: Expr) = (images.MatMul n.W1 + n.B1).Relu().MatMul n.W2 + n.B2

    member n.Parameters = [| n.W1; n.B1; n.W2; n.B2 |]

    static member Of(p: Expr[]) = { W1 = p[0]; B1 = p[1]; W2 = p[2]; B2 = p[3] }

    /// Weights normal with deviation √(2 / inputs), biases 0.
    static member Draw(hidden: int, key: RandomKey) =
        let struct (first, second) = key.Split()
        let weight (key: RandomKey) inputs outputs = key.Normal(Shape(inputs, outputs)) * sqrt (2.0 / float inputs)
        Network.Of [| weight first 64 hidden; Expr.Constant(NDArray.Zeros hidden); weight second hidden 10; Expr.Constant(NDArray.Zeros 10) |]

/// The rows of a file of digits: 64 pixels of 0 to 16, and the digit.
let read path =
    use reader = new StreamReader(new GZipStream(File.OpenRead path, CompressionMode.Decompress))
    let rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries) |> Array.map (_.Split(',') >> Array.map int)
    let images = rows |> Array.collect (Array.take 64 >> Array.map (fun pixel -> float32 pixel / 16f))
    NDArray.Create(images, rows.Length, 64), NDArray.Vector(rows |> Array.map (Array.last >> int64))

/// The network after a step down the gradient of the loss of a batch.
let step (images: Expr) (labels: Expr) (network: Network) (rows: Expr) =
    let network = network.Parameters |> Array.map (evaluate >> Expr.Variable) |> Network.Of
    let gradient = Gradient.Of(network.Logits(images.Take rows).CrossEntropy(labels.Take rows))
    network.Parameters |> Array.map (fun p -> p - 0.5 * gradient[p]) |> Network.Of

let run () =
    let images, labels = read (Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz"))
    let all, digits = Expr.Constant images, Expr.Constant labels
    let train, batch = 1500, 50
    let key = RandomKey.Of 7

    let batches (epoch: int) =
        (key.FoldIn(epoch).Permutation train |> evaluate).ToArray<int64>()
        |> Array.chunkBySize batch
        |> Seq.map (fun rows -> Expr.Constant(NDArray.Vector rows))

    let trained = seq { 1 .. 20 } |> Seq.collect batches |> Seq.fold (step all digits) (Network.Draw(32, key.FoldIn 0))
    let heldOut = trained.Logits(all.Section(0, train)).ArgMax(1) .= digits.Section(0, train)
    let right = heldOut.Cast(DType.Float64).Mean() |> evaluate
    printfn "%.1f %% of %d digits that it never saw are told" (100.0 * right.ToScalar<float>()) (labels.Count - train)
