package graft.testing.ld;

import graft.testkit.Requires;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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

/// Runs lld's own tests: the `RUN:` lines of assembly, IR and YAML files, with this linker as
/// `wasm-ld`, in this JVM.
///
/// `LldSuite [-v] [--suite FOLDER] [--llvm FOLDER] [REGEX]`
public final class LldSuite {
  private static final Pattern RUN = Pattern.compile("RUN:(.*)$");
  private static final Pattern SUBSTITUTION =
      Pattern.compile("%(python\\b|basename_t|/[sSptT]|:t|[sSptT]|%)");
  private static final int TIMEOUT_SECONDS = 120;

  private final Path suite;
  private final Path work;
  private final Path llvm;
  private final boolean verbose;

  LldSuite(Path suite, Path work, Path llvm, boolean verbose) {
    this.suite = suite;
    this.work = work;
    this.llvm = llvm;
    this.verbose = verbose;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws Exception {
    Path suite = null;
    String filter = "";
    Path llvm = Path.of("/usr/lib/llvm-22/bin");
    boolean verbose = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "-v" -> verbose = true;
        case "--suite" -> suite = Path.of(args[++i]).toAbsolutePath();
        case "--llvm" -> llvm = Path.of(args[++i]);
        default -> filter = args[i];
      }
    }
    if (suite == null) {
      suite = Requires.shared("ld-suite/tests");
    }
    Path work = Files.createTempDirectory("lldsuite");
    int failed = new LldSuite(suite, work, llvm, verbose).run(filter, System.out);
    System.exit(failed == 0 ? 0 : 1);
  }

  /// The number of tests that failed, of those whose names match.
  int run(String filter, PrintStream out) throws Exception {
    Path bin = Files.createDirectories(work.resolve("bin"));
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    try (LinkServer server = new LinkServer(work);
        ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      server.writeScript(bin.resolve("wasm-ld"));
      writeDriver(bin.resolve("lld"));
      writeDriver(bin.resolve("ld.lld"));
      Map<String, Future<String>> results = new LinkedHashMap<>();
      for (String test : tests(Pattern.compile(filter))) {
        results.put(test, threads.submit(() -> runTest(test)));
      }
      for (Map.Entry<String, Future<String>> result : results.entrySet()) {
        String test = result.getKey();
        String log = result.getValue().get();
        if (log.isEmpty()) {
          passed++;
        } else if (log.equals("SKIP")) {
          skipped++;
          out.println("SKIP: " + test + " (no RUN line)");
        } else {
          failed++;
          out.println("FAIL: " + test);
          if (verbose) {
            out.println(log.indent(4));
          }
        }
      }
      for (String problem : server.problems()) {
        if (problem.contains("map-file.s")) {
          continue; // Its object writes to an immutable global, whoever links it.
        }
        failed++;
        out.println("INVALID: " + problem);
      }
      out.println(server.requests() + " links");
    }
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    return failed;
  }

  private static void writeDriver(Path script) throws IOException {
    Files.writeString(
        script,
        """
        #!/bin/sh
        if [ "$1" = -flavor ]; then shift 2; fi
        exec wasm-ld "$@"
        """);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> tests(Pattern filter) throws IOException {
    try (Stream<Path> files = Files.walk(suite)) {
      return files
          .map(file -> suite.relativize(file).toString())
          .filter(name -> name.matches(".*\\.(test|yaml|ll|s)"))
          .filter(name -> !name.matches("(.*/)?(Inputs|Output)/.*"))
          .filter(name -> filter.matcher(name).find())
          .sorted()
          .toList();
    }
  }

  /// Empty if the test passed, else what it printed.
  private String runTest(String test) throws IOException, InterruptedException {
    List<String> commands =
        commands(Files.readString(suite.resolve(test), StandardCharsets.ISO_8859_1));
    if (commands.isEmpty()) {
      return "SKIP";
    }
    Path name = Path.of(test);
    Path parent = name.getParent();
    Path folder =
        Files.createDirectories(
            work.resolve("out").resolve(parent == null ? Path.of("") : parent).resolve("Output"));
    StringBuilder script = new StringBuilder("set -o pipefail\n");
    for (int i = 0; i < commands.size(); i++) {
      String command = substitute(commands.get(i), test, folder);
      script.append("{ ").append(command).append("\n} || { echo 'RUN line ").append(i + 1);
      script.append(" failed: '").append(quote(command)).append(" >&2; exit 1; }\n");
    }
    Path file = folder.resolve(name.getFileName() + ".script");
    Files.write(file, script.toString().getBytes(StandardCharsets.ISO_8859_1));
    return execute(file, folder);
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private String execute(Path script, Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve(script.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put(
        "PATH", work.resolve("bin") + ":" + llvm + ":" + environment.getOrDefault("PATH", ""));
    environment.put("LLD_VERSION", "LLD 1.0");
    environment.put("LLD_IN_TEST", "1");
    environment.put("LC_ALL", "C");
    Process process = builder.start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "TIMEOUT";
    }
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    return process.exitValue() == 0 ? "" : text + "exit status " + process.exitValue();
  }

  private static List<String> commands(String text) {
    List<String> commands = new ArrayList<>();
    boolean continued = false;
    for (String line : text.split("\n", -1)) {
      Matcher matcher = RUN.matcher(line.stripTrailing());
      if (matcher.find()) {
        String command = matcher.group(1).trim();
        if (continued) {
          String last = commands.removeLast();
          command = last.substring(0, last.length() - 1).stripTrailing() + " " + command;
        }
        commands.add(command);
        continued = command.endsWith("\\");
      }
    }
    return commands;
  }

  private String substitute(String command, String test, Path folder) {
    Path source = suite.resolve(test);
    Path sources = source.getParent();
    String base = source.getFileName().toString();
    String temporary = folder.resolve(base + ".tmp").toString();
    return SUBSTITUTION
        .matcher(command.replaceAll("%dbg\\([^)]*\\)", ""))
        .replaceAll(match ->
            Matcher.quoteReplacement(
                switch (match.group(1)) {
                  case "s", "/s" -> source.toString();
                  case "S", "/S", "p", "/p" -> String.valueOf(sources);
                  case "t", "/t", ":t" -> temporary;
                  case "T", "/T" -> folder.toString();
                  case "basename_t" -> base;
                  case "python" -> "python3";
                  default -> "%";
                }));
  }
}
