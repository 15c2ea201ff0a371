namespace Autograd.FSharp.Tests

open System.Reflection
open Autograd.Graph
open Autograd.FSharp
open Autograd.FSharp.Patterns
open FsCheck.Xunit
open Xunit

/// Expressions come apart by patterns, and are put together again.
module PatternsTests =
    let private x = Expr.Variable(NDArray.Vector(0.5, 1.5))
    let private y: Expr = Expr.Parameter("y", DType.Float64, Shape 2)

    /// Operations whose patterns have another name, or several.
    let private renamed = Map [ "Extremum", "Max"; "Compare", "Less" ]

    [<Fact>]
    let ``Every operation has a pattern`` () =
        let patterns =
            typeof<Comparison>.Assembly.GetType("Autograd.FSharp.Patterns").GetMethods()
            |> Seq.map (fun method -> method.Name.Trim('|').Split('|')[0])
            |> Set.ofSeq

        let operations = typeof<Op>.GetNestedTypes() |> Seq.filter (fun t -> t.IsSealed && t.IsSubclassOf typeof<Op>) |> Seq.map _.Name
        let missing = operations |> Seq.filter (fun name -> not (patterns.Contains(defaultArg (renamed.TryFind name) name)))
        Assert.True(Seq.isEmpty missing, $"""src/Autograd.FSharp/Patterns.fs has no pattern for {String.concat ", " missing}""")

    [<Fact>]
    let ``Sources tell what they are`` () =
        let told =
            function
            | Variable value -> $"variable {value.Count}"
            | Constant value -> $"constant {value.Count}"
            | Parameter name -> name
            | Is 0.0 -> "nothing"
            | Literal number -> $"number {number}"
            | Iota axis -> $"axis {axis}"
            | _ -> "?"

        let sources = [ x; Expr.Constant(NDArray.Scalar 1f); y; Expr.ZerosLike x; Expr.Literal 2.5; Expr.Iota(Shape 3, 0); x + y ]
        Assert.Equal<string list>([ "variable 2"; "constant 1"; "y"; "nothing"; "number 2.5"; "axis 0"; "?" ], List.map told sources)

    [<Fact>]
    let ``Inputs come first, then attributes`` () =
        let check name matched = Assert.True(matched, name)
        check "add" (match x + y with Add (a, b) -> obj.ReferenceEquals(a, x) && obj.ReferenceEquals(b, y) | _ -> false)
        check "power" (match x ** 3 with IntPow (a, 3) -> obj.ReferenceEquals(a, x) | _ -> false)
        check "sum" (match x.Sum() with Sum (a, axes) -> obj.ReferenceEquals(a, x) && axes.Count = 1 | _ -> false)
        check "reduce" (match x.Max() with Reduce (_, ReduceKind.Max, _) -> true | _ -> false)
        check "compare" (match x .> y with Greater (a, _) -> obj.ReferenceEquals(a, x) | _ -> false)
        check "not less" (match x .> y with Less _ -> false | _ -> true)
        check "extremum" (match Expr.Maximum(x, y) with Min _ -> false | Max _ -> true | _ -> false)
        check "select" (match Expr.Where(x .> y, x, y) with Select (Greater _, a, _) -> obj.ReferenceEquals(a, x) | _ -> false)
        check "cast" (match x.Cast DType.Float32 with Cast (_, DType.Float32) -> true | _ -> false)
        check "dot" (match x.MatMul y with Dot (_, _, op) -> op.LeftContract.Count = 1 | _ -> false)
        check "concat" (match Expr.Concat([| x; y |], 0) with Concat ([ _; _ ], 0) -> true | _ -> false)
        check "broadcast" (match x * y.Sum() with Mul (_, Broadcast (Sum _)) -> true | _ -> false)
        check "scan" (match fold (fun c i -> c * i) (Expr.Literal 1.0) x with Scan _ | Project (Scan _, 0) -> true | _ -> false)
        check "rule" (match Expr.WithRule("mine", x, [| y |], (fun _ _ g -> [| g |])) with WithRule (_, [ Parameter "y" ], "mine") -> true | _ -> false)

    [<Fact>]
    let ``Functions of one element are told apart`` () =
        let name =
            function
            | Neg _ -> "-" | Abs _ -> "abs" | Sign _ -> "sign" | Exp _ -> "exp" | Expm1 _ -> "expm1" | Exp2 _ -> "exp2"
            | Log _ -> "log" | Log1p _ -> "log1p" | Log2 _ -> "log2" | Log10 _ -> "log10" | Sin _ -> "sin" | Cos _ -> "cos"
            | Tan _ -> "tan" | Asin _ -> "asin" | Acos _ -> "acos" | Atan _ -> "atan" | Sinh _ -> "sinh" | Cosh _ -> "cosh"
            | Tanh _ -> "tanh" | Sigmoid _ -> "sigmoid" | Softplus _ -> "softplus" | Sqrt _ -> "sqrt" | Rsqrt _ -> "rsqrt"
            | Erf _ -> "erf" | Erfc _ -> "erfc" | Identity _ -> "identity" | StopGradient _ -> "stop"
            | Round (_, mode) -> string mode
            | _ -> "?"

        let functions: (string * (Expr -> Expr)) list =
            [ "-", (~-); "abs", abs; "sign", Expr.Sign; "exp", exp; "expm1", Expr.Expm1; "exp2", Expr.Exp2
              "log", log; "log1p", Expr.Log1p; "log2", Expr.Log2; "log10", log10; "sin", sin; "cos", cos
              "tan", tan; "asin", asin; "acos", acos; "atan", atan; "sinh", sinh; "cosh", cosh
              "tanh", tanh; "sigmoid", Expr.Sigmoid; "softplus", Expr.Softplus; "sqrt", sqrt; "rsqrt", Expr.Rsqrt
              "erf", Expr.Erf; "erfc", Expr.Erfc; "identity", Expr.Identity; "stop", stopGradient
              "Floor", floor; "Ceiling", ceil; "Truncate", truncate; "NearestEven", round ]

        for expected, f in functions do
            Assert.Equal(expected, name (f x))
            Assert.Same(x, match f x with Node (_, [ input ]) -> input | _ -> null)

    [<Fact>]
    let ``Functions of two elements are told apart`` () =
        let name =
            function
            | Add _ -> "+" | Sub _ -> "-" | Mul _ -> "*" | Div _ -> "/" | Pow _ -> "**" | Atan2 _ -> "atan2" | Rem (_, _, RemainderKind.Floor) -> "%"
            | Max _ -> "max" | Min _ -> "min" | Less _ -> "<" | LessEqual _ -> "<=" | Greater _ -> ">" | GreaterEqual _ -> ">="
            | Equal _ -> "=" | NotEqual _ -> "<>"
            | _ -> "?"

        let functions: (string * (Expr -> Expr -> Expr)) list =
            [ "+", (+); "-", (-); "*", (*); "/", (/); "**", ( ** ); "atan2", atan2; "%", (%)
              "max", (fun a b -> Expr.Maximum(a, b)); "min", (fun a b -> Expr.Minimum(a, b))
              "<", (.<); "<=", (.<=); ">", (.>); ">=", (.>=); "=", (.=); "<>", (.<>) ]

        for expected, f in functions do
            Assert.Equal(expected, name (f x y))
            Assert.True(match f x y with Node (_, [ a; b ]) -> obj.ReferenceEquals(a, x) && obj.ReferenceEquals(b, y) | _ -> false)

    /// A pass in ten lines.
    let private simplify =
        rewrite (function
            | Add (a, Is 0.0)
            | Add (Is 0.0, a)
            | Mul (a, Is 1.0)
            | Mul (Is 1.0, a)
            | Neg (Neg a) -> a
            | Mul (a, b) when obj.ReferenceEquals(a, b) -> a ** 2
            | Exp (Log a) -> a
            | a -> a)

    [<Property>]
    let ``A pass keeps the value`` (seed: int) =
        let x = vector seed
        let f (x: Expr) = exp (Expr.Log(x * x + 1.0)) * 1.0 + 0.0 + -(-x)
        let simple = simplify (f x)
        close (List.ofArray ((evaluate (f x)).ToArray<float>())) simple
        Assert.True(match simple with Add (Add (IntPow (_, 2), _), _) -> true | _ -> false)

    [<Fact>]
    let ``A pass is linear in a deep graph of shared nodes`` () =
        let deep = Seq.fold (fun (a: Expr) _ -> (a + a) * 1.0) x (seq { 1 .. 20_000 })
        let mutable asked = 0
        let counted = rewrite (fun node -> asked <- asked + 1; (match node with Mul (a, Is 1.0) -> a | a -> a)) deep
        Assert.Equal(1 + 20_000 * 2 + 1, asked)
        Assert.True(match counted with Add (Add _, Add _) -> true | _ -> false)

    [<Fact>]
    let ``A node that nothing happens to stays itself`` () =
        let f = sin x * x
        Assert.Same(f, rewrite id f)
        let (Node (op, inputs)) = f
        Assert.Equal<Op>(f.Op, op)
        Assert.Equal(2, inputs.Length)

    [<Fact>]
    let ``A replacement has the type of its node`` () =
        let shape = Assert.Throws<ShapeException>(fun () -> rewrite (function Variable _ -> Expr.Literal 1.0 | a -> a) (sin x) |> ignore)
        Assert.Contains("the types differ", shape.Message)
        Assert.Throws<DTypeException>(fun () -> rewrite (function Variable _ -> x.Cast DType.Float32 | a -> a) (sin x) |> ignore) |> ignore
