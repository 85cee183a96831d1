package graft.testing.spec;

import graft.compiler.CompilerOptions;
import graft.testing.BoundedThread;
import graft.testing.BoundedThread.HungException;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// The specification's scripts (`../shared/spec`) and our own (`testing/finds`: what fuzzing
/// broke), each run on a thread of its own.
public final class SpecSuite {
  /// Enough for the deepest recursion that a script expects to succeed, and quickly exhausted.
  private static final long STACK_BYTES = 8 << 20;

  private static final String OWN = "finds/";

  private final Path folder;
  private final Path own = Requires.root().resolve("testing");
  private final Wast2Json converter;
  private final CompilerOptions options;
  private final Duration limit;
  private final Skips skips;
  private boolean onlyValidation;

  /// The suite of the project.
  ///
  /// @param options for the compiler
  /// @param limit how long one script may take
  public SpecSuite(CompilerOptions options, Duration limit) throws IOException {
    this.folder = Requires.shared("spec");
    this.converter =
        new Wast2Json(Requires.tool("wast2json"), Requires.root().resolve("target/wast"));
    this.options = options;
    this.limit = limit;
    this.skips = Skips.read(Requires.root().resolve("testing/spec-skips.txt"));
  }

  /// The scripts whose name (`core/i32.wast`) contains one of the patterns, all if there is none;
  /// those of `core` first.
  public List<String> scripts(List<String> patterns) throws IOException {
    List<String> names = new ArrayList<>(scriptsBelow(folder, folder));
    names.addAll(scriptsBelow(own, own.resolve(OWN)));
    return names.stream()
        .filter(name -> patterns.isEmpty() || patterns.stream().anyMatch(name::contains))
        .sorted(
            Comparator.comparing((String name) -> !name.startsWith("core/"))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static List<String> scriptsBelow(Path root, Path start) throws IOException {
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".wast"))
          .toList();
    }
  }

  /// What stands in the skip file but was not met by any script that ran.
  public List<String> unusedSkips() {
    return skips.unused();
  }

  /// Runs one script.
  ///
  /// @param script such as `core/i32.wast`
  public ScriptResult run(String script) throws IOException, InterruptedException {
    Path json = converter.convert((script.startsWith(OWN) ? own : folder).resolve(script));
    ScriptRunner runner = new ScriptRunner(script, json.resolveSibling(""), options, skips);
    if (onlyValidation) {
      runner.onlyValidation();
    }
    JsonObject commands = JsonObject.read(json);
    try {
      return BoundedThread.call(script, STACK_BYTES, limit, () -> runner.run(commands));
    } catch (HungException e) {
      return failed(script, e.getMessage() + ", in " + e.getStackTrace()[0], e);
    } catch (ExecutionException e) {
      return failed(script, "the runner failed: " + e.getCause(), e);
    }
  }

  private static ScriptResult failed(String script, String what, Throwable cause) {
    ScriptResult result = new ScriptResult(script);
    result.fail(new Failure(script, what, cause));
    return result;
  }

  /// What the command line asks for.
  private static final class Arguments {
    final List<String> patterns = new ArrayList<>();
    boolean help;
    boolean verbose;
    boolean traces;
    boolean onlyValidation;
    int failuresShown = 5;
    Duration limit = Duration.ofSeconds(60);
    CompilerOptions options = CompilerOptions.DEFAULT;

    Arguments(String[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--help" -> help = true;
          case "-v" -> verbose = true;
          case "-n" -> failuresShown = Integer.parseInt(arguments[++i]);
          case "--validate" -> onlyValidation = true;
          case "--trace" -> traces = true;
          case "--limit" -> limit = Duration.ofSeconds(Long.parseLong(arguments[++i]));
          case "--interruptible" -> options = CompilerOptions.INTERRUPTIBLE;
          case "--mapped" -> options = options.withAllMapped();
          case "--plain" -> options = options.withVectors(false);
          case "--method-limit" ->
              options = options.withMethodLimit(Integer.parseInt(arguments[++i]));
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
      usage: ./dev spec [OPTIONS] [PATTERN...]
      Runs the specification's tests whose path contains a PATTERN (core/i32, simd, threads/), or all.
        -v               a line for every file
        -n N             show at most N failures of a file (5)
        --validate       read and validate modules, run nothing
        --trace          with the stack traces of unexpected exceptions
        --limit SECONDS  for one file (60)
        --interruptible  translate with checks of the budget
        --mapped         with mapped memories everywhere, not arrays
        --plain          SIMD without jdk.incubator.vector
        --method-limit N cut functions into methods of at most N bytes (8000); 0: all of them, at any instruction
      """;

  /// The command `./dev spec`.
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
    System.exit(run(arguments, System.out));
  }

  private static int run(Arguments arguments, PrintStream out)
      throws IOException, InterruptedException {
    SpecSuite suite = new SpecSuite(arguments.options, arguments.limit);
    suite.onlyValidation = arguments.onlyValidation;
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    int textOnly = 0;
    for (String script : suite.scripts(arguments.patterns)) {
      ScriptResult result = suite.run(script);
      passed += result.passed();
      failed += result.failures().size();
      skipped += result.skipped();
      textOnly += result.textOnly();
      report(result, arguments, out);
    }
    if (arguments.patterns.isEmpty()) {
      for (String line : suite.unusedSkips()) {
        out.println("testing/spec-skips.txt: covers nothing: " + line);
        failed++;
      }
    }
    out.println(
        textOnly + " assertions about the text format left out, " + skipped + " by spec-skips.txt");
    out.println(passed + " passed, " + failed + " failed, " + (skipped + textOnly) + " skipped");
    return failed == 0 && passed > 0 ? 0 : 1;
  }

  private static void report(ScriptResult result, Arguments arguments, PrintStream out) {
    List<Failure> failures = result.failures();
    failures.stream()
        .limit(arguments.failuresShown)
        .forEach(failure -> show(failure, arguments, out));
    if (failures.size() > arguments.failuresShown) {
      out.println(
          result.script() + ": and " + (failures.size() - arguments.failuresShown) + " more");
    }
    if (arguments.verbose) {
      out.println(
          result.script()
              + ": "
              + result.passed()
              + " passed, "
              + failures.size()
              + " failed, "
              + (result.skipped() + result.textOnly())
              + " skipped");
    }
  }

  private static void show(Failure failure, Arguments arguments, PrintStream out) {
    out.println(failure);
    Throwable cause = failure.cause();
    if (arguments.traces && cause != null) {
      cause.printStackTrace(out);
    }
  }
}
