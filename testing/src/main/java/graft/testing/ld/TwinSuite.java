package graft.testing.ld;

import graft.cli.Console;
import graft.cli.Main;
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
import java.util.Locale;

/// Links real programs with Graft and with wasm-ld-22: the same behaviour in Node and in `graft
/// run`, sizes within 0.5 %; says where the bytes are the same.
///
/// `TwinSuite SOURCES [PATTERN...]`, or `TwinSuite SOURCES --compilers` for objects of all
/// compilers that there are.
public final class TwinSuite {
  private static final double TOLERANCE = 0.005;
  private static final String NODE =
      """
      const { WASI } = require('wasi');
      const wasi = new WASI({ version: 'preview1', args: ['program'] });
      const module = new WebAssembly.Module(require('fs').readFileSync(process.argv[1]));
      process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
      """;

  private final Path work;
  private final PrintStream out;
  private int passed;
  private int failed;
  private int same;

  private TwinSuite(Path work, PrintStream out) {
    this.work = work;
    this.out = out;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws IOException, InterruptedException {
    Path sources = Path.of(args[0]);
    List<String> patterns = Arrays.asList(args).subList(1, args.length);
    Path work =
        Files.createDirectories(
            Requires.root().resolve("target/ld-twins/objects").toAbsolutePath().normalize());
    TwinSuite suite = new TwinSuite(work, System.out);
    List<Twin> twins =
        patterns.equals(List.of("--compilers"))
            ? new CompilerTwins(work, sources, suite.out).twins()
            : new TwinPrograms(work, sources).twins();
    for (Twin twin : twins) {
      if (patterns.isEmpty()
          || patterns.contains("--compilers")
          || patterns.stream().anyMatch(twin.name()::contains)) {
        suite.compare(twin);
      }
    }
    suite.out.println(suite.same + " byte for byte the same");
    suite.out.println(suite.passed + " passed, " + suite.failed + " failed, 0 skipped");
    System.exit(suite.failed == 0 && suite.passed > 0 ? 0 : 1);
  }

  private void compare(Twin twin) throws IOException, InterruptedException {
    // One name for both, since the output's name stands in it.
    Path ours = Files.createDirectories(work.resolve("graft")).resolve("twin.wasm");
    Path theirs = Files.createDirectories(work.resolve("wasm-ld")).resolve("twin.wasm");
    List<String> problems = new ArrayList<>();
    link(twin, ours, theirs, problems);
    String sizes = "";
    if (problems.isEmpty()) {
      byte[] our = Files.readAllBytes(ours);
      byte[] their = Files.readAllBytes(theirs);
      Validator.validate(ModuleReader.readForeign("twin.wasm", our));
      boolean equal = Arrays.equals(our, their);
      same += equal ? 1 : 0;
      sizes = our.length + " bytes" + (equal ? ", the same" : ", wasm-ld " + their.length);
      if (Math.abs((double) our.length / their.length - 1) > TOLERANCE) {
        problems.add("the sizes differ");
      }
      if (twin.program()) {
        run(twin, ours, theirs, problems);
      }
    }
    passed += problems.isEmpty() ? 1 : 0;
    failed += problems.isEmpty() ? 0 : 1;
    String verdict = problems.isEmpty() ? "ok  " : "FAIL";
    out.println(
        String.format(
            Locale.ROOT,
            "%s %-46s %s %s",
            verdict,
            twin.name(),
            sizes,
            String.join("; ", problems)));
  }

  private void link(Twin twin, Path ours, Path theirs, List<String> problems)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(twin.words());
    words.addAll(List.of("-o", ours.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    if (LinkCommand.run(stream, stream, twin.folder(), words) != 0) {
      problems.add("graft ld: " + said.toString(StandardCharsets.UTF_8));
    }
    words.set(words.size() - 1, theirs.toString());
    words.add(0, Requires.tool("wasm-ld-22").toString());
    Answer answer = execute(words, twin.folder());
    if (answer.status() != 0) {
      problems.add("wasm-ld-22: " + answer.printed());
    }
  }

  private record Answer(int status, String printed) {}

  private static void run(Twin twin, Path ours, Path theirs, List<String> problems)
      throws IOException, InterruptedException {
    Answer expected = node(theirs);
    if (!expected.printed().startsWith(twin.printed())) {
      problems.add("wasm-ld's twin prints " + expected);
    }
    for (Answer answer : List.of(node(ours), graft(ours), graft(theirs))) {
      if (!answer.equals(expected)) {
        problems.add("expected " + expected + ", found " + answer);
      }
    }
  }

  private static Answer node(Path module) throws IOException, InterruptedException {
    return execute(
        List.of(Requires.tool("node").toString(), "--no-warnings", "-e", NODE, module.toString()));
  }

  private static Answer graft(Path module) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Path folder = module.toAbsolutePath().resolveSibling(".");
    int status =
        Main.run(Console.of(printed, printed, folder.normalize()), List.of("run", "twin.wasm"));
    return new Answer(status, printed.toString(StandardCharsets.UTF_8));
  }

  private static Answer execute(List<String> words) throws IOException, InterruptedException {
    return execute(words, Path.of(""));
  }

  private static Answer execute(List<String> words, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
