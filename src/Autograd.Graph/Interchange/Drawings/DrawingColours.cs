namespace Autograd.Graph;

/// <summary>The colours of boxes by class, for light and dark pages.</summary>
internal static class DrawingColours
{
    public const string Ink = "#1f2937", DarkInk = "#e5e7eb";

    public static readonly string[] Classes = ["parameter", "variable", "constant", "forward", "backward", "output"];

    public static (string Fill, string Line) Light(string name) => name switch
    {
        "parameter" => ("#dcfce7", "#16a34a"),
        "variable" => ("#ccfbf1", "#0d9488"),
        "constant" => ("#f3f4f6", "#9ca3af"),
        "backward" => ("#ffedd5", "#ea580c"),
        "output" => ("#ede9fe", "#7c3aed"),
        _ => ("#dbeafe", "#2563eb"),
    };

    public static (string Fill, string Line) Dark(string name) => name switch
    {
        "parameter" => ("#14532d", "#4ade80"),
        "variable" => ("#134e4a", "#2dd4bf"),
        "constant" => ("#374151", "#9ca3af"),
        "backward" => ("#7c2d12", "#fb923c"),
        "output" => ("#4c1d95", "#a78bfa"),
        _ => ("#1e3a8a", "#60a5fa"),
    };
}
