namespace Autograd.CSharp;

/// <summary>For what a function is traced: whether its values keep the expressions that they come from.</summary>
internal enum TraceKind
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Dual tensors are about.</summary>
    Dual,

    /// <summary>It is a function of <c>autograd.functional</c>, and may use the tape.</summary>
    Functional,

    /// <summary>It is a function of <c>torch.func</c>.</summary>
    Transform,
}
