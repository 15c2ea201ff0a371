using Autograd.CSharp;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Autograd.Properties.Printing;

/// <summary>Tensors as PyTorch prints them; the recorded texts are compared by the conformance tests.</summary>
public class TensorFormatterTests
{
    private static readonly Gen<float> Elements = Gen.Choose(-4000, 4000).Select(i => i / 8f);

    [Property]
    public Property A_line_break_changes_nothing_but_white_space() => Prop.ForAll(
        Gen.Zip(Elements.NonEmptyListOf(), Gen.Choose(10, 100)).ToArbitrary(),
        drawn =>
        {
            (float[] elements, int width) = ([.. drawn.Item1], drawn.Item2);
            string wide = Format(elements, [elements.Length], PrintOptions.Full with { LineWidth = int.MaxValue });
            string narrow = Format(elements, [elements.Length], PrintOptions.Full with { LineWidth = width });
            return WithoutWhiteSpace(narrow) == WithoutWhiteSpace(wide) && !wide.Contains('\n');
        });

    [Property]
    public Property Lines_of_several_elements_fit_the_width() => Prop.ForAll(
        Gen.Zip(Elements.NonEmptyListOf(), Gen.Choose(20, 100)).ToArbitrary(),
        drawn =>
        {
            (float[] elements, int width) = ([.. drawn.Item1], drawn.Item2);
            string text = Format(elements, [elements.Length], PrintOptions.Full with { LineWidth = width });
            return text.Split('\n').All(line => line.Length <= width + 1);   // the closing parenthesis is not counted
        });

    [Property]
    public Property A_summary_depends_on_what_it_shows_only() => Prop.ForAll(
        Gen.Zip(Gen.Zip(Gen.Choose(7, 20), Gen.Choose(7, 20)), Gen.Choose(0, int.MaxValue)).ToArbitrary(),
        drawn =>
        {
            ((int rows, int columns), int seed) = drawn;
            var random = new Random(seed);
            float[] elements = new float[rows * columns], changed = new float[rows * columns];
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = random.Next(-1000, 1000) / 8f;
                bool shown = IsEdge(i / columns, rows) && IsEdge(i % columns, columns);
                changed[i] = shown ? elements[i] : random.NextSingle() * 1e30f;
            }
            PrintOptions options = PrintOptions.Default with { Threshold = 10 };
            return Format(elements, [rows, columns], options) == Format(changed, [rows, columns], options);
        });

    [Property]
    public Property Integers_are_written_one_by_one() => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).NonEmptyListOf().ToArbitrary(),
        drawn =>
        {
            long[] elements = [.. drawn.Select(i => (long)i)];
            string text = TensorFormatter.Format<long>(elements, [elements.Length], new TensorAnnotations(), PrintOptions.Full);
            return WithoutWhiteSpace(text) == "tensor([" + string.Join(',', elements) + "])";
        });

    [Fact]
    public void Annotations_stand_behind_the_elements_in_PyTorchs_order()
    {
        Assert.Equal("tensor([1.5000], dtype=torch.float64, requires_grad=True)", TensorFormatter.Format([1.5], [1], new(RequiresGrad: true)));
        Assert.Equal("tensor([1.5000], grad_fn=<MulBackward0>)", TensorFormatter.Format([1.5], [1], new("MulBackward0", RequiresGrad: true, DefaultDType: Graph.DType.Float64)));
        Assert.Equal("tensor([1.], tangent=tensor([2.]))", TensorFormatter.Format([1f], [1], new(Tangent: "tensor([2.])")));
        Assert.Equal("Parameter containing:\ntensor(1., requires_grad=True)", TensorFormatter.Format([1f], [], new(RequiresGrad: true, IsParameter: true)));
    }

    [Fact]
    public void An_empty_tensor_names_the_size_and_type_that_its_elements_would_show()
    {
        Assert.Equal("tensor([])", TensorFormatter.Format<float>([], [0], default));
        Assert.Equal("tensor([], size=(0, 3))", TensorFormatter.Format<float>([], [0, 3], default));
        Assert.Equal("tensor([], dtype=torch.int64)", TensorFormatter.Format<long>([], [0], default));
    }

    [Fact]
    public void Without_edge_items_a_summary_shows_that_there_is_something() =>
        Assert.Equal("tensor([...])", Format([1, 2, 3], [3], PrintOptions.Default with { Threshold = 1, EdgeItems = 0 }));

    [Fact]
    public void Options_that_make_no_sense_are_refused_and_change_nothing()
    {
        PrintOptions before = PrintOptions.Current;
        Assert.Throws<ArgumentOutOfRangeException>(() => torch.set_printoptions(precision: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => torch.set_printoptions(threshold: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => torch.set_printoptions(precision: 2, linewidth: -5));
        Assert.Throws<ArgumentException>(() => torch.set_printoptions(profile: "shrt"));
        Assert.Same(before, PrintOptions.Current);
    }

    [Fact]
    public void Options_given_beside_a_profile_win_and_sci_mode_is_forgotten_by_omission()
    {
        PrintOptions options = PrintOptions.Default.With(1, null, null, null, "short", true);
        Assert.Equal(PrintOptions.Short with { Precision = 1, SciMode = true }, options);
        Assert.Null(options.With(null, null, null, null, null, null).SciMode);
    }

    private static bool IsEdge(int index, int size) => index < 3 || index >= size - 3;

    private static string Format(float[] elements, int[] shape, PrintOptions options) =>
        TensorFormatter.Format<float>(elements, shape, default, options);

    private static string WithoutWhiteSpace(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
