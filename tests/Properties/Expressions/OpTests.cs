using System.Reflection;
using Autograd.Graph;
using Xunit;

namespace Autograd.Properties.Expressions;

/// <summary>Every record of the closed hierarchy, found by reflection.</summary>
public class OpTests
{
    private static readonly Type[] Records = [.. typeof(Op).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract)];

    public static TheoryData<Type> All => [.. Records];

    /// <summary>Two different values of an attribute's type, made anew at each call.</summary>
    private static object Sample(Type type, bool other) =>
        type == typeof(int) ? other ? 2 : 1
        : type == typeof(bool) ? other
        : type == typeof(string) ? other ? "b" : "a"
        : type == typeof(IntList) ? IntList.Create(other ? [1, 0] : [0, 1])
        : type == typeof(Shape) ? new Shape(other ? [3, 2] : [2, 3])
        : type == typeof(ExprType) ? new ExprType(DType.Float32, new Shape(other ? [3, 2] : [2, 3]))
        : type == typeof(Region) ? new Region([0], IntList.Create([other ? 2 : 1]), [1])
        : type == typeof(Body) ? BodyOf(other)
        : type == typeof(int?) ? other ? 2 : 1
        : type == typeof(DerivativeRule) ? (DerivativeRule)(other ? Twice : Once)
        : type.IsEnum ? Enum.GetValues(type).GetValue(other ? 1 : 0)!
        : throw new NotSupportedException($"no samples of {type.Name}");

    private static Body BodyOf(bool other) => ((Op.Scan)Control.Repeat(3, Expr.Literal(2.0), (x, _) => other ? Expr.Sin(x) : Expr.Cos(x)).Op).Body;

    private static IReadOnlyList<Expr?> Once(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent];

    private static IReadOnlyList<Expr?> Twice(Expr value, IReadOnlyList<Expr> arguments, Expr cotangent) => [cotangent + cotangent];

    private static Op Make(Type type, int changed = -1)
    {
        if (type.GetField("Instance", BindingFlags.Static | BindingFlags.NonPublic) is { } singleton) return (Op)singleton.GetValue(null)!;
        ConstructorInfo constructor = type.GetConstructors().Single();
        return (Op)constructor.Invoke([.. constructor.GetParameters().Select((parameter, i) => Sample(parameter.ParameterType, i == changed))]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_made_twice_is_equal_and_hashes_alike(Type type)
    {
        Op a = Make(type), b = Make(type);
        Assert.Equal(a, b);
        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal(a.Hash, b.Hash);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_record_that_differs_in_one_attribute_is_not_equal(Type type)
    {
        int attributes = type.GetConstructors().SingleOrDefault()?.GetParameters().Length ?? 0;
        for (int i = 0; i < attributes; i++) Assert.NotEqual(Make(type), Make(type, i));
    }

    [Fact]
    public void Records_of_different_types_are_not_equal() => Assert.Equal(Records.Length, Records.Select(type => Make(type)).Distinct().Count());

    [Theory]
    [MemberData(nameof(All))]
    public void Every_record_is_sealed_and_named(Type type)
    {
        Assert.True(type.IsSealed);
        Assert.Matches("^[a-z]", Make(type).Name);
    }

    [Fact]
    public void A_copy_with_other_attributes_has_its_own_hash()
    {
        var a = new Op.Cast(DType.Int32);
        _ = a.Hash;
        Assert.Equal(new Op.Cast(DType.Int64).Hash, (a with { To = DType.Int64 }).Hash);
    }

    [Fact]
    public void Asking_for_the_hash_does_not_change_equality()
    {
        Op a = new Op.Cast(DType.Int32), b = new Op.Cast(DType.Int32);
        _ = a.Hash;
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }
}
