package graft.testing.mutate;

import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.ld.LinkInput;
import graft.ld.LinkResult;
import graft.ld.Linker;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/// Damages the linker's inputs (objects, archives, shared and stub libraries, response files) and
/// links them: each link ends with output or with errors that name a reason, and never throws,
/// hangs or takes memory out of proportion.
///
/// `LinkMutateSuite [--seed N] [COUNT]`
public final class LinkMutateSuite {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// What one link of inputs of some KB may allocate.
  private static final long MAXIMUM_BYTES = 512L << 20;

  private static final int MAXIMUM_FAILURES = 50;
  private static final int CODE = 10;

  private static final List<List<String>> MODES =
      List.of(
          List.of("--allow-undefined"),
          List.of("-r"),
          List.of("--emit-relocs", "--no-gc-sections", "--unresolved-symbols=ignore-all"),
          List.of("-shared", "--experimental-pic", "--unresolved-symbols=import-dynamic"),
          List.of("-pie", "--experimental-pic", "--unresolved-symbols=import-dynamic", "-O2"),
          List.of(
              "--export-all", "--print-map", "--print-gc-sections", "--warn-unresolved-symbols"),
          List.of("-s", "--compress-relocations", "--noinhibit-exec", "--allow-undefined"),
          List.of(
              "--shared-memory", "--no-check-features", "--max-memory=6553600", "--import-memory"));

  private enum Outcome {
    LINKED,
    REFUSED
  }

  /// @param mode what it is linked with besides the modes' options, or empty
  private record Input(String name, byte[] bytes, List<String> partners, List<String> mode) {}

  private final Path folder;
  private final Watchdog watchdog = new Watchdog(LIMIT);
  private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
  private final List<String> failures = new ArrayList<>();
  private final List<LinkInput> files = new ArrayList<>();

  /// @param folder where inputs are made and failures written
  LinkMutateSuite(Path folder) {
    this.folder = folder;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = 10_000;
    long seed = 1;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--seed") && i + 1 < args.length && args[i + 1].matches("-?\\d{1,18}")) {
        seed = Long.parseLong(args[++i]);
      } else if (args[i].matches("[1-9]\\d{0,8}")) {
        count = Integer.parseInt(args[i]);
      } else {
        System.err.println("usage: ./dev ld-mutate [--seed N] [COUNT]");
        System.exit(2);
      }
    }
    Path folder = Files.createDirectories(Requires.root().resolve("target/ld-mutate"));
    LinkMutateSuite suite = new LinkMutateSuite(folder);
    suite.run(count, seed, System.out);
    System.exit(suite.failures.isEmpty() && suite.linked() > 0 ? 0 : 1);
  }

  List<String> failures() {
    return failures;
  }

  int linked() {
    return outcomes.getOrDefault(Outcome.LINKED, 0);
  }

  int refused() {
    return outcomes.getOrDefault(Outcome.REFUSED, 0);
  }

  /// Tries `count` mutants, in turn of each input.
  void run(int count, long seed, PrintStream out) throws IOException, InterruptedException {
    List<Input> inputs = makeInputs();
    for (int i = 0; i < count && failures.size() < MAXIMUM_FAILURES; i++) {
      Input input = inputs.get(i % inputs.size());
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
      byte[] mutant = mutate(input.bytes, random);
      tryOut(input, mutant, MODES.get(random.nextInt(MODES.size())), i);
    }
    failures.forEach(out::println);
    out.println("seed " + seed + ": " + outcomes);
    out.println(linked() + refused() + " passed, " + failures.size() + " failed, 0 skipped");
  }

  private void tryOut(Input input, byte[] mutant, List<String> mode, int number)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-o", "x.wasm", "--threads=1", "--no-entry"));
    arguments.addAll(mode);
    arguments.addAll(input.mode);
    boolean response = input.name.endsWith(".rsp");
    arguments.add(response ? "@" + input.name : input.name);
    arguments.addAll(input.partners);
    List<LinkInput> given = new ArrayList<>(files);
    given.removeIf(file -> file.name().equals(input.name));
    given.add(new LinkInput(input.name, mutant));
    if (response) {
      Files.write(folder.resolve(input.name), mutant);
    }
    String problem;
    try {
      problem = watchdog.call(() -> link(arguments, given));
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      problem = cause + " at " + Arrays.stream(cause.getStackTrace()).limit(4).toList();
    } catch (Watchdog.HangException e) {
      problem = e.getMessage() + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList();
    }
    if (!problem.isEmpty()) {
      failures.add("mutant " + number + ": " + String.join(" ", arguments) + ": " + problem);
      Files.write(folder.resolve("failure-" + number + "-" + input.name), mutant);
    }
  }

  /// Empty, or what is wrong.
  private String link(List<String> arguments, List<LinkInput> given) {
    long before = allocated();
    LinkResult result = Linker.link(arguments, given, folder);
    long bytes = allocated() - before;
    boolean said = !result.report().errors().isEmpty();
    outcomes.merge(said ? Outcome.REFUSED : Outcome.LINKED, 1, Integer::sum);
    if (bytes > MAXIMUM_BYTES) {
      return "allocates " + bytes + " bytes";
    }
    for (String error : result.report().errors()) {
      if (error.isBlank() || error.contains("BUG") || error.contains("Exception")) {
        return "says: " + error;
      }
    }
    if (result.output().isEmpty() != said) {
      return said ? "output in spite of errors" : "neither output nor an error";
    }
    // Graft does not read tables with 64-bit indices, which wasm64's objects have.
    return arguments.contains("-mwasm64")
        ? ""
        : result.output().map(LinkMutateSuite::readBack).orElse("");
  }

  /// All but the functions' code, which is copied as it was.
  private static String readBack(byte[] output) {
    try {
      ModuleReader.readForeign("x.wasm", output);
      return "";
    } catch (MalformedModuleException e) {
      return isInCode(output, e.offset()) ? "" : "its output is malformed: " + e.getMessage();
    } catch (InvalidModuleException e) {
      return "its output is not valid: " + e.getMessage();
    }
  }

  private static boolean isInCode(byte[] output, long offset) {
    int at = 8;
    while (at < output.length) {
      int id = output[at++];
      int size = 0;
      for (int shift = 0, b = -1; b < 0; shift += 7) {
        b = output[at++];
        size |= (b & 0x7f) << shift;
      }
      if (offset < at + size) {
        return id == CODE;
      }
      at += size;
    }
    return false;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  // Damage.

  /// One change or four: bits, bytes, numbers that are huge, parts that go, come twice or move.
  private static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] bytes = original;
    int last = random.nextInt(4) == 0 ? 4 : 1;
    for (int change = 0; change < last; change++) {
      int length = bytes.length;
      if (length < 2) {
        return bytes;
      }
      int at = random.nextInt(length);
      int end = Math.min(length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 200));
      bytes = bytes.clone();
      switch (random.nextInt(8)) {
        case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> bytes[at] = new byte[] {0, 1, -1, 0x7f, -128}[random.nextInt(5)];
        case 4 -> {
          byte[] huge = {-1, -1, -1, -1, 0x0f};
          System.arraycopy(huge, 0, bytes, at, Math.min(huge.length, length - at));
        }
        case 5 -> bytes = Arrays.copyOf(bytes, at);
        case 6 -> bytes = splice(bytes, at, end, new byte[0]);
        default -> bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[bytes.length - (to - from) + middle.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }

  // Inputs.

  private List<Input> makeInputs() throws IOException, InterruptedException {
    compile("plain.o", "-O1", C);
    compile("pic.o", "-fPIC", C);
    compile("debug.o", "-g", C);
    compile("threads.o", "-pthread", C);
    compile("wide.o", "--target=wasm64", C);
    compile("partner.o", "-O1", "int outside(int a) { return a; } int variable = 4;\n");
    run("llvm-ar-22", "rcs", "gnu.a", "plain.o", "partner.o");
    run("llvm-ar-22", "rcs", "--format=bsd", "bsd.a", "debug.o", "partner.o");
    run("llvm-ar-22", "rcs", "--thin", "thin.a", "plain.o", "partner.o");
    run(
        "wasm-ld-22",
        "-shared",
        "--experimental-pic",
        "--unresolved-symbols=ignore-all",
        "pic.o",
        "-o",
        "lib.so");
    run("wasm-ld-22", "-r", "debug.o", "partner.o", "-o", "joined.o");
    text("stub.so", "#STUB\noutside: variable, own\nvariable\nnothing: outside\n");
    text("args.rsp", "plain.o 'partner.o' \"gnu.a\" --export=own -z stack-size=4096 -y outside\n");
    List<String> none = List.of();
    List<String> partner = List.of("partner.o");
    List<String> dynamic = List.of("-Bdynamic");
    List<Input> inputs = new ArrayList<>();
    for (String object : List.of("plain.o", "pic.o", "debug.o", "threads.o", "joined.o")) {
      inputs.add(new Input(object, bytes(object), none, none));
      inputs.add(new Input(object, bytes(object), partner, none));
    }
    inputs.add(new Input("wide.o", bytes("wide.o"), none, List.of("-mwasm64")));
    inputs.add(new Input("gnu.a", bytes("gnu.a"), none, List.of("--whole-archive")));
    inputs.add(new Input("gnu.a", bytes("gnu.a"), none, List.of("-u", "own")));
    inputs.add(new Input("bsd.a", bytes("bsd.a"), none, List.of("-u", "own", "-u", "outside")));
    inputs.add(new Input("thin.a", bytes("thin.a"), none, List.of("-u", "own")));
    inputs.add(new Input("lib.so", bytes("lib.so"), List.of("pic.o"), dynamic));
    inputs.add(new Input("stub.so", bytes("stub.so"), List.of("plain.o", "partner.o"), none));
    inputs.add(new Input("args.rsp", bytes("args.rsp"), none, none));
    for (String name : inputs.stream().map(Input::name).distinct().toList()) {
      files.add(new LinkInput(name, bytes(name)));
    }
    files.add(new LinkInput("partner.o", bytes("partner.o")));
    return Collections.unmodifiableList(inputs);
  }

  private static final String C =
      """
      int outside(int); extern int variable; __thread int local = 3;
      static int numbers[] = {1, 2, 3}; int *pointers[] = {numbers, &variable, &numbers[2]};
      const char *text = "hello"; const char *same = "hello, hello"; int zero[20];
      __attribute__((weak)) int weak(void) { return 1; }
      __attribute__((weak)) int absent(void);
      __attribute__((constructor)) static void start(void) { zero[1] = outside(2); }
      __attribute__((section("named"))) int named = 4; extern int __start_named[];
      __attribute__((import_module("m"), import_name("n"))) int imported(long long);
      __attribute__((export_name("out"))) int own(int a) {
        return outside(a) + variable + local + *pointers[a] + text[a] + same[a] + weak()
            + (absent ? absent() : 0) + imported(a) + *__start_named;
      }
      int (*functions[])(int) = {own, outside};
      int indirect(int a) { return functions[a](a); }
      """;

  private void compile(String name, String flag, String source)
      throws IOException, InterruptedException {
    text(name + ".c", source);
    List<String> words = new ArrayList<>(List.of("--target=wasm32", "-w"));
    words.addAll(List.of(flag, "-c", name + ".c", "-o", name));
    run("clang-22", words.toArray(String[]::new));
  }

  private void run(String tool, String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(Requires.tool(tool).toString()));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).directory(folder.toFile()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + " failed");
    }
  }

  private void text(String name, String text) throws IOException {
    Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }
}
