using System.Text;
using Autograd.Graph;
using Autograd.Properties.Computations;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Autograd.Properties.Interchange;

// What is malformed is refused with its position, and nothing else is thrown.
public sealed partial class ComputationJsonTests
{
    private const string Document = """
        {"format":"autograd.computation","version":1,
        "nodes":[
        {"op":"parameter","attributes":{"label":"x","type":"float32[3]"},"type":"float32[3]"},
        {"op":"literal","attributes":{"weak":true},"number":2,"type":"float32[]"},
        {"op":"broadcast","attributes":{"to":[3]},"in":[1],"type":"float32[3]"},
        {"op":"constant","data":[1,2.5,"0x7fc00000"],"type":"float32[3]"},
        {"op":"mul","name":"scaled","in":[0,2],"type":"float32[3]"},
        {"op":"sort","attributes":{"axis":0,"descending":false},"in":[4],"type":["float32[3]","int64[3]"]},
        {"op":"project","attributes":{"index":0},"in":[5],"type":"float32[3]"},
        {"op":"withRule","attributes":{"rule":"softmax","axes":[0]},"in":[6,0],"type":"float32[3]"}
        ],
        "parameters":[0],
        "outputs":[{"name":"y","node":7},{"node":3}]}
        """;

    [Fact]
    public void The_document_of_these_tests_is_right()
    {
        Computation computation = ComputationJson.Read(Document);
        Assert.Equal("(x: float32 [3]) -> (y: float32 [3], float32 [3])", computation.ToString());
        Assert.Equal(Document.ReplaceLineEndings("\n").Split('\n').Length, computation.ToJson().TrimEnd().Split('\n').Length);
        Again(computation);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "2", "this library reads version 1 to 1")]
    [InlineData("autograd.computation", "other", "\"other", "expected \"autograd.computation\"")]
    [InlineData("\"mul\"", "\"mull\"", "\"mull", "there is no op 'mull'")]
    [InlineData("\"in\":[0,2]", "\"in\":[0,4]", "4]", "expected a node before this one, node 4, not 4")]
    [InlineData("\"in\":[0,2]", "\"in\":[0,-1]", "-1", "expected a node before this one, node 4, not -1")]
    [InlineData("\"in\":[0,2]", "\"in\":[0,0.5]", "0.5", "expected a node before this one, node 4")]
    [InlineData("\"in\":[0,2]", "\"in\":[0]", "{\"op\":\"mul", "mul does not fit its inputs: mul takes 2 inputs, not 1")]
    [InlineData("\"in\":[0,2]", "\"in\":[0,1]", "{\"op\":\"mul", "mul does not fit its inputs: mul: shapes [3] and [] differ (inputs of a primitive are of one shape; BroadcastTo stretches) ('x' is float32 [3])")]
    [InlineData("\"in\":[0,2]", "\"in\":\"0\"", "\"0\"", "expected a list of nodes")]
    [InlineData("\"in\":[4]", "\"in\":[5]", "5]", "expected a node before this one, node 5, not 5")]
    [InlineData("\"axis\":0", "\"axis\":1", "{\"op\":\"sort", "sort does not fit its inputs: sort: axis 1 is not in [0, 1) of shape [3] (Parameter 'inputs')\nActual value was 1.")]
    [InlineData("\"axis\":0", "\"axis\":3000000000", "3000000000", "expected an integer of 32 bits for 'axis'")]
    [InlineData("\"axis\":0", "\"axes\":0", "{\"axes", "sort has no 'axis'")]
    [InlineData("\"axis\":0,", "\"axis\":0,\"extra\":0,", "\"extra", "sort has no field 'extra' (of those here it has axis, descending)")]
    [InlineData("\"axis\":0,", "\"axis\":0,\"axis\":0,", "\"axis\":0,\"desc", "'axis' stands here twice")]
    [InlineData("\"descending\":false", "\"descending\":0", "0}", "expected true or false for 'descending'")]
    [InlineData("[\"float32[3]\",\"int64[3]\"]", "[\"float32[3]\"]", "[\"float32[3]\"]", "expected 2 types, there are 1")]
    [InlineData("[\"float32[3]\",\"int64[3]\"]", "\"float32[3]\"", "\"float32[3]\"}", "expected a list of 2 types")]
    [InlineData("\"index\":0", "\"index\":2", "{\"op\":\"project", "project does not fit its inputs: project: sort has 2 outputs, there is no output 2 (Parameter 'inputs')\nActual value was 2.")]
    [InlineData("\"in\":[0,2],\"type\":\"float32[3]\"", "\"in\":[0,2],\"type\":\"float32[4]\"", "\"float32[4]", "the type stored is float32[4], the node has float32[3]")]
    [InlineData("\"in\":[0,2],\"type\":\"float32[3]\"", "\"in\":[0,2],\"type\":\"float33[3]\"", "\"float33", "expected a type such as float32[2,3]")]
    [InlineData("\"in\":[0,2],\"type\":\"float32[3]\"", "\"in\":[0,2]", "{\"op\":\"mul", "mul has no 'type'")]
    [InlineData("\"in\":[0,2],", "\"in\":[0,2],\"data\":[],", "\"data\":[],", "mul has no field 'data' (of those here it has op, name, in, type)")]
    [InlineData("\"name\":\"scaled\"", "\"name\":\"\"", "\"\",", "expected a name, not an empty text")]
    [InlineData("\"number\":2", "\"number\":1e39", "1e39", "expected a number of float32 (what is not finite as its bits: \"0x...\")")]
    [InlineData("\"number\":2", "\"number\":\"NaN\"", "\"NaN", "expected a number of float32 (what is not finite as its bits: \"0x...\")")]
    [InlineData("\"number\":2", "\"number\":true", "true", "expected a number of float32 (what is not finite as its bits: \"0x...\")")]
    [InlineData("[1,2.5,\"0x7fc00000\"]", "[1,2.5]", "[1,2.5]", "expected 3 elements of float32 [3], there are fewer")]
    [InlineData("[1,2.5,\"0x7fc00000\"]", "[1,2.5,3,4]", "4]", "expected 3 elements of float32 [3], there are more")]
    [InlineData("[1,2.5,\"0x7fc00000\"]", "[1,null,3]", "null", "element 1: expected a number of float32 (what is not finite as its bits: \"0x...\")")]
    [InlineData("\"data\":[1,2.5,\"0x7fc00000\"]", "\"base64\":\"AAAA\"", "\"AAAA", "expected 12 bytes of float32 [3], there are 3")]
    [InlineData("\"data\":[1,2.5,\"0x7fc00000\"]", "\"base64\":[\"A\"]", "\"A\"]", "expected bytes as base64")]
    [InlineData("\"data\":[1,2.5,\"0x7fc00000\"],", "", "{\"op\":\"constant", "an array has 'data' or 'base64'")]
    [InlineData("\"rule\":\"softmax\"", "\"rule\":\"hardmax\"", "\"hardmax", "rule 'hardmax' is not registered (there are ")]
    [InlineData("\"axes\":[0]", "\"axes\":[\"0\"]", "\"0\"]", "expected an integer in 'axes'")]
    [InlineData("\"parameters\":[0]", "\"parameters\":[]", "[{\"name", "computation: output 'y' depends on parameter 'x' (float32 [3]), which is not listed (there are none)")]
    [InlineData("\"parameters\":[0]", "\"parameters\":[1]", "1]", "expected a parameter's node")]
    [InlineData("\"parameters\":[0]", "\"parameters\":[0,0]", "0],\n\"outputs", "a second parameter is named 'x' (each name stands for one)")]
    [InlineData("\"node\":7", "\"node\":8", "8}", "expected a node below 8, not 8")]
    [InlineData("\"node\":7", "\"node\":5", "5}", "expected a node of one output, sort has 2 (project takes one)")]
    [InlineData("{\"node\":3}", "{\"name\":\"y\",\"node\":3}", "[{\"name", "computation: two outputs are named 'y' (give each a name of its own, or none)")]
    [InlineData("\"outputs\":", "\"results\":", "{\"format", "the document has no 'outputs'")]
    [InlineData("\"outputs\":", "\"more\":[],\"outputs\":", "\"more", "the document has no field 'more' (of those here it has format, version, nodes, parameters, outputs)")]
    [InlineData("],\n\"parameters\"", "\n\"parameters\"", "\"parameters", "this is no JSON: ")]
    public void What_is_malformed_is_refused_with_its_position(string right, string wrong, string at, string message)
    {
        string document = Document.ReplaceLineEndings("\n");
        Assert.Contains(right, document, StringComparison.Ordinal);
        document = document.Replace(right, wrong, StringComparison.Ordinal);
        var error = Assert.Throws<ComputationFormatException>(() => ComputationJson.Read(document));
        Assert.StartsWith(at, document[(int)error.Position..], StringComparison.Ordinal);
        string[] before = document[..(int)error.Position].Split('\n');
        Assert.Equal((before.Length, before[^1].Length + 1), (error.Line, error.ByteInLine));
        Assert.StartsWith($"line {error.Line}, byte {error.ByteInLine}: {message}", error.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"format\":\"autograd.computation\"")]
    [InlineData("{\"format\":\"\\ud800\",\"version\":1}")]
    public void What_is_no_document_is_refused(string json) => Assert.Throws<ComputationFormatException>(() => ComputationJson.Read(json));

    [Fact]
    public void What_is_nested_too_deep_is_refused() =>
        Assert.Throws<ComputationFormatException>(() => ComputationJson.Read(Document.Replace("[0,2]", new string('[', 100_000), StringComparison.Ordinal)));

    [Fact]
    public void A_short_document_cannot_ask_for_much_memory() =>
        Assert.Throws<ComputationFormatException>(() => ComputationJson.Read(Document.Replace("\"0x7fc00000\"],\"type\":\"float32[3]\"", "1],\"type\":\"float32[2000000000]\"", StringComparison.Ordinal)));

    [Fact]
    public void Every_truncated_document_is_refused()
    {
        byte[] document = Encoding.UTF8.GetBytes(Document.ReplaceLineEndings("\n"));
        for (int length = 0; length < document.Length; length++) Assert.Throws<ComputationFormatException>(() => ComputationJson.Read(document.AsSpan(0, length)));
    }

    [Property(MaxTest = 300)]
    public void A_document_changed_at_random_is_refused_or_makes_a_computation(DoNotSize<int> seed)
    {
        var random = new System.Random(seed.Item);
        string source = random.Next(2) == 0 ? Document : DrawnComputation.Of(seed.Item, 15).Computation.ToJson();
        for (int round = 0; round < 20; round++)
        {
            byte[] document = Encoding.UTF8.GetBytes(source);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int at = random.Next(document.Length);
                document = random.Next(4) switch
                {
                    0 => [.. document[..at], (byte)random.Next(256), .. document[(at + 1)..]],
                    1 => [.. document[..at], document[random.Next(document.Length)], .. document[(at + 1)..]],
                    2 => [.. document[..at], .. document[Math.Min(at + random.Next(12), document.Length)..]],
                    _ => [.. document[..at], (byte)('0' + random.Next(10)), .. document[at..]],
                };
                if (document.Length == 0) break;
            }

            try
            {
                Assert.NotNull(ComputationJson.Read(document).ToJson());
            }
            catch (ComputationFormatException error)
            {
                Assert.InRange(error.Position, 0, document.Length);
            }
        }
    }
}
