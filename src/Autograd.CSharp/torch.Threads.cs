namespace Autograd.CSharp;

public static partial class torch
{
    /// <summary>Sets how many threads compute, the calling one included, in the whole process; at first as many as there are cores. It changes no bit of a result.</summary>
    /// <exception cref="ArgumentException">it is not positive</exception>
    public static void set_num_threads(int num)
    {
        if (num <= 0) throw new ArgumentException("set_num_threads expects a positive integer");
        FacadeOptions.Threads = num;
    }

    /// <summary>How many threads compute, the calling one included.</summary>
    public static int get_num_threads() => FacadeOptions.Threads;
}
