namespace Autograd.Properties.House;

/// <summary>Where the project lies on this machine. Paths in compiled code do not tell: a deterministic build writes others.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: how the tests were built, and with them what they test.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A file or folder of the project.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Autograd.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"there is no Autograd.sln at or above {AppContext.BaseDirectory}");
    }
}
