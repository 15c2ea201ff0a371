namespace Autograd.Properties.House;

/// <summary>A type that somebody wrote.</summary>
/// <param name="Name">with its namespace and the types around it, as metadata spells it</param>
/// <param name="IsPublic">whether others see it</param>
/// <param name="IsNested">whether it is declared in another type</param>
/// <param name="Files">its source files, relative to the house's root; none where they lie elsewhere</param>
internal sealed record HouseType(string Name, bool IsPublic, bool IsNested, IReadOnlySet<string> Files);
