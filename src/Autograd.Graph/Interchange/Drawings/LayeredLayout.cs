namespace Autograd.Graph;

/// <summary>
/// Places boxes in layers, inputs above what uses them, after Sugiyama, Tagawa and Toda 1981: layers by the longest path, long arrows through
/// a place in each layer between, orders within layers by sweeps of barycentres, then positions that are as near to those of the neighbours
/// as the widths allow. Between any two layers of boxes lies one of labels.
/// </summary>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12, Alignments = 16;
    private const double Gap = 18, LabelGap = 8;

    private readonly List<Place> _places = [];
    private readonly List<List<int>> _layers = [];
    private readonly List<int>[] _routes;

    /// <summary>A box, or where an arrow passes a layer.</summary>
    private sealed class Place(double width, double height, int layer, bool isBox)
    {
        public readonly double Width = width, Height = height;
        public readonly int Layer = layer;
        public readonly bool IsBox = isBox;
        public readonly List<int> Above = [], Below = [];
        public double X, Y;
        public int Order;
    }

    /// <param name="boxes">width and height of each</param>
    /// <param name="arrows">from box to box, without a cycle, and the size of each label</param>
    public LayeredLayout(ReadOnlySpan<(double Width, double Height)> boxes, ReadOnlySpan<(int From, int To, double Width, double Height)> arrows)
    {
        int[] layers = Layers(boxes.Length, arrows);
        for (int i = 0; i < boxes.Length; i++) Add(new(boxes[i].Width, boxes[i].Height, 2 * layers[i], isBox: true));
        _routes = new List<int>[arrows.Length];
        for (int i = 0; i < arrows.Length; i++) _routes[i] = Route(arrows[i]);
        for (int sweep = 0; sweep < Sweeps; sweep++) Sort(down: sweep % 2 == 0);
        for (int pass = 0; pass < Alignments; pass++) Align(down: pass % 2 == 0);
        Stack();
    }

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>The middle of a box.</summary>
    public (double X, double Y) Box(int index) => (_places[index].X, _places[index].Y);

    /// <summary>The middle of an arrow's label.</summary>
    public (double X, double Y) Label(int arrow) => (_places[_routes[arrow][1]].X, _places[_routes[arrow][1]].Y);

    /// <summary>The points that an arrow passes, from the lower edge of the one box to the upper edge of the other.</summary>
    public List<(double X, double Y)> Points(int arrow)
    {
        List<int> route = _routes[arrow];
        var points = new List<(double X, double Y)> { Port(route[0], route[1], below: true) };
        for (int i = 1; i < route.Count - 1; i++) points.Add((_places[route[i]].X, _places[route[i]].Y));
        points.Add(Port(route[^1], route[^2], below: false));
        return points;
    }

    /// <summary>Where an arrow touches a box: the arrows of one side stand side by side in the order of where they come from.</summary>
    private (double X, double Y) Port(int box, int neighbour, bool below)
    {
        Place place = _places[box];
        List<int> side = below ? place.Below : place.Above;
        int before = side.Count(other => _places[other].Order < _places[neighbour].Order);
        double room = Math.Min(14, (place.Width - 16) / Math.Max(1, side.Count - 1));
        return (place.X + (before - (side.Count - 1) / 2.0) * room, place.Y + (below ? place.Height : -place.Height) / 2);
    }

    private static int[] Layers(int boxes, ReadOnlySpan<(int From, int To, double Width, double Height)> arrows)
    {
        var below = new List<int>[boxes];
        var waiting = new int[boxes];
        var sources = new bool[boxes];
        Array.Fill(sources, true);
        for (int i = 0; i < boxes; i++) below[i] = [];
        foreach ((int from, int to, _, _) in arrows)
        {
            below[from].Add(to);
            waiting[to]++;
            sources[to] = false;
        }

        var layers = new int[boxes];
        var ready = new Queue<int>(Enumerable.Range(0, boxes).Where(i => sources[i]));
        while (ready.TryDequeue(out int box))
        {
            foreach (int next in below[box])
            {
                layers[next] = Math.Max(layers[next], layers[box] + 1);
                if (--waiting[next] == 0) ready.Enqueue(next);
            }
        }

        // A source stands right above the first that uses it.
        for (int i = 0; i < boxes; i++)
            if (sources[i] && below[i].Count > 0) layers[i] = below[i].Min(next => layers[next]) - 1;
        return layers;
    }

    private int Add(Place place)
    {
        while (_layers.Count <= place.Layer) _layers.Add([]);
        place.Order = _layers[place.Layer].Count;
        _layers[place.Layer].Add(_places.Count);
        _places.Add(place);
        return _places.Count - 1;
    }

    private List<int> Route((int From, int To, double Width, double Height) arrow)
    {
        var route = new List<int> { arrow.From };
        for (int layer = _places[arrow.From].Layer + 1; layer < _places[arrow.To].Layer; layer++)
            route.Add(Add(route.Count == 1 ? new(arrow.Width, arrow.Height, layer, isBox: false) : new(2, 0, layer, isBox: false)));
        route.Add(arrow.To);
        for (int i = 1; i < route.Count; i++)
        {
            _places[route[i - 1]].Below.Add(route[i]);
            _places[route[i]].Above.Add(route[i - 1]);
        }

        return route;
    }

    private void Sort(bool down)
    {
        for (int step = 1; step < _layers.Count; step++)
        {
            List<int> layer = _layers[down ? step : _layers.Count - 1 - step];
            var keys = new Dictionary<int, double>(layer.Count);
            foreach (int index in layer)
            {
                List<int> neighbours = down ? _places[index].Above : _places[index].Below;
                keys[index] = neighbours.Count == 0 ? _places[index].Order : neighbours.Average(other => (double)_places[other].Order * Math.Max(1, layer.Count) / Math.Max(1, _layers[_places[other].Layer].Count));
            }

            int[] sorted = [.. layer.OrderBy(index => keys[index]).ThenBy(index => _places[index].Order)];
            layer.Clear();
            layer.AddRange(sorted);
            for (int i = 0; i < layer.Count; i++) _places[layer[i]].Order = i;
        }
    }

    private void Align(bool down)
    {
        for (int step = 0; step < _layers.Count; step++)
        {
            List<int> layer = _layers[down ? step : _layers.Count - 1 - step];
            var desired = new double[layer.Count];
            var weights = new double[layer.Count];
            for (int i = 0; i < desired.Length; i++)
            {
                Place place = _places[layer[i]];
                double sum = 0, weight = 0;
                foreach (int other in down ? place.Above : place.Below)
                {
                    // Arrows that pass are straight before boxes are near.
                    double w = place.IsBox || _places[other].IsBox ? 1 : 6;
                    sum += w * _places[other].X;
                    weight += w;
                }

                desired[i] = weight > 0 ? sum / weight : place.X;
                weights[i] = weight > 0 ? weight : 0.1;
            }

            Separate(layer, desired, weights);
        }
    }

    /// <summary>The positions nearest to the desired ones (least weighted squares) that keep order and distances: pool adjacent violators.</summary>
    private void Separate(List<int> layer, double[] desired, double[] weights)
    {
        var offsets = new double[layer.Count];
        for (int i = 1; i < offsets.Length; i++)
        {
            Place left = _places[layer[i - 1]], right = _places[layer[i]];
            offsets[i] = offsets[i - 1] + (left.Width + right.Width) / 2 + (left.IsBox && right.IsBox ? Gap : LabelGap);
        }

        var pools = new Stack<(double Mean, double Weight, int Count)>();
        for (int i = 0; i < offsets.Length; i++)
        {
            (double mean, double weight, int count) = (desired[i] - offsets[i], weights[i], 1);
            while (pools.TryPeek(out (double Mean, double Weight, int Count) before) && before.Mean > mean)
            {
                pools.Pop();
                mean = (before.Mean * before.Weight + mean * weight) / (before.Weight + weight);
                (weight, count) = (before.Weight + weight, before.Count + count);
            }

            pools.Push((mean, weight, count));
        }

        int at = layer.Count;
        foreach ((double mean, _, int count) in pools)
            for (int i = 0; i < count; i++) _places[layer[--at]].X = mean + offsets[at];
    }

    private void Stack()
    {
        double left = double.PositiveInfinity, right = 0, y = 0;
        foreach (Place place in _places) left = Math.Min(left, place.X - place.Width / 2);
        foreach (List<int> layer in _layers)
        {
            double height = layer.Count == 0 ? 0 : layer.Max(index => _places[index].Height);
            foreach (int index in layer) _places[index].Y = y + height / 2;
            y += height + 11;
        }

        foreach (Place place in _places)
        {
            place.X -= left;
            right = Math.Max(right, place.X + place.Width / 2);
        }

        (Width, Height) = (right, Math.Max(0, y - 11));
    }
}
