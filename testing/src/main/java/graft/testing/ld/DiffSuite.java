package graft.testing.ld;

import graft.testkit.Requires;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Gives the same inputs and options to this linker and to wasm-ld-22, scenario by scenario, and
/// compares exit status, messages and output. The scenarios are `testing/src/main/ld-diff/*.sh`;
/// `prelude.sh` there says how to write one.
///
/// `DiffSuite [PATTERN...]`
public final class DiffSuite {
  private static final Pattern RESULT = Pattern.compile("(?m)^RESULT (\\d+) (\\d+)\n");
  private static final int TIMEOUT_SECONDS = 300;

  private final Path work;
  private final Path llvm;
  private final Path scenarios = Requires.root().resolve("testing/src/main/ld-diff");

  DiffSuite(Path work, Path llvm) {
    this.work = work;
    this.llvm = llvm;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws Exception {
    Path llvm = Requires.file("/usr/lib/llvm-22/bin", "apt-get install lld-22 llvm-22 clang-22");
    Path work = Files.createDirectories(Requires.root().resolve("target/ld-diff"));
    boolean good = new DiffSuite(work, llvm).run(Arrays.asList(args), System.out);
    System.exit(good ? 0 : 1);
  }

  /// Whether nothing differs in the scenarios whose names contain a pattern.
  boolean run(List<String> patterns, PrintStream out) throws Exception {
    Path bin = Files.createDirectories(work.resolve("bin"));
    int passed = 0;
    int failed = 0;
    try (LinkServer server = new LinkServer(work);
        ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      server.writeScript(bin.resolve("wasm-ld"));
      Map<String, Future<String>> results = new LinkedHashMap<>();
      for (String name : names(patterns)) {
        results.put(name, threads.submit(() -> runScenario(name)));
      }
      for (Map.Entry<String, Future<String>> result : results.entrySet()) {
        String log = result.getValue().get();
        Matcher matcher = RESULT.matcher(log);
        boolean found = false;
        while (matcher.find()) {
          found = true;
          passed += Integer.parseInt(matcher.group(1));
          failed += Integer.parseInt(matcher.group(2));
        }
        if (!found) {
          failed++;
          out.println("DIFF: " + result.getKey() + ": the script did not come to its end");
        }
        out.print(matcher.replaceAll(""));
      }
      for (String problem : server.problems()) {
        failed++;
        out.println("INVALID: " + problem);
      }
    }
    out.println(passed + " passed, " + failed + " failed, 0 skipped");
    return failed == 0 && passed > 0;
  }

  private List<String> names(List<String> patterns) throws IOException {
    try (Stream<Path> files = Files.list(scenarios)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sh") && !name.equals("prelude.sh"))
          .map(name -> name.substring(0, name.length() - ".sh".length()))
          .filter(name -> patterns.isEmpty() || patterns.stream().anyMatch(name::contains))
          .sorted()
          .toList();
    }
  }

  /// What the scenario says on descriptor 9.
  private String runScenario(String name) throws IOException, InterruptedException {
    Path folder = work.resolve(name);
    clear(folder);
    Files.createDirectories(folder);
    Path report = work.resolve(name + ".report");
    String command = "scenario=$1; . \"$2/prelude.sh\"; . \"$2/$1.sh\"";
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec 9>\"$3\"; " + command,
                "bash",
                name,
                scenarios.toString(),
                report.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(work.resolve(name + ".log").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", work.resolve("bin") + ":" + environment.getOrDefault("PATH", ""));
    environment.put("LLVM", llvm.toString());
    environment.put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "DIFF: " + name + ": no end after " + TIMEOUT_SECONDS + " s\n";
    }
    String log = Files.readString(work.resolve(name + ".log"), StandardCharsets.ISO_8859_1);
    String said = Files.readString(report, StandardCharsets.ISO_8859_1);
    // What tools complain about: an input that could not be made would make a scenario empty.
    return log.isEmpty()
        ? said
        : said + "DIFF: " + name + ": a tool says\n" + log.indent(4) + "RESULT 0 1\n";
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        files.forEach(all::add);
      }
      for (Path file : all.reversed()) {
        Files.delete(file);
      }
    }
  }
}
