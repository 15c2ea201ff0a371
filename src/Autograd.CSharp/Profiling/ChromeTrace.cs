using System.Globalization;
using System.Text;
using System.Text.Json;
using static Autograd.CSharp.torch.autograd.profiler;

namespace Autograd.CSharp;

/// <summary>Events in the Trace Event Format of browsers: complete events, times in microseconds.</summary>
internal static class ChromeTrace
{
    public static string Of(IReadOnlyList<FunctionEvent> events)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < events.Count; i++)
        {
            FunctionEvent one = events[i];
            text.Append(i == 0 ? "\n" : ",\n").Append(CultureInfo.InvariantCulture,
                $$"""{"name": "{{JsonEncodedText.Encode(one.name)}}", "ph": "X", "ts": {{one.start:F3}}, "dur": {{one.cpu_time_total:F3}}, "pid": "CPU functions", "tid": {{one.thread}}}""");
        }

        return text.Append("\n]\n").ToString();
    }
}
