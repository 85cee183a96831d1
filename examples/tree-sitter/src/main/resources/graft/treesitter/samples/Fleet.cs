// A fleet: properties, records, LINQ, async, pattern matching.
using System;
using System.Collections.Generic;
using static System.Math;

namespace Samples.Flotte;

public record Ship(string Name, double Tons = 1.5) { public string? Port { get; init; } }

[Serializable]
public abstract class Fleet<T> : IDisposable where T : Ship, new()
{
    private readonly List<T> ships = new();
    public event EventHandler<T>? Arrived;
    public int this[string größe] => größe switch { "klein" => 1, { Length: > 5 } s when s[0] == 'g' => 2, _ => 0 };

    public async Task<double> TotalAsync(params T[] more)
    {
        await Task.Delay(1);
        var all = from s in ships where s.Tons > 0 orderby s.Name select new { s.Name, s.Tons };
        foreach (var (name, tons) in all)
            Console.WriteLine($"{name,-10} {tons:F2} \u00e9 {@"C:\x"} 🚢");
        checked { return Sqrt(more.Length * 0x10L); }
    }

    ~Fleet() => Dispose();
    public abstract void Dispose();
    public static implicit operator bool(Fleet<T> f) => f is not null and { ships.Count: > 0 };
}

public static class Program
{
    static unsafe int Main(string[] args)
    {
        int? x = args.Length > 0 ? int.Parse(args[0]) : null;
        try { goto done; } catch (FormatException e) when (e.Message != "") { throw; } finally { }
    done:
        Func<int, int> f = delegate (int i) { return i << 2; };
        return x ?? f(1);
    }
}
