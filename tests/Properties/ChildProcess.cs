using System.Diagnostics;

namespace Autograd.Properties;

/// <summary>Runs a program that lies beside the tests in a process of its own, for what is fixed at start: the hardware's switches.</summary>
internal static class ChildProcess
{
    /// <summary>What a child process left.</summary>
    internal sealed record Result(int ExitCode, string Output, string Errors)
    {
        /// <summary>The lines of the output.</summary>
        internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs <c>dotnet library arguments</c> with the given environment variables beside this process's own.</summary>
    /// <exception cref="TimeoutException">it took longer than two minutes; it has been killed</exception>
    internal static Result Run(string library, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Host)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, library));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{library} {string.Join(' ', arguments)} did not end within two minutes");
        }

        return new(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>The dotnet that runs the tests.</summary>
    private static string Host
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path)
            {
                return path;
            }

            string? current = Environment.ProcessPath;
            return Path.GetFileNameWithoutExtension(current) == "dotnet" ? current! : "dotnet";
        }
    }
}
