using System.Runtime.CompilerServices;

namespace Autograd.CSharp;

public static partial class torch
{
    public static partial class func
    {
        /// <summary>A function of one tensor as one of many: it runs once, and each operation in it becomes one on all examples.</summary>
        /// <param name="func">what is done with one example; reading a number of it is an error</param>
        /// <param name="in_dims">the dimension of the argument that counts examples</param>
        /// <param name="out_dims">the dimension of the result that is to count them</param>
        /// <param name="randomness">what random numbers in the function are: an <c>error</c>, the <c>same</c> for all examples, or <c>different</c></param>
        /// <param name="chunk_size">how many examples are computed at once; all when omitted</param>
        /// <exception cref="ArgumentException">when called: the numbers of examples differ, or a tensor has no such dimension</exception>
        public static Func<Tensor, Tensor> vmap(Func<Tensor, Tensor> func, long in_dims = 0, long out_dims = 0, string randomness = "error", int? chunk_size = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x => new Mapping(a => [func(a[0])], [in_dims], [out_dims], randomness, chunk_size).Run([x])[0];
        }

        /// <summary>A function of two tensors as one of many: it runs once, and each operation in it becomes one on all examples.</summary>
        /// <param name="func">what is done with one example of each</param>
        /// <param name="in_dims">for each argument the dimension that counts examples, null where it is alike for all of them; one for all arguments; 0 when omitted</param>
        /// <param name="out_dims">the dimension of the result that is to count them</param>
        /// <param name="randomness">what random numbers in the function are: an <c>error</c>, the <c>same</c> for all examples, or <c>different</c></param>
        /// <param name="chunk_size">how many examples are computed at once; all when omitted</param>
        /// <exception cref="ArgumentException">when called: the numbers of examples differ, or a tensor has no such dimension</exception>
        public static Func<Tensor, Tensor, Tensor> vmap(Func<Tensor, Tensor, Tensor> func, long?[]? in_dims = null, long out_dims = 0, string randomness = "error", int? chunk_size = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y) => new Mapping(a => [func(a[0], a[1])], in_dims ?? [0], [out_dims], randomness, chunk_size).Run([x, y])[0];
        }

        /// <summary>A function of three tensors as one of many: it runs once, and each operation in it becomes one on all examples.</summary>
        /// <param name="func">what is done with one example of each</param>
        /// <param name="in_dims">for each argument the dimension that counts examples, null where it is alike for all of them; one for all arguments; 0 when omitted</param>
        /// <param name="out_dims">the dimension of the result that is to count them</param>
        /// <param name="randomness">what random numbers in the function are: an <c>error</c>, the <c>same</c> for all examples, or <c>different</c></param>
        /// <param name="chunk_size">how many examples are computed at once; all when omitted</param>
        /// <exception cref="ArgumentException">when called: the numbers of examples differ, or a tensor has no such dimension</exception>
        public static Func<Tensor, Tensor, Tensor, Tensor> vmap(Func<Tensor, Tensor, Tensor, Tensor> func, long?[]? in_dims = null, long out_dims = 0, string randomness = "error", int? chunk_size = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            return (x, y, z) => new Mapping(a => [func(a[0], a[1], a[2])], in_dims ?? [0], [out_dims], randomness, chunk_size).Run([x, y, z])[0];
        }

        /// <summary>A function of several tensors with several results as one of many examples of each.</summary>
        /// <param name="func">what is done with one example of each</param>
        /// <param name="in_dims">for each argument the dimension that counts examples, null where it is alike for all of them; one for all arguments; 0 when omitted</param>
        /// <param name="out_dims">for each result the dimension that is to count them; one for all results; 0 when omitted</param>
        /// <param name="randomness">what random numbers in the function are: an <c>error</c>, the <c>same</c> for all examples, or <c>different</c></param>
        /// <param name="chunk_size">how many examples are computed at once; all when omitted</param>
        /// <exception cref="ArgumentException">when called: the numbers of examples differ, or a tensor has no such dimension</exception>
        [OverloadResolutionPriority(-1)]
        public static Func<IReadOnlyList<Tensor>, Tensor[]> vmap(
            Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> func, long?[]? in_dims = null, long[]? out_dims = null, string randomness = "error", int? chunk_size = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            return x => new Mapping(a => func(a), in_dims ?? [0], out_dims ?? [0], randomness, chunk_size).Run(Tensors(x));
        }
    }
}
