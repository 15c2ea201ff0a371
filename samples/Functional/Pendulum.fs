/// A pendulum, swung by a scan. Its length is found from the angles that were seen, through the derivative of the whole swing.
module Autograd.Samples.Functional.Pendulum

open Autograd.Graph
open Autograd.FSharp

let private dt = 0.01

/// The angles of a swing: angle and speed are handed on from step to step.
let swing steps (length: Expr) =
    let state = Layout.pair Layout.leaf Layout.leaf

    let step (angle: Expr, speed: Expr) _ =
        let speed = speed - dt * 9.81 / length * sin angle
        let angle = angle + dt * speed
        (angle, speed), angle

    Structured.scan state Layout.leaf Layout.leaf step (Expr.Literal 0.5, Expr.Literal 0.0) (Expr.Iota(Shape [| steps |], 0)) |> snd

/// A step of Gauss and Newton towards what was seen: the derivative of all angles by the length in one pass forward.
let closer (seen: Expr) length =
    let angles, slope = valueAndJvp (swing seen.Shape[0]) length (Expr.Literal 1.0)
    length + (slope * (seen - angles)).Sum() / slope.Square().Sum() |> evaluate |> Expr.Constant

let run () =
    let seen = swing 200 (Expr.Literal 1.3) |> evaluate |> Expr.Constant

    Expr.Literal 1.0
    |> Seq.unfold (fun length -> Some(length, closer seen length))
    |> Seq.take 6
    |> Seq.iteri (fun i length -> printfn "step %d: length %.6f" i ((evaluate length).ToScalar<float>()))

    let last = grad (fun length -> (swing 200 length).At -1) (Expr.Literal 1.3)
    printfn "the last angle changes by %.6f for each metre" ((evaluate last).ToScalar<float>())
