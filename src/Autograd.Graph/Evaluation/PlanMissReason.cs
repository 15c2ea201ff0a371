namespace Autograd.Graph;

/// <summary>Why an evaluation found no plan and had to make one.</summary>
public enum PlanMissReason : byte
{
    /// <summary>No plan of such a structure is known: other operations, or wired in another way.</summary>
    NewStructure,

    /// <summary>A plan of the same operations is known for other shapes.</summary>
    OtherShapes,

    /// <summary>A plan of the same operations is known for other element types.</summary>
    OtherTypes,

    /// <summary>A plan of the same operations is known for other attributes, such as axes, regions or exponents.</summary>
    OtherAttributes,

    /// <summary>A plan of the same operations is known for numbers of other classes (0, -0, 1, -1, any other, not finite): a plan may leave out a multiplication by 1.</summary>
    OtherNumbers,

    /// <summary>There was a plan, which made room for others or was let go by <see cref="Evaluation.Trim"/>.</summary>
    Evicted,

    /// <summary>There was a plan, which was too heavy to be kept.</summary>
    TooHeavy,

    /// <summary>Another structure has the same hash.</summary>
    HashCollision,
}
