using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace Autograd.Benchmarks.SideBySide;

/// <summary>PyTorch in a process of its own, which runs peer.py and waits for commands. Where the process ended, a command throws an <see cref="IOException"/>.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string configuration, string version) => (_process, Configuration, Version) = (process, configuration, version);

    /// <summary>What OPENBLAS_CORETYPE is.</summary>
    public string Configuration { get; }

    /// <summary>PyTorch's.</summary>
    public string Version { get; }

    /// <summary>The first of these interpreters that has PyTorch; null if none has.</summary>
    public static string? Find(IEnumerable<string> interpreters) => interpreters.FirstOrDefault(HasTorch);

    /// <summary>
    /// PyTorch in each configuration that may be its best: OpenBLAS takes kernels for the processors it knows, and for a newer one those of
    /// an old one, unless it is told. Told of vectors that the processor lacks, it ends at its first product.
    /// </summary>
    public static Peer[] StartAll(string python, int threads) =>
        Avx512F.IsSupported ? [Start(python, threads, null), Start(python, threads, "SKYLAKEX")] : [Start(python, threads, null)];

    /// <summary>Computes a row on the inputs in a folder; null where a result there has another shape or one is not finite.</summary>
    /// <returns>the largest difference of a result there from the peer's, relative to the largest element of the latter</returns>
    public double? Check(string row, string folder)
    {
        JsonElement error = Ask(new { @do = "check", row, folder }).GetProperty("error");
        return error.ValueKind == JsonValueKind.Null ? null : error.GetDouble();
    }

    /// <summary>Repeats a row that was checked.</summary>
    public Timing Time(string row, double seconds)
    {
        JsonElement answer = Ask(new { @do = "time", row, seconds });
        return new(answer.GetProperty("best").GetDouble(), answer.GetProperty("median").GetDouble(), answer.GetProperty("mean").GetDouble(), answer.GetProperty("runs").GetInt32());
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Peer Start(string python, int threads, string? coreType)
    {
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "peer.py"), threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("OPENBLAS_CORETYPE");
        if (coreType is not null) start.Environment["OPENBLAS_CORETYPE"] = coreType;
        Process process = Process.Start(start)!;
        string version = Answer(process).GetProperty("version").GetString()!;
        return new(process, coreType ?? "unset", version);
    }

    private static bool HasTorch(string interpreter)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import torch, numpy"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private JsonElement Ask<T>(T command)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
        _process.StandardInput.Flush();
        return Answer(_process);
    }

    private static JsonElement Answer(Process process) =>
        JsonElement.Parse(process.StandardOutput.ReadLine() ?? throw new EndOfStreamException("PyTorch's process ended; what it said stands above"));
}
