namespace Autograd.Graph;

/// <summary>How an entry is computed.</summary>
internal enum Role : byte
{
    /// <summary>Never: nothing that is asked for needs it.</summary>
    Dead,

    /// <summary>It is an argument.</summary>
    Source,

    /// <summary>By reading another entry's buffer in another order.</summary>
    View,

    /// <summary>In a loop, a value for each element.</summary>
    Element,

    /// <summary>In a loop, a value for each row, from values of rows.</summary>
    Row,

    /// <summary>In a loop, a value for each row: its elements folded.</summary>
    Fold,

    /// <summary>In a loop, a value for each row: the element that an index names.</summary>
    Pick,

    /// <summary>In a loop, a value for each element: that of another member, with one for each row put in at an index.</summary>
    Put,

    /// <summary>At the end of a loop, from all its elements or rows.</summary>
    Sink,

    /// <summary>By a kernel of its own.</summary>
    Kernel,

    /// <summary>It is one output of a kernel.</summary>
    Output,
}

/// <summary>What the roles of loops have in common.</summary>
internal static class Roles
{
    /// <summary>Whether an entry of the role has a value for each element of its loop.</summary>
    public static bool IsOfElements(this Role role) => role is Role.Element or Role.Put;

    /// <summary>Whether an entry of the role has a value for each row of its loop.</summary>
    public static bool IsOfRows(this Role role) => role is Role.Row or Role.Fold or Role.Pick;

    /// <summary>Whether an entry of the role is computed in a loop.</summary>
    public static bool IsInLoop(this Role role) => role is >= Role.Element and <= Role.Sink;
}
