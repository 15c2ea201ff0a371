namespace Autograd.CSharp;

/// <summary>How derivatives are held against differences.</summary>
/// <param name="Eps">the step of the differences</param>
/// <param name="Atol">how far apart they may be</param>
/// <param name="Rtol">and how far relative to the difference</param>
/// <param name="NondetTol">how far two backward passes may be apart</param>
/// <param name="Undefined">whether outputs without a gradient are tried</param>
/// <param name="DTypes">whether gradients must have the element types of the inputs</param>
/// <param name="Forward">whether forward mode is checked</param>
/// <param name="Backward">whether reverse mode is checked</param>
internal sealed record GradcheckOptions(double Eps, double Atol, double Rtol, double NondetTol, bool Undefined, bool DTypes, bool Forward, bool Backward);
