/// Runs the samples named by the arguments, or all.
module Autograd.Samples.Functional.Program

let samples =
    [ "symbolic", Symbolic.run
      "digits", Digits.run
      "newton", Newton.run
      "schools", EightSchools.run
      "pendulum", Pendulum.run ]

[<EntryPoint>]
let main arguments =
    for name, run in samples do
        if arguments.Length = 0 || Array.contains name arguments then
            printfn "--- %s" name
            run ()

    0
