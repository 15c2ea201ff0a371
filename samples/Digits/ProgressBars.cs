using Spectre.Console;

namespace Autograd.Samples.Digits;

/// <summary>Shows how far work is, on the terminal that errors go to; nothing where they go elsewhere.</summary>
internal static class ProgressBars
{
    /// <summary>Does the work and returns its result.</summary>
    /// <param name="tasks">the parts of the work and how many steps each has</param>
    /// <param name="work">given what to call after each step of a part</param>
    public static TResult Show<TTask, TResult>(IReadOnlyDictionary<TTask, int> tasks, Func<Action<TTask>, TResult> work) where TTask : notnull
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (!terminal.Profile.Out.IsTerminal) return work(static _ => { });
        return terminal.Progress().AutoClear(true).Start(progress =>
        {
            Dictionary<TTask, ProgressTask> bars = tasks.ToDictionary(task => task.Key, task => progress.AddTask(task.Key.ToString()!, maxValue: task.Value));
            return work(task => bars[task].Increment(1));
        });
    }
}
