namespace Autograd.Graph;

/// <summary>One array of a safetensors file: its elements lie from byte <paramref name="Begin"/> to before byte <paramref name="End"/> behind the header.</summary>
internal readonly record struct SafetensorsEntry(string Name, StoredType Type, Shape Shape, long Begin, long End);
