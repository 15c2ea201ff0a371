namespace Autograd.FSharp

open System.Collections.Generic
open Autograd.Graph

/// How F#'s values come apart into expressions: structures for the functions of Structured.
[<RequireQualifiedAccess>]
module Layout =
    /// One expression.
    let leaf: Structure<Expr> = Structure.Leaf

    /// The structure that a record gives itself by IStructured.
    let record<'T when 'T :> IStructured<'T>> : Structure<'T> = Structure.For<'T>()

    /// An array of elements of one structure.
    let array (element: Structure<'T>) : Structure<'T[]> = Structure.Array element

    /// A list of elements of one structure.
    let list (element: Structure<'T>) : Structure<'T list> =
        Structure.From(Structure.Array element, List.toArray, List.ofArray)

    /// A map from keys to values of one structure.
    let map<'Key, 'T when 'Key: comparison and 'Key: not null and 'Key :> System.IComparable<'Key>> (value: Structure<'T>) : Structure<Map<'Key, 'T>> =
        Structure.From(
            Structure.Dictionary<'Key, 'T> value,
            (fun values -> values :> IReadOnlyDictionary<'Key, 'T>),
            (fun values -> Map.ofSeq (Seq.map (fun (KeyValue (key, value)) -> key, value) values))
        )

    /// A pair.
    let pair (first: Structure<'T1>) (second: Structure<'T2>) : Structure<'T1 * 'T2> =
        Structure.From(Structure.Tuple(first, second), (fun (a, b) -> struct (a, b)), (fun (struct (a, b)) -> a, b))

    /// A triple.
    let triple (first: Structure<'T1>) (second: Structure<'T2>) (third: Structure<'T3>) : Structure<'T1 * 'T2 * 'T3> =
        Structure.From(
            Structure.Tuple(first, second, third),
            (fun (a, b, c) -> struct (a, b, c)),
            (fun (struct (a, b, c)) -> a, b, c)
        )
