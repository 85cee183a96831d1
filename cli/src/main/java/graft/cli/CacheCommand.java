package graft.cli;

import graft.source.CacheEntry;
import graft.source.DiskCache;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// `graft cache`: shows, checks and shrinks what has been fetched.
final class CacheCommand implements Command {
  @Override
  public String name() {
    return "cache";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] ls|verify|prune";
  }

  @Override
  public String summary() {
    return "show, check or shrink the cache of fetched modules";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("--cache", "DIR", "the cache in this folder"),
        Option.of("--max-size", "SIZE", "prune: how much may stay: 64K, 512M (default: 1G)"),
        Option.of("--max-age", "DAYS", "prune: remove what was not used for so long"));
  }

  @Override
  public String details() {
    return """
    ls: sizes, hashes and addresses. verify: reads everything and compares it with its hash; the
    exit status is 1 if something is wrong (whatever is damaged is fetched anew when it is next
    needed). prune: removes what was used longest ago. The cache is in GRAFT_CACHE, or in graft
    in XDG_CACHE_HOME or ~/.cache.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    DiskCache cache = RemotePlaces.cache(console, arguments);
    return switch (arguments.operand("ls, verify or prune")) {
      case "ls" -> list(console, cache);
      case "verify" -> verify(console, cache);
      case "prune" -> prune(console, arguments, cache);
      case String other -> throw new UsageException("wants ls, verify or prune, not " + other);
    };
  }

  private static int list(Console console, DiskCache cache) throws IOException {
    for (CacheEntry entry : cache.entries()) {
      console
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%,12d  %s  %s",
                  entry.size(),
                  entry.sha256().substring(0, 16),
                  entry.uri()));
    }
    return ExitStatus.SUCCESS.code();
  }

  private static int verify(Console console, DiskCache cache) throws IOException {
    List<String> problems = cache.verify();
    problems.forEach(console.out()::println);
    console.out().println(cache.entries().size() + " addresses, " + problems.size() + " problems");
    return (problems.isEmpty() ? ExitStatus.SUCCESS : ExitStatus.PROBLEM).code();
  }

  private static int prune(Console console, Arguments arguments, DiskCache cache)
      throws IOException {
    String size = arguments.value("--max-size");
    long maxBytes = size == null ? DiskCache.DEFAULT_MAX_BYTES : Numbers.bytes("--max-size", size);
    Duration maxAge =
        arguments.has("--max-age")
            ? Duration.ofDays(Numbers.notNegative(arguments, "--max-age", 0))
            : null;
    DiskCache.Pruned pruned = cache.prune(maxBytes, maxAge);
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "removed %d addresses and %d files of %,d bytes",
                pruned.entries(),
                pruned.files(),
                pruned.bytes()));
    return ExitStatus.SUCCESS.code();
  }
}
