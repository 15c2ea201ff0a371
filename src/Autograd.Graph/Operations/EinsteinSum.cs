namespace Autograd.Graph;

/// <summary>An equation of <see cref="LinearAlgebra.Einsum"/> with its operands: each a term whose axes carry labels, no label twice in a term.</summary>
internal sealed class EinsteinSum
{
    /// <summary>Axes under the dots have labels from here on, numbered from the last axis: letters lie above.</summary>
    private const int Dots = 0;

    private readonly record struct Term(Expr Value, List<char> Labels);

    private readonly List<Term> _terms;
    private readonly List<char> _result;

    private EinsteinSum(List<Term> terms, List<char> result) => (_terms, _result) = (terms, result);

    public static EinsteinSum Parse(string equation, Expr[] operands)
    {
        string compact = equation.Replace(" ", "");
        int arrow = compact.IndexOf("->", StringComparison.Ordinal);
        string[] inputs = (arrow < 0 ? compact : compact[..arrow]).Split(',');
        if (inputs.Length != operands.Length)
            throw new ArgumentException($"einsum: \"{equation}\" names {inputs.Length} operands, {operands.Length} were given", nameof(operands));

        var labels = new List<char>[inputs.Length];
        var sizes = new Dictionary<char, int>();
        var occurrences = new SortedDictionary<char, int>();
        int dots = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            labels[i] = LabelsOf(inputs[i], operands[i].Rank, equation, $"operand {i} of shape {operands[i].Shape}");
            for (int axis = 0; axis < labels[i].Count; axis++)
            {
                char label = labels[i][axis];
                int size = operands[i].Shape[axis], known = sizes.GetValueOrDefault(label, 1);
                if (size != 1 && known != 1 && size != known)
                    throw new ShapeException($"einsum: \"{equation}\": '{Describe(label)}' is {known} and, in operand {i} of shape {operands[i].Shape}, {size} (sizes must be equal or 1)");
                sizes[label] = known == 1 ? size : known;
                if (char.IsLetter(label)) occurrences[label] = occurrences.GetValueOrDefault(label) + 1;
                else dots = Math.Max(dots, label - Dots + 1);
            }
        }

        var result = new List<char>();
        for (int i = dots - 1; i >= 0; i--) result.Add((char)(Dots + i));
        if (arrow < 0)
        {
            foreach ((char label, int count) in occurrences)
                if (count == 1) result.Add(label);
        }
        else
        {
            result = ResultLabels(compact[(arrow + 2)..], result, sizes, equation);
        }

        var terms = new List<Term>();
        for (int i = 0; i < operands.Length; i++) terms.Add(Simplified(operands[i], labels[i], sizes));
        return new(terms, result);
    }

    private static string Describe(char label) => char.IsLetter(label) ? label.ToString() : "...";

    private static List<char> LabelsOf(string term, int rank, string equation, string operand)
    {
        int at = term.IndexOf("...", StringComparison.Ordinal);
        string letters = at < 0 ? term : term.Remove(at, 3);
        foreach (char c in letters)
            if (!char.IsAsciiLetter(c)) throw new ArgumentException($"einsum: \"{equation}\": '{c}' is no letter (terms are letters and one ...)", nameof(equation));
        if (at < 0 ? letters.Length != rank : letters.Length > rank)
            throw new ShapeException($"einsum: \"{equation}\": \"{term}\" names {letters.Length} axes, {operand} has {rank}");
        var labels = new List<char>(letters);
        if (at >= 0)
            for (int i = rank - letters.Length - 1, place = at; i >= 0; i--) labels.Insert(place++, (char)(Dots + i));
        return labels;
    }

    private static List<char> ResultLabels(string term, List<char> dots, Dictionary<char, int> sizes, string equation)
    {
        int at = term.IndexOf("...", StringComparison.Ordinal);
        var labels = new List<char>(at < 0 ? term : term.Remove(at, 3));
        for (int i = 0; i < labels.Count; i++)
        {
            if (!char.IsAsciiLetter(labels[i]) || !sizes.ContainsKey(labels[i]))
                throw new ArgumentException($"einsum: \"{equation}\": the result names '{labels[i]}', which no operand does", nameof(equation));
            if (labels.IndexOf(labels[i]) != i) throw new ArgumentException($"einsum: \"{equation}\": the result names '{labels[i]}' twice", nameof(equation));
        }

        if (at >= 0) labels.InsertRange(at, dots);
        return labels;
    }

    /// <summary>Repeated labels become a diagonal; axes of size 1 that others stretch fall away.</summary>
    private static Term Simplified(Expr value, List<char> labels, Dictionary<char, int> sizes)
    {
        labels = [.. labels];
        for (int i = labels.Count - 1; i >= 0; i--)
        {
            if (value.Shape[i] != 1 || sizes[labels[i]] == 1) continue;
            value = value.Squeeze(i);
            labels.RemoveAt(i);
        }

        for (int i = 0; i < labels.Count; i++)
        {
            for (int j = labels.LastIndexOf(labels[i]); j > i; j = labels.LastIndexOf(labels[i]))
            {
                char label = labels[i];
                value = value.Diagonal(0, i, j);
                labels.RemoveAt(j);
                labels.RemoveAt(i);
                labels.Add(label);
                i = 0;
            }
        }

        return new(value, labels);
    }

    public Expr Contract()
    {
        Term sofar = Summed(_terms[0], 1);
        for (int i = 1; i < _terms.Count; i++) sofar = Summed(Product(sofar, Summed(_terms[i], i + 1, sofar.Labels), i + 1), i + 1);
        return Arranged(sofar);
    }

    private bool NeededFrom(int next, char label)
    {
        if (_result.Contains(label)) return true;
        for (int i = next; i < _terms.Count; i++)
            if (_terms[i].Labels.Contains(label)) return true;
        return false;
    }

    /// <summary>A term without the labels that neither the result, nor a later term, nor its partner names.</summary>
    private Term Summed(Term term, int next, List<char>? partner = null)
    {
        var axes = new List<int>();
        for (int axis = 0; axis < term.Labels.Count; axis++)
            if (!NeededFrom(next, term.Labels[axis]) && partner?.Contains(term.Labels[axis]) != true) axes.Add(axis);
        if (axes.Count == 0) return term;
        return new(term.Value.Reduce(ReduceKind.Sum, [.. axes]), term.Labels.FindAll(label => !axes.Contains(term.Labels.IndexOf(label))));
    }

    private Term Product(Term a, Term b, int next)
    {
        List<int> leftContract = [], rightContract = [], leftBatch = [], rightBatch = [];
        var labels = new List<char>();
        for (int axis = 0; axis < a.Labels.Count; axis++)
        {
            int other = b.Labels.IndexOf(a.Labels[axis]);
            if (other < 0) continue;
            bool needed = NeededFrom(next, a.Labels[axis]);
            (needed ? leftBatch : leftContract).Add(axis);
            (needed ? rightBatch : rightContract).Add(other);
            if (needed) labels.Add(a.Labels[axis]);
        }

        labels.AddRange(a.Labels.FindAll(label => !b.Labels.Contains(label)));
        labels.AddRange(b.Labels.FindAll(label => !a.Labels.Contains(label)));
        return new(Expr.Dot(a.Value, b.Value, [.. leftContract], [.. rightContract], [.. leftBatch], [.. rightBatch]), labels);
    }

    /// <summary>The axes in the result's order. Every label of the result is there: a stretched one belongs to the term that stretches it.</summary>
    private Expr Arranged(Term term) => term.Labels.Count == 0 ? term.Value : term.Value.Transpose([.. _result.ConvertAll(label => term.Labels.IndexOf(label))]);
}
