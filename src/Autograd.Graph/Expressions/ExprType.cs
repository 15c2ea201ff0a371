namespace Autograd.Graph;

/// <summary>What an expression's value looks like: element type and shape.</summary>
public readonly record struct ExprType(DType DType, Shape Shape)
{
    /// <summary><c>float32 [2, 3]</c>.</summary>
    public override string ToString() => $"{DType.Name()} {Shape}";
}
