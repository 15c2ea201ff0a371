namespace Autograd.Samples.Digits;

/// <summary>The two ways to write a training.</summary>
internal enum Style
{
    /// <summary>Pure gradient calls on the core: <see cref="FunctionalTraining"/>.</summary>
    Functional,

    /// <summary>PyTorch's way on the facade: <see cref="ImperativeTraining"/>.</summary>
    Imperative,
}
