using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Graph;

/// <summary>Where gather and scatter find the parts of x that indices name; made once for given shapes. See <see cref="Op.Gather"/>.</summary>
internal sealed class GatherGeometry
{
    private readonly string _operation;
    private readonly Shape _shape;
    private readonly IndexMode _mode;
    private readonly int[] _axes, _axisStrides;
    private readonly int _placesEachBatch, _batchStride;

    // Of an array without batches that is indexed along one axis: its size, else 0.
    private readonly int _onlySize;

    /// <param name="operation">the op's name, for errors</param>
    /// <param name="x">the shape of x</param>
    /// <param name="indices">the shape of the indices: [batch, places, coordinates]</param>
    /// <param name="axes">the axes of x that are indexed</param>
    /// <param name="batchRank">how many leading axes both share</param>
    /// <param name="mode">what an index outside means</param>
    public GatherGeometry(string operation, Shape x, Shape indices, IntList axes, int batchRank, IndexMode mode)
    {
        (_operation, _shape, _mode) = (operation, x, mode);
        int[] strides = x.Strides();
        _axes = axes.Span.ToArray();
        _axisStrides = Array.ConvertAll(_axes, axis => strides[axis]);
        int batches = new Shape(x.Sizes[..batchRank]).Count;
        _batchStride = new Shape(x.Sizes[batchRank..]).Count;
        Places = new Shape(indices.Sizes[..^1]).Count;
        _placesEachBatch = batches == 0 ? 0 : Places / batches;
        _onlySize = _axes.Length == 1 && batches == 1 ? x[_axes[0]] : 0;
        List<int> sizes = [], steps = [];
        for (int axis = batchRank; axis < x.Rank; axis++)
        {
            if (axes.Contains(axis)) continue;
            sizes.Add(x[axis]);
            steps.Add(strides[axis]);
        }

        (PartSizes, PartStrides) = ([.. sizes], [.. steps]);
        PartCount = new Shape(PartSizes).Count;
        PartIsContiguous = PartStrides.AsSpan().SequenceEqual(new Shape(PartSizes).Strides());
    }

    /// <summary>How many parts are named.</summary>
    public int Places { get; }

    /// <summary>Elements of a part.</summary>
    public int PartCount { get; }

    /// <summary>Sizes of a part's axes.</summary>
    public int[] PartSizes { get; }

    /// <summary>Their strides in x.</summary>
    public int[] PartStrides { get; }

    /// <summary>Whether a part is one run of x.</summary>
    public bool PartIsContiguous { get; }

    /// <summary>The first element of the part that a place names; -1 where it is outside and the mode is Fill.</summary>
    /// <exception cref="ArgumentOutOfRangeException">an index is outside and the mode is Assert, or there is nothing to clip to</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Start<TIndex>(int place, ReadOnlySpan<TIndex> indices) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        if (_onlySize > 0 && long.CreateTruncating(indices[place]) is var index && (ulong)index < (ulong)_onlySize) return (int)index * _axisStrides[0];
        return StartOfAny(place, indices);
    }

    private int StartOfAny<TIndex>(int place, ReadOnlySpan<TIndex> indices) where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int start = _placesEachBatch == Places ? 0 : place / _placesEachBatch * _batchStride;
        bool inside = true;
        for (int c = 0; c < _axes.Length; c++)
        {
            long index = long.CreateTruncating(indices[place * _axes.Length + c]);
            int size = _shape[_axes[c]];
            if ((ulong)index >= (ulong)size)
            {
                if (_mode == IndexMode.Clip && size > 0) index = Math.Clamp(index, 0, size - 1);
                else if (_mode == IndexMode.Fill) (index, inside) = (0, false);
                else throw new ArgumentOutOfRangeException(null, $"{_operation}: index {index} is not in [0, {size}) of axis {_axes[c]} of shape {_shape}");
            }

            start += (int)index * _axisStrides[c];
        }

        return inside ? start : -1;
    }
}
