package graft.cli;

import graft.compiler.CodeCache;
import graft.source.CacheEntry;
import graft.source.DiskCache;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    return "show, check or shrink what is kept: fetched modules, translated code";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("--cache", "DIR", "fetched modules are in this folder"),
        Option.of("--code-cache", "DIR", "translated code is in this folder (off: nowhere)"),
        Option.of(
            "--max-size", "SIZE", "prune: how much of each kind may stay: 64K, 512M (default: 1G)"),
        Option.of("--max-age", "DAYS", "prune: remove what was not used for so long"));
  }

  @Override
  public String details() {
    return """
    ls: sizes, hashes and addresses of what was fetched; sizes, classes and modules of what was
    translated. verify: reads everything and compares it with its hash; the exit status is 1 if
    something is wrong (whatever is damaged is fetched or translated anew when it is next needed).
    prune: removes what was used longest ago. What was fetched is in GRAFT_CACHE, or in graft in
    XDG_CACHE_HOME or ~/.cache; what was translated in GRAFT_CODE_CACHE (off: it is not kept), or
    in code in the same folder. Who can write to these folders decides what programs do.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    String folder = arguments.value("--cache");
    if (folder != null) {
      InputFiles.folder(console, "--cache", folder);
    }
    DiskCache cache = RemotePlaces.cache(console, arguments);
    CodeCache code = TranslatedCode.cache(console, arguments);
    return switch (arguments.operand("ls, verify or prune")) {
      case "ls" -> list(console, cache, code);
      case "verify" -> verify(console, cache, code);
      case "prune" -> prune(console, arguments, cache, code);
      case String other -> throw new UsageException("wants ls, verify or prune, not " + other);
    };
  }

  private static int list(Console console, DiskCache cache, @Nullable CodeCache code)
      throws IOException {
    console.err().println("graft cache: in " + cache + (code == null ? "" : " and " + code));
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
    for (CodeCache.Entry entry : code == null ? List.<CodeCache.Entry>of() : code.entries()) {
      console
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%,12d  %,8d classes  %s",
                  entry.size(),
                  entry.classes(),
                  entry.module()));
    }
    return ExitStatus.SUCCESS.code();
  }

  private static int verify(Console console, DiskCache cache, @Nullable CodeCache code)
      throws IOException {
    List<CacheEntry> entries = cache.entries();
    List<String> problems = new ArrayList<>();
    for (String problem : cache.verify()) {
      // Files are called by their hashes, which tells nobody what they are.
      List<String> addresses =
          entries.stream()
              .filter(each -> problem.contains(each.sha256()))
              .map(each -> each.uri().toString())
              .toList();
      problems.add(
          addresses.isEmpty() ? problem : problem + " (" + String.join(", ", addresses) + ")");
    }
    int modules = 0;
    if (code != null) {
      problems.addAll(code.verify());
      modules = code.entries().size();
    }
    problems.forEach(console.out()::println);
    console
        .out()
        .println(
            entries.size()
                + " addresses, "
                + modules
                + " translated modules, "
                + problems.size()
                + (problems.size() == 1 ? " problem" : " problems"));
    return (problems.isEmpty() ? ExitStatus.SUCCESS : ExitStatus.PROBLEM).code();
  }

  private static int prune(
      Console console, Arguments arguments, DiskCache cache, @Nullable CodeCache code)
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
    if (code != null) {
      CodeCache.Pruned modules =
          code.prune(maxBytes, maxAge == null ? null : Instant.now().minus(maxAge));
      console
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "removed the code of %d modules, %,d bytes",
                  modules.files(),
                  modules.bytes()));
    }
    return ExitStatus.SUCCESS.code();
  }
}
