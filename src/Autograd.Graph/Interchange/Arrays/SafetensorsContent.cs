namespace Autograd.Graph;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Arrays">the arrays by their names, in the order in which their elements lie in the file</param>
/// <param name="Metadata">texts by their names</param>
public sealed record SafetensorsContent(IReadOnlyDictionary<string, NDArray> Arrays, IReadOnlyDictionary<string, string> Metadata);
