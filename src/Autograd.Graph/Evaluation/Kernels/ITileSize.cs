namespace Autograd.Graph;

/// <summary>A number that the compiler knows, so that a kernel is made for it.</summary>
internal interface ITileSize
{
    static abstract int Value { get; }

    readonly struct One : ITileSize
    {
        public static int Value => 1;
    }

    readonly struct Two : ITileSize
    {
        public static int Value => 2;
    }

    readonly struct Three : ITileSize
    {
        public static int Value => 3;
    }

    readonly struct Four : ITileSize
    {
        public static int Value => 4;
    }

    readonly struct Five : ITileSize
    {
        public static int Value => 5;
    }

    readonly struct Six : ITileSize
    {
        public static int Value => 6;
    }

    readonly struct Seven : ITileSize
    {
        public static int Value => 7;
    }

    readonly struct Eight : ITileSize
    {
        public static int Value => 8;
    }

    readonly struct Nine : ITileSize
    {
        public static int Value => 9;
    }

    readonly struct Ten : ITileSize
    {
        public static int Value => 10;
    }

    readonly struct Eleven : ITileSize
    {
        public static int Value => 11;
    }

    readonly struct Twelve : ITileSize
    {
        public static int Value => 12;
    }
}
