namespace Autograd.Graph;

/// <summary>
/// A write-once cell: it holds a pending expression until that is evaluated, then its array only. As a node
/// (<see cref="Expr.Cell"/>) it gives a value without its history, and frees the history once the value is known.
/// </summary>
public sealed class SourceCell
{
    // An Expr or an NDArray; the one change, from the first to the second, is published by a single reference write.
    private volatile object _content;

    /// <summary>A cell of a pending expression.</summary>
    public SourceCell(Expr pending)
    {
        ArgumentNullException.ThrowIfNull(pending);
        Type = pending.Type;
        _content = (object?)pending.Value ?? pending;
    }

    /// <summary>Element type and shape of the value.</summary>
    public ExprType Type { get; }

    /// <summary>The expression, while it is pending.</summary>
    internal Expr? Pending => _content as Expr;

    /// <summary>The array, once it is known; reading it lets go of the expression.</summary>
    public NDArray? Value
    {
        get
        {
            // Read once: between two readings another thread may change the content.
            object content = _content;
            if (content is NDArray array) return array;
            if (((Expr)content).Value is not { } value) return null;
            _content = value;
            return value;
        }
    }

    /// <summary>Lets go of the expression if its value is known by now.</summary>
    public void Settle() => _ = Value;

    /// <summary>Keeps the array and lets go of the expression; a second call changes nothing.</summary>
    internal void Resolve(NDArray value)
    {
        if (_content is Expr) _content = value;
    }
}
