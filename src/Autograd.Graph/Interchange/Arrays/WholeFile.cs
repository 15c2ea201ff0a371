namespace Autograd.Graph;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file beside its place and then puts it there, so that a failure leaves what was there before.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string whole = Path.GetFullPath(path), beside = $"{whole}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = new(beside, FileMode.CreateNew, FileAccess.Write)) write(file);
            File.Move(beside, whole, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
