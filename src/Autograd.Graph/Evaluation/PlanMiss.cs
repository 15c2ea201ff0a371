namespace Autograd.Graph;

/// <summary>An evaluation that had to make its plan.</summary>
/// <param name="Reason">why it found none</param>
/// <param name="Detail">what differs from the plan that is known, or how large the plan is</param>
public sealed record PlanMiss(PlanMissReason Reason, string Detail)
{
    /// <summary><c>OtherShapes: constant is float32 [31, 784], planned for float32 [32, 784]</c></summary>
    public override string ToString() => Detail.Length == 0 ? Reason.ToString() : $"{Reason}: {Detail}";
}
