namespace Autograd.Properties.House.Synthetic;

// Each type draws an arrow up the house in one way only.
internal sealed class Innocent
{
    internal int Value = 1;
}

internal sealed class ByField
{
    internal Upper? Field = null;
}

internal sealed class ByBase : Upper;

internal sealed class ByInterface : IUpper;

internal sealed class ByConstraint<T> where T : IUpper;

[Upper]
internal sealed class ByAttribute;

internal static class ByAttributeOfParameter
{
    internal static int Call([Upper] int x) => x;
}

internal static class ByParameter
{
    internal static object Call(Upper?[] upper) => upper.Length;
}

internal static class ByEnum
{
    internal static bool Call(object kind) => kind is UpperKind;
}

internal static class ByNestedType
{
    internal static bool Call(object kind) => kind is Upper.Kind;
}

internal static class ByGenericArgument
{
    internal static object Call() => new List<Upper>();
}

internal static class ByGenericCall
{
    internal static object Call() => Array.Empty<Upper>();
}

internal static class ByStaticCall
{
    internal static int Call() => UpperFunctions.Call();
}

internal static class ByCatch
{
    internal static void Call(Action action)
    {
        try
        {
            action();
        }
        catch (UpperException)
        {
        }
    }
}

internal static class ByLambda
{
    internal static Func<int> Call(int x) => () => x + UpperFunctions.Call();
}

internal static class ByIterator
{
    internal static IEnumerable<int> Call()
    {
        yield return UpperFunctions.Call();
    }
}

internal static unsafe class ByFunctionPointer
{
    internal static int Call(void* pointer) => ((delegate*<Upper?, int>)pointer)(null);
}
