package graft.testing.mutate;

import graft.testing.mutate.MutantRunner.Outcome;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Damages modules and tries them all.
public final class MutateSuite {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAXIMUM_FAILURES = 200;

  private final MutantRunner runner;
  private final Watchdog watchdog = new Watchdog(LIMIT);
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final List<MutantFailure> failures = new ArrayList<>();
  private final Path folder = Requires.root().resolve("target/mutate");

  /// @param run whether to run what is valid, not only validate it
  MutateSuite(boolean run) {
    runner = new MutantRunner(run);
  }

  /// Tries some mutants of a file until a deadline.
  ///
  /// @param deadline as {@link System#nanoTime} counts
  void tryAll(Path file, List<Mutant> mutants, long seed, long deadline)
      throws IOException, InterruptedException {
    byte[] original = Files.readAllBytes(file);
    LinkedRunner program = LinkedRunner.of(file);
    for (Mutant mutant : mutants) {
      if (System.nanoTime() > deadline || failures.size() >= MAXIMUM_FAILURES) {
        return;
      }
      tryOne(file, original, mutant, seed, program);
    }
  }

  private void tryOne(
      Path file, byte[] original, Mutant mutant, long seed, @Nullable LinkedRunner program)
      throws IOException, InterruptedException {
    byte[] bytes = mutant.applyTo(original);
    try {
      String name = file.getFileName().toString();
      Outcome outcome = watchdog.call(() -> runner.tryOut(name, bytes, mutant.offset(), program));
      outcomes.merge(outcome, 1, Integer::sum);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      fail(new MutantFailure(file.toString(), mutant, seed, cause), bytes);
    } catch (Watchdog.HangException e) {
      fail(new MutantFailure(file.toString(), mutant, seed, e), bytes);
    }
  }

  private void fail(MutantFailure failure, byte[] bytes) throws IOException {
    failures.add(failure);
    Files.createDirectories(folder);
    Files.write(folder.resolve("failure-" + failures.size() + ".wasm"), bytes);
  }

  /// What broke.
  List<MutantFailure> failures() {
    return failures;
  }

  /// How many mutants had each outcome.
  Map<Outcome, Integer> outcomes() {
    return outcomes;
  }

  /// What the command line asks for.
  private static final class Arguments {
    final List<String> patterns = new ArrayList<>();
    int flips = 10_000;
    int samples = 200;
    long seed = 1;
    long seconds = 24 * 3600;
    boolean truncate = true;
    boolean run = true;
    boolean help;
    boolean verbose;
    List<String> replay = List.of();

    Arguments(String[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--help" -> help = true;
          case "-v" -> verbose = true;
          case "--flips" -> flips = Integer.parseInt(arguments[++i]);
          case "--samples" -> samples = Integer.parseInt(arguments[++i]);
          case "--seed" -> seed = Long.parseLong(arguments[++i]);
          case "--seconds" -> seconds = Long.parseLong(arguments[++i]);
          case "--no-truncations" -> truncate = false;
          case "--validate" -> run = false;
          case "--replay" -> {
            replay = List.of(arguments[i + 1], arguments[i + 2]);
            i += 2;
          }
          default -> {
            if (arguments[i].startsWith("-")) {
              throw new IllegalArgumentException(arguments[i]);
            }
            patterns.add(arguments[i]);
          }
        }
      }
    }
  }

  private static final String USAGE =
      """
      usage: ./dev mutate [OPTIONS] [PATTERN...]
      Damages the modules whose path contains a PATTERN, or all of dl/src/test/cases, ../shared/cases and testing/npm.
      Cuts each off at every byte of its first 64 KB and around every section, and changes bytes at random places.
        --flips N            places in all, spread over the modules (10000)
        --samples N          cuts behind the first 64 KB, for each module (200)
        --seed N             (1)
        --seconds N          stop after that time
        --no-truncations     only change bytes
        --validate           read and validate, do not run
        --replay FILE MUTANT try one again, such as "flip 123 ff" or "truncate 123", and show the stack trace
        -v                   a line for every module
      What breaks is written to target/mutate: failures.txt, and the damaged modules.
      """;

  /// The command `./dev mutate`.
  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments;
    try {
      arguments = new Arguments(args);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    if (arguments.help) {
      System.out.print(USAGE);
      return;
    }
    System.exit(
        arguments.replay.isEmpty() ? runAll(arguments, System.out) : replay(arguments, System.out));
  }

  private static int replay(Arguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    MutateSuite suite = new MutateSuite(arguments.run);
    Path file = Path.of(arguments.replay.get(0));
    Mutant mutant = Mutant.parse(arguments.replay.get(1));
    suite.tryAll(file, List.of(mutant), arguments.seed, Long.MAX_VALUE);
    for (MutantFailure failure : suite.failures) {
      out.println(failure);
      failure.cause().printStackTrace(out);
    }
    out.println(suite.outcomes);
    return suite.failures.isEmpty() ? 0 : 1;
  }

  private static int runAll(Arguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    MutateSuite suite = new MutateSuite(arguments.run);
    List<Path> modules =
        Corpus.modules().stream()
            .filter(file ->
                arguments.patterns.isEmpty()
                    || arguments.patterns.stream().anyMatch(file.toString()::contains))
            .toList();
    long deadline = System.nanoTime() + Duration.ofSeconds(arguments.seconds).toNanos();
    int done = 0;
    for (Path file : modules) {
      int before = suite.failures.size();
      SplittableRandom random = new SplittableRandom(arguments.seed + done);
      suite.tryAll(
          file, mutants(arguments, file, modules.size(), random), arguments.seed, deadline);
      for (MutantFailure failure : suite.failures.subList(before, suite.failures.size())) {
        out.println(failure);
      }
      done++;
      if (arguments.verbose) {
        out.println(file + ": " + suite.outcomes);
      }
    }
    suite.writeFailures();
    int passed = suite.outcomes.values().stream().mapToInt(Integer::intValue).sum();
    out.println(modules.size() + " modules, seed " + arguments.seed + ": " + suite.outcomes);
    out.println(passed + " passed, " + suite.failures.size() + " failed, 0 skipped");
    return suite.failures.isEmpty() && passed > 0 ? 0 : 1;
  }

  private static List<Mutant> mutants(
      Arguments arguments, Path file, int files, SplittableRandom random) throws IOException {
    byte[] module = Files.readAllBytes(file);
    List<Mutant> mutants = new ArrayList<>();
    if (arguments.truncate) {
      mutants.addAll(Mutations.truncations(module, arguments.samples, random));
    }
    mutants.addAll(Mutations.flips(module, Math.ceilDiv(arguments.flips, files), random));
    return mutants;
  }

  private void writeFailures() throws IOException {
    if (!failures.isEmpty()) {
      Files.createDirectories(folder);
      Files.write(
          folder.resolve("failures.txt"), failures.stream().map(MutantFailure::toString).toList());
    }
  }
}
