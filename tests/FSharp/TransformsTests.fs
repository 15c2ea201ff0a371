namespace Autograd.FSharp.Tests

open Autograd.Graph
open Autograd.FSharp
open FsCheck.Xunit
open Xunit

/// The curried functions are the core's, and obey their laws.
module TransformsTests =
    let private f (x: Expr) = sin x * x.Sum() + exp (x * 0.5)
    let private loss (x: Expr) = (f x * f x).Mean()

    [<Property>]
    let ``Gradients are those of the core`` (seed: int) =
        let x = vector seed
        let value, gradient = valueAndGrad loss x
        same (Transform.Grad(loss).Invoke x) (grad loss x)
        same (loss x) value
        same (grad loss x) gradient

    [<Property>]
    let ``Products of both modes are one number`` (seed: int) =
        let x = vector seed
        let v, g = like (seed + 1) x, like (seed + 2) x
        let forward, reverse = evaluate ((g * jvp f x v).Sum()), evaluate ((v * vjp f x g).Sum())
        Assert.Equal(forward.ToScalar<float>(), reverse.ToScalar<float>(), 1e-9)

    [<Property>]
    let ``Maps that are used often are the products`` (seed: int) =
        let x = vector seed
        let v = like (seed + 1) x
        let value, forward = linearize f x
        let value', back = pullback f x
        same (f x) value
        same (f x) value'
        same (jvp f x v) (forward v)
        same (vjp f x v) (back v)
        same (snd (valueAndJvp f x v)) (forward v)
        same (snd (valueAndVjp f x v)) (back v)
        close (List.ofArray ((evaluate (back v)).ToArray<float>())) (transposeLinear forward x v)

    [<Property>]
    let ``Jacobians and Hessians have products for columns`` (seed: int) =
        let x = vector seed
        let v = like (seed + 1) x
        let product = List.ofArray ((evaluate (jvp f x v)).ToArray<float>())
        close product ((jacobianForward f x).MatMul v)
        close product ((jacobianReverse f x).MatMul v)
        let curved = List.ofArray ((evaluate (hvp loss x v)).ToArray<float>())
        close curved ((hessian loss x).MatMul v)
        same (hvp loss x v) (snd (gradAndHvp loss x v))
        same (grad loss x) (fst (gradAndHvp loss x v))

    [<Property>]
    let ``Functions of one example map over many`` (seed: int) =
        let x = vector seed
        let many = Joining.Stack [| x; x * 2; x * 3 |]
        let rows (g: Expr -> Expr) = Joining.Stack [| g x; g (x * 2); g (x * 3) |]
        let all (y: Expr) = List.ofArray ((evaluate y).ToArray<float>())
        close (all (rows (grad loss))) (vmap (grad loss) many)
        close (all (rows (grad loss))) (vmapAlong 1 0 (grad loss) (many.MatrixTranspose()))

    [<Property>]
    let ``Checkpoints and rules change no derivative`` (seed: int) =
        let x = vector seed
        same (grad loss x) (grad (checkpoint loss) x)
        same (grad loss x) (grad (checkpointBy CheckpointPolicy.KeepContractions loss) x)
        let cube = withJvp "cube" (fun _ x v -> 3.0 * x * x * v) (fun x -> x * x * x)
        let cube' = withVjp "cube" (fun _ x g -> 3.0 * x * x * g) (fun x -> x * x * x)
        let expected = List.ofArray ((evaluate (3.0 * x * x)).ToArray<float>())
        close expected (grad (fun x -> (cube x).Sum()) x)
        close expected (grad (fun x -> (cube' x).Sum()) x)
        close (List.replicate x.Shape[0] 0.0) (grad (fun x -> (stopGradient x).Sum()) x)

    [<Fact>]
    let ``Gradients nest`` () =
        let x = Expr.Variable(NDArray.Scalar 0.7)
        close [ -cos 0.7 ] (grad (grad (grad sin)) x)
        close [ 1.0 ] (grad (fun a -> a * grad (fun b -> a + b) a) x)

    [<Fact>]
    let ``A choice computes one function`` () =
        let x = Expr.Variable(NDArray.Vector(3.0, 4.0))
        let onBall (x: Expr) = cond ((x * x).Sum() .> 1.0) (fun v -> v / sqrt ((v * v).Sum())) id x
        close [ 0.6; 0.8 ] (onBall x)
        close [ 0.032; -0.024 ] (grad (fun x -> (onBall x).Sum()) x)

    [<Fact>]
    let ``Loops hand on and put out`` () =
        let items = Expr.Variable(NDArray.Vector(2.0, 3.0, 4.0))
        let last, products = scan (fun carry item -> carry * item, carry) (Expr.Literal 1.0) items
        close [ 24.0 ] last
        close [ 1.0; 2.0; 6.0 ] products
        close [ 12.0; 8.0; 6.0 ] (grad (fold (fun carry item -> carry * item) (Expr.Literal 1.0)) items)
        close [ 1024.0 ] (repeat 10 (fun x _ -> x * 2) (Expr.Literal 1.0))
        close [ 45.0 ] (repeat 10 (fun x trip -> x + trip.Cast DType.Float64) (Expr.Literal 0.0))
        close [ 128.0 ] (repeatWhile (fun x -> x .< 100) (fun x -> x * 2) (Expr.Literal 1.0))
        close [ 16.0 ] (repeatWhileAtMost 4 (fun x -> x .< 100) (fun x -> x * 2) (Expr.Literal 1.0))
