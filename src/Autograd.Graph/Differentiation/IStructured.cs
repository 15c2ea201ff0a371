namespace Autograd.Graph;

/// <summary>A type that says itself which expressions it holds, such as a record of parameters.</summary>
/// <typeparam name="TSelf">the type</typeparam>
public interface IStructured<TSelf> where TSelf : IStructured<TSelf>
{
    /// <summary>How it comes apart into expressions and is built anew: by <see cref="Structure.Of"/>, or <see cref="Structure.From"/> where it holds other structures.</summary>
    static abstract Structure<TSelf> Layout { get; }
}
