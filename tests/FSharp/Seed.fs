namespace Autograd.FSharp.Tests

open FsCheck.Xunit

// The same cases on every run; AUTOGRAD_SEED=fresh draws new ones, AUTOGRAD_SEED="(seed,gamma)" those of a failure that printed it.
[<assembly: Properties(Replay = "(4223190675841196137,9270069159417773541)", ReplayVariable = "AUTOGRAD_SEED", MaxTest = 20)>]
do ()
