namespace Autograd.Graph;

/// <summary>A rule that knows every node that it captured, the target of a <see cref="DerivativeRule"/>: one that builds copies of them must say what it is after a substitution.</summary>
internal interface ISubstitutableRule
{
    /// <summary>The rule of the images of what this one is a rule of.</summary>
    DerivativeRule After(Images images);
}
