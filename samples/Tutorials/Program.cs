using Autograd.Samples.Tutorials;

// Each program is a PyTorch script, line by line. All run under their titles; an argument picks one by the first digits of its
// name and prints its transcript and nothing else.
(string Name, string Title, Action Run)[] programs =
[
    ("000", "The old tutorial of package autograd: Variable, .creator's successor grad_fn, retain_variables", Tutorial000.Run),
    ("001", "The notebook with .creator: a vector doubled until its norm passes 1000, backward with a vector", Tutorial001.Run),
    ("002", "The notebook on Tensor, requires_grad_ and no_grad", Tutorial002.Run),
    ("003", "The official tutorial: tensors, gradients, the Jacobian-vector product, no_grad, detach", Tutorial003.Run),
    ("004", "The notebook of errors: flags of non-leaves, a second backward, an implicit gradient for a vector", Tutorial004.Run),
    ("more", "More tutorials: blitz/autograd, introyt, basics/autogradqs, a polynomial fitted by gradient descent", MoreTutorials.Run),
    ("legendre", "The tutorial on functions with a backward of their own: a Legendre polynomial fitted to a sine", LegendreTutorial.Run),
];

if (args is [] or ["all"])
{
    foreach (var program in programs)
    {
        Console.WriteLine($"=== {program.Name}: {program.Title}");
        program.Run();
        Console.WriteLine();
    }

    return 0;
}

int ran = 0;
foreach (string name in args)
{
    foreach (var program in programs)
    {
        if (!program.Name.StartsWith(name, StringComparison.Ordinal) && !name.StartsWith(program.Name, StringComparison.Ordinal)) continue;
        program.Run();
        ran++;
    }
}

if (ran > 0) return 0;
Console.Error.WriteLine($"There is no tutorial {string.Join(" ", args)}; there are {string.Join(", ", programs.Select(p => p.Name))}.");
return 1;
