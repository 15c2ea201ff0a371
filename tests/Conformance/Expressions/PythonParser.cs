using System.Globalization;
using System.Text.RegularExpressions;
using static Autograd.Conformance.PythonExpression;

namespace Autograd.Conformance;

/// <summary>Reads an expression by recursive descent, in Python's precedence: <c>+ -</c>, then <c>* / // %</c>, then the sign, then <c>**</c>.</summary>
internal sealed partial class PythonParser
{
    private readonly string _source;
    private readonly List<string> _tokens = [];
    private int _next;

    private PythonParser(string source)
    {
        _source = source;
        int end = 0;
        foreach (Match token in Tokens().Matches(source))
        {
            if (token.Index != end) throw Unreadable();
            end = token.Index + token.Length;
            _tokens.Add(token.Groups["token"].Value);
        }
        if (end != source.TrimEnd().Length) throw Unreadable();
        _tokens.Add("");
    }

    /// <exception cref="UnsupportedCaseException">it is written in more of Python than is read here</exception>
    public static PythonExpression Parse(string source)
    {
        var parser = new PythonParser(source);
        PythonExpression expression = parser.Sum();
        return parser._tokens[parser._next].Length == 0 ? expression : throw parser.Unreadable();
    }

    [GeneratedRegex("""\s*(?<token>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[A-Za-z_]\w*|\*\*|//|'[^'\\]*'|"[^"\\]*"|[-+*/%.,()\[\]=])""", RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();

    private PythonExpression Sum()
    {
        PythonExpression left = Product();
        while (_tokens[_next] is "+" or "-") left = new Binary(_tokens[_next++], left, Product());
        return left;
    }

    private PythonExpression Product()
    {
        PythonExpression left = Signed();
        while (_tokens[_next] is "*" or "/" or "//" or "%") left = new Binary(_tokens[_next++], left, Signed());
        return left;
    }

    private PythonExpression Signed()
    {
        if (Accept("-")) return new Binary("-", new Literal(0L), Signed());
        if (Accept("+")) return Signed();
        PythonExpression operand = Postfix();
        return Accept("**") ? new Binary("**", operand, Signed()) : operand;
    }

    private PythonExpression Postfix()
    {
        PythonExpression operand = Atom();
        while (true)
        {
            if (Accept(".")) operand = operand is Name name ? new Name(name.Dotted + "." + Identifier()) : new Member(operand, Identifier());
            else if (Accept("(")) operand = Arguments(operand);
            else return operand;
        }
    }

    private PythonExpression Atom()
    {
        if (Accept("(")) return Parenthesised();
        if (Accept("[")) return Bracketed();
        string token = _tokens[_next];
        if (token.Length == 0) throw Unreadable();
        if (char.IsDigit(token[0]) || (token[0] == '.' && token.Length > 1))
        {
            _next++;
            return new Literal(long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long whole)
                ? (object)whole
                : double.Parse(token, CultureInfo.InvariantCulture));
        }
        if (token[0] is '\'' or '"')
        {
            _next++;
            return new Literal(token[1..^1]);
        }
        return Identifier() switch
        {
            "True" => new Literal(true),
            "False" => new Literal(false),
            "None" => new Literal(null),
            var name => new Name(name),
        };
    }

    private PythonExpression Parenthesised()
    {
        if (Accept(")")) return new Sequence([]);
        PythonExpression first = Sum();
        if (Accept(")")) return first;
        Expect(",");
        return new Sequence(Items(first, ")"));
    }

    private PythonExpression Bracketed()
    {
        if (Accept("]")) return new Sequence([]);
        PythonExpression first = Sum();
        if (Accept("for"))
        {
            string variable = Identifier();
            Expect("in");
            PythonExpression values = Sum();
            Expect("]");
            return new Comprehension(first, variable, values);
        }
        if (Accept("]")) return new Sequence([first]);
        Expect(",");
        return new Sequence(Items(first, "]"));
    }

    private List<PythonExpression> Items(PythonExpression first, string close)
    {
        List<PythonExpression> items = [first];
        while (!Accept(close))
        {
            items.Add(Sum());
            if (_tokens[_next] != close) Expect(",");
        }
        return items;
    }

    private Call Arguments(PythonExpression callee)
    {
        var positional = new List<PythonExpression>();
        var keywords = new Dictionary<string, PythonExpression>();
        while (!Accept(")"))
        {
            if (_tokens[_next + 1] == "=")
            {
                string keyword = Identifier();
                Expect("=");
                keywords.Add(keyword, Sum());
            }
            else
            {
                positional.Add(Sum());
            }
            if (_tokens[_next] != ")") Expect(",");
        }
        return new Call(callee, positional, keywords);
    }

    private string Identifier()
    {
        string token = _tokens[_next];
        if (token.Length == 0 || !(char.IsLetter(token[0]) || token[0] == '_')) throw Unreadable();
        _next++;
        return token;
    }

    private bool Accept(string token)
    {
        if (_tokens[_next] != token) return false;
        _next++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Accept(token)) throw Unreadable();
    }

    private UnsupportedCaseException Unreadable() => new($"the expression {_source}");
}
