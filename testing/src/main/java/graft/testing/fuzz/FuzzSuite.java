package graft.testing.fuzz;

import graft.compiler.CompilerOptions;
import graft.format.WasmModule;
import graft.testing.BoundedThread;
import graft.testing.BoundedThread.HungException;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs random modules here and in Node, and compares.
public final class FuzzSuite implements AutoCloseable {
  private static final long STACK_BYTES = 16 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path folder = Requires.root().resolve("target/fuzz");

  /// This process's own, as several may run at once.
  private final Path scratch;

  private final NodeEngine node;
  private final CompilerOptions options;

  /// Whether our own code, cut as usual and without vectors, takes Node's place.
  boolean withItself;

  /// How often each function is called.
  int rounds = CallPlan.ROUNDS;

  /// Starts Node.
  FuzzSuite() throws IOException {
    this(CompilerOptions.DEFAULT);
  }

  /// Starts Node.
  ///
  /// @param options of our compiler
  FuzzSuite(CompilerOptions options) throws IOException {
    this.options = options;
    Files.createDirectories(folder);
    scratch = Files.createTempDirectory(folder, "run");
    node = new NodeEngine(Requires.tool("node"), scratch);
  }

  /// Compares what a module does.
  ///
  /// @param name for messages and files
  /// @return what differs, or null
  @Nullable String compare(String name, byte[] bytes, long seed)
      throws IOException, InterruptedException {
    Path file = scratch.resolve("module.wasm");
    Files.write(file, bytes);
    Observation here;
    CallPlan plan;
    try {
      WasmModule module = GraftEngine.read(name, bytes);
      plan = CallPlan.of(module, seed, rounds);
      here =
          BoundedThread.call(
              name, STACK_BYTES, LIMIT, () -> GraftEngine.run(module, plan, options));
    } catch (ExecutionException e) {
      return keep(name, bytes, firstLine(e.getCause()), trace(e));
    } catch (HungException e) {
      return keep(name, bytes, String.valueOf(e.getMessage()), trace(e));
    } catch (RuntimeException e) {
      return keep(name, bytes, firstLine(e), trace(e));
    }
    Observation there;
    if (withItself) {
      try {
        there =
            BoundedThread.call(
                name,
                STACK_BYTES,
                LIMIT,
                () ->
                    GraftEngine.run(
                        GraftEngine.read(name, bytes),
                        plan,
                        CompilerOptions.DEFAULT.withVectors(false)));
      } catch (ExecutionException | HungException e) {
        return keep(name, bytes, firstLine(e), trace(e));
      }
    } else {
      there = node.run(file, plan);
    }
    String difference = Observation.difference(here, there);
    if (difference == null) {
      return null;
    }
    return keep(
        name,
        bytes,
        difference,
        "plan: "
            + plan.toLine().replace('\t', '\n')
            + "\n\nGraft:\n"
            + String.join("\n", here.lines())
            + "\n\nNode:\n"
            + String.join("\n", there.lines())
            + "\n");
  }

  private String keep(String name, byte[] bytes, String what, String details) throws IOException {
    Files.write(folder.resolve(name + ".wasm"), bytes);
    Files.writeString(folder.resolve(name + ".txt"), what + "\n\n" + details);
    return what;
  }

  private static String firstLine(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "?";
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown.toString().lines().findFirst().orElse("")
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    node.close();
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }

  /// What the command line asks for.
  private static final class Arguments {
    int count = 1000;
    long seed = 1;
    int failures = 20;
    int methodLimit = CompilerOptions.HOTSPOT_LIMIT;
    boolean help;
    boolean binaryen;
    boolean mapped;
    boolean plain;
    boolean interruptible;
    boolean withItself;
    int rounds = CallPlan.ROUNDS;
    final Set<Feature> without = EnumSet.noneOf(Feature.class);
    @Nullable Set<Feature> with;
    @Nullable Path file;

    Arguments(String[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        switch (arguments[i]) {
          case "--help" -> help = true;
          case "--seed" -> seed = Long.parseLong(arguments[++i]);
          case "--failures" -> failures = Integer.parseInt(arguments[++i]);
          case "--method-limit" -> methodLimit = Integer.parseInt(arguments[++i]);
          case "--ttf" -> binaryen = true;
          case "--mapped" -> mapped = true;
          case "--plain" -> plain = true;
          case "--interruptible" -> interruptible = true;
          case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
          case "--file" -> file = Path.of(arguments[++i]);
          case "--self" -> withItself = true;
          case "--without" -> without.addAll(parse(arguments[++i]));
          case "--with" -> with = Set.copyOf(parse(arguments[++i]));
          default -> count = Integer.parseInt(arguments[i]);
        }
      }
    }

    Set<Feature> features() {
      Set<Feature> chosen =
          with != null ? with : withItself ? EnumSet.allOf(Feature.class) : Feature.ofNode();
      return chosen.stream()
          .filter(feature -> !without.contains(feature))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
    }

    private static List<Feature> parse(String names) {
      return List.of(names.split(",", -1)).stream()
          .filter(name -> !name.isEmpty())
          .map(name -> Feature.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
          .toList();
    }
  }

  private static final String USAGE =
      """
      usage: ./dev fuzz [OPTIONS] [N]
      Makes N random modules (1000), calls what they export here and in Node, and compares results, traps, what they
      logged, globals and memory. What differs is written to target/fuzz: the module, and both observations.
        --seed S            the first module's seed; the others follow (1)
        --ttf               modules of binaryen's wasm-opt -ttf instead of our own
        --with FEATURES     only these of: multi-value,bulk,references,simd,exceptions,tail-calls,atomics,memory64, and
                            with --self multi-memory,exnref
        --without FEATURES  all but these
        --self              compare with our own code as it is usually cut and with --plain, not with Node
        --method-limit N    cut functions into methods of at most N bytes (8000); 0: all of them, at any instruction
        --mapped            memories are mapped here, not arrays
        --plain             SIMD without jdk.incubator.vector
        --interruptible     code that can be stopped
        --rounds N          call each function N times (2); with N = 200 and
                            GRAFT_JAVA_OPTS="-XX:-TieredCompilation -XX:CompileThreshold=100" HotSpot's C2 compiles all
        --failures N        stop after so many (20)
        --file FILE         only this module; --seed says which arguments it gets
      """;

  /// The command `./dev fuzz`.
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
    int status;
    CompilerOptions options =
        (arguments.interruptible ? CompilerOptions.INTERRUPTIBLE : CompilerOptions.DEFAULT)
            .withMethodLimit(arguments.methodLimit);
    if (arguments.mapped) {
      options = options.withAllMapped();
    }
    if (arguments.plain) {
      options = options.withVectors(false);
    }
    try (FuzzSuite suite = new FuzzSuite(options)) {
      suite.withItself = arguments.withItself;
      suite.rounds = arguments.rounds;
      status = suite.run(arguments, System.out);
    }
    System.exit(status);
  }

  private int run(Arguments arguments, PrintStream out) throws IOException, InterruptedException {
    Path file = arguments.file;
    if (file != null) {
      String difference =
          compare(file.getFileName() + ".again", Files.readAllBytes(file), arguments.seed);
      out.println(difference == null ? "no difference" : difference);
      return difference == null ? 0 : 1;
    }
    int passed = 0;
    int failed = 0;
    for (long seed = arguments.seed; seed < arguments.seed + arguments.count; seed++) {
      byte[] bytes =
          arguments.binaryen
              ? binaryen(seed, arguments.features())
              : RandomModule.generate(seed, RandomModule.someOf(arguments.features(), seed));
      String difference = compare("seed-" + seed, bytes, seed);
      if (difference == null) {
        passed++;
      } else {
        failed++;
        out.println("seed " + seed + ": " + difference);
      }
      if (failed >= arguments.failures) {
        break;
      }
    }
    out.println(passed + " passed, " + failed + " failed, 0 skipped");
    return failed == 0 && passed > 0 ? 0 : 1;
  }

  /// A module of `wasm-opt -ttf`.
  private byte[] binaryen(long seed, Set<Feature> features)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] noise = new byte[200 + random.nextInt(20_000)];
    random.nextBytes(noise);
    Path input = scratch.resolve("noise");
    Path output = scratch.resolve("ttf.wasm");
    Files.write(input, noise);
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Requires.tool("wasm-opt").toString(),
                "-ttf",
                input.toString(),
                "-o",
                output.toString(),
                "--denan",
                "--enable-sign-ext",
                "--enable-mutable-globals",
                "--enable-nontrapping-float-to-int"));
    for (Feature feature : features) {
      if (feature == Feature.REFERENCES || feature == Feature.SIMD || feature == Feature.EXNREF) {
        // Its references are those of a draft of garbage collection, and its vectors go to the log,
        // which JavaScript cannot have.
        continue;
      }
      command.add(
          switch (feature) {
            case MULTI_VALUE -> "--enable-multivalue";
            case BULK -> "--enable-bulk-memory";
            case REFERENCES, SIMD -> throw new AssertionError("BUG: left out above");
            case EXCEPTIONS -> "--enable-exception-handling";
            case TAIL_CALLS -> "--enable-tail-call";
            case ATOMICS -> "--enable-threads";
            case MEMORY64 -> "--enable-memory64";
            case MULTI_MEMORY -> "--enable-multimemory";
            case EXNREF -> throw new AssertionError("BUG: left out above");
          });
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("wasm-opt failed for seed " + seed);
    }
    return Files.readAllBytes(output);
  }
}
