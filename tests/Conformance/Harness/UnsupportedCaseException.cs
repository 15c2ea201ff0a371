namespace Autograd.Conformance;

/// <summary>A case needs what the library does not have yet.</summary>
internal sealed class UnsupportedCaseException(string what) : Exception(what);
