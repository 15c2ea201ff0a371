namespace Autograd.Graph;

/// <summary>What a drawn node stands for.</summary>
internal enum DrawnKind : byte
{
    Parameter,
    Variable,
    Constant,
    Number,
    Operation,
    Block,
    Output,
}
