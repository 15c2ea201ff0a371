namespace Autograd.Graph;

/// <summary>Work in parts that may run at once, each on its own thread.</summary>
internal interface IPartitioned
{
    /// <summary>Does one part. Parts write to different memory; what each computes depends on its number alone.</summary>
    /// <param name="part">from 0</param>
    /// <param name="parts">how many there are</param>
    void Run(int part, int parts);
}
