package graft.testing.ld;

import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.ld.LinkCommand;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Gives random objects, archives and libraries, with random options, to this linker and to
/// wasm-ld-22: exit status, messages and every file written must be the same. What differs is told
/// with the fewest options and inputs that it needs.
///
/// `LinkFuzzSuite [--seed N] [COUNT]`
public final class LinkFuzzSuite {
  private static final int MOST_FAILURES = 20;

  private final Path folder;
  private final LlvmTools tools;
  private final RandomLinks links;
  private final long seed;
  private final PrintStream out;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int failures;

  private LinkFuzzSuite(Path folder, long seed, PrintStream out) {
    this.folder = folder;
    this.tools = new LlvmTools(folder);
    this.links = new RandomLinks(tools, seed, out);
    this.seed = seed;
    this.out = out;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = 2_000;
    long seed = 1;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--seed") && i + 1 < args.length && args[i + 1].matches("\\d{1,18}")) {
        seed = Long.parseLong(args[++i]);
      } else if (args[i].matches("[1-9]\\d{0,8}")) {
        count = Integer.parseInt(args[i]);
      } else {
        System.err.println("usage: ./dev ld-fuzz [--seed N] [COUNT]");
        System.exit(2);
      }
    }
    Path folder = Requires.root().resolve("target/ld-fuzz/" + seed);
    Files.createDirectories(folder);
    LinkFuzzSuite suite = new LinkFuzzSuite(folder, seed, System.out);
    System.exit(suite.run(count) ? 0 : 1);
  }

  private boolean run(int count) throws IOException, InterruptedException {
    List<List<String>> inputs = List.of(links.inputs(false), links.inputs(true));
    int compared = 0;
    for (int i = 0; i < count && failures < MOST_FAILURES; i++) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i);
      boolean wide = random.nextInt(8) == 0;
      List<List<String>> words = RandomLinks.words(random, inputs.get(wide ? 1 : 0), wide);
      String problem = difference(words);
      compared++;
      if (!problem.isEmpty()) {
        failures++;
        report(i, shortened(words));
      }
    }
    out.println("seed " + seed + ": " + outcomes);
    out.println(compared - failures + " passed, " + failures + " failed, 0 skipped");
    return failures == 0 && compared > 0;
  }

  // Comparison.

  /// Empty, or what differs.
  private String difference(List<List<String>> words) throws IOException, InterruptedException {
    List<String> flat = new ArrayList<>(words.stream().flatMap(List::stream).toList());
    flat.addAll(List.of("-o", "out.wasm"));
    clear();
    List<String> command = new ArrayList<>(List.of(LlvmTools.tool("wasm-ld")));
    command.addAll(flat);
    LlvmTools.Answer expected = tools.execute(command);
    Map<String, byte[]> theirs = clear();
    if (expected.status() > 1) {
      outcomes.merge("wasm-ld crashed", 1, Integer::sum);
      return "";
    }
    LlvmTools.Answer found = link(flat);
    Map<String, byte[]> ours = clear();
    outcomes.merge(expected.status() == 0 ? "linked" : "refused", 1, Integer::sum);
    String skipped = incomparable(words, expected, theirs, found);
    if (!skipped.isEmpty()) {
      outcomes.merge(skipped, 1, Integer::sum);
      return "";
    }
    StringBuilder problem = new StringBuilder();
    if (expected.status() != found.status()) {
      problem
          .append("exit status: expected ")
          .append(expected.status())
          .append(", found ")
          .append(found.status())
          .append('\n');
    }
    // Of references to data wasm-ld does not say that they made a member join.
    if (!words.contains(List.of("--why-extract=-")) || !hasAllLines(found.out(), expected.out())) {
      compare("standard output", expected.out(), found.out(), problem);
    }
    compare("standard error", expected.err(), found.err(), problem);
    if (!theirs.keySet().equals(ours.keySet())) {
      problem
          .append("files: expected ")
          .append(theirs.keySet())
          .append(", found ")
          .append(ours.keySet())
          .append('\n');
    }
    for (Map.Entry<String, byte[]> file : ours.entrySet()) {
      if (!Arrays.equals(file.getValue(), theirs.getOrDefault(file.getKey(), new byte[0]))) {
        problem.append(file.getKey()).append(" differs\n");
      }
    }
    byte[] module = ours.get("out.wasm");
    if (module != null && found.status() == 0 && expected.status() == 0) {
      problem.append(readBack(module));
    }
    return problem.isEmpty() || !theirs.containsKey("out.wasm") || isWellFormed(theirs)
        ? problem.toString()
        : "";
  }

  /// Whether LLVM can read what wasm-ld wrote, names included.
  private boolean isWellFormed(Map<String, byte[]> files) throws IOException, InterruptedException {
    Files.write(folder.resolve("theirs.wasm"), files.getOrDefault("out.wasm", new byte[0]));
    return tools.isReadable("theirs.wasm");
  }

  private static boolean hasAllLines(String text, String of) {
    return text.lines().toList().containsAll(of.lines().toList());
  }

  private static long mismatches(String said) {
    return said.lines().filter(line -> line.contains("function signature mismatch")).count();
  }

  /// Why the outcomes need not be the same; empty if they must be.
  private String incomparable(
      List<List<String>> words,
      LlvmTools.Answer expected,
      Map<String, byte[]> theirs,
      LlvmTools.Answer found)
      throws IOException {
    if (expected.status() == 0 && !isObject(words, theirs)) {
      return "wasm-ld wrote a damaged object";
    }
    byte[] module = theirs.getOrDefault("out.wasm", new byte[0]);
    if (expected.status() == 0 && !readBack(module).isEmpty()) {
      return "wasm-ld wrote a module that is not valid";
    }
    if (mismatches(found.err()) > mismatches(expected.err())) {
      return "a mismatch that wasm-ld overlooks in what joins late";
    }
    return mismatches(found.err()) > 1
        ? "several mismatches, which wasm-ld has in an order of its own"
        : "";
  }

  /// Whether what -r made can be read again.
  private boolean isObject(List<List<String>> words, Map<String, byte[]> files) throws IOException {
    byte[] module = files.get("out.wasm");
    if (module == null || !words.contains(List.of("-r"))) {
      return true;
    }
    Files.write(folder.resolve("again.o"), module);
    return link(List.of("-r", "again.o", words.getFirst().getFirst(), "-o", "again")).status() == 0;
  }

  /// Empty, or what is wrong with it.
  private static String readBack(byte[] module) {
    try {
      Validator.validate(ModuleReader.readForeign("out.wasm", module));
      return "";
    } catch (MalformedModuleException | InvalidModuleException e) {
      return e.getMessage() + "\n";
    }
  }

  private static void compare(String what, String expected, String found, StringBuilder problem) {
    if (!expected.equals(found)) {
      Set<String> known = Set.copyOf(expected.lines().toList());
      Set<String> have = Set.copyOf(found.lines().toList());
      problem.append(what).append(":\n");
      expected
          .lines()
          .filter(line -> !have.contains(line))
          .limit(6)
          .forEach(line -> problem.append("  - ").append(line).append('\n'));
      found
          .lines()
          .filter(line -> !known.contains(line))
          .limit(6)
          .forEach(line -> problem.append("  + ").append(line).append('\n'));
    }
  }

  private LlvmTools.Answer link(List<String> words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(complained, true, StandardCharsets.UTF_8);
    int status;
    try {
      status =
          LinkCommand.run(new PrintStream(said, true, StandardCharsets.UTF_8), err, folder, words);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      err.println(e + " at " + Arrays.stream(e.getStackTrace()).limit(5).toList());
      status = 134;
    }
    return new LlvmTools.Answer(
        status, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
  }

  /// Takes what was written away.
  private Map<String, byte[]> clear() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : List.of("out.wasm", "out.map")) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        files.put(name, Files.readAllBytes(file));
        Files.delete(file);
      }
    }
    return files;
  }

  // Failures.

  /// Without all words that can be left out.
  private List<List<String>> shortened(List<List<String>> words)
      throws IOException, InterruptedException {
    List<List<String>> best = words;
    boolean again = true;
    while (again) {
      again = false;
      for (int i = best.size() - 1; i >= 0; i--) {
        List<List<String>> fewer = new ArrayList<>(best);
        fewer.remove(i);
        if (!difference(fewer).isEmpty()) {
          best = fewer;
          again = true;
        }
      }
    }
    return best;
  }

  private void report(int number, List<List<String>> words)
      throws IOException, InterruptedException {
    out.println(
        "link " + number + ": " + String.join(" ", words.stream().flatMap(List::stream).toList()));
    out.print(difference(words).indent(4));
  }
}
