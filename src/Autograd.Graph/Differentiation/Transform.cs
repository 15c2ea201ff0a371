namespace Autograd.Graph;

/// <summary>Functions from functions to functions.</summary>
public static partial class Transform;
