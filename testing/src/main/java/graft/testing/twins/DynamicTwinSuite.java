package graft.testing.twins;

import graft.testing.BoundedThread;
import graft.testing.cases.LinkedCase;
import graft.testkit.Golden;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Builds the programs of `testing/dl-twins` natively, where `ld.so` runs them, and as WebAssembly
/// in several ways, which the loader runs: all print the same. What they print natively is kept
/// beside them, in `expected.txt`, for machines without a native compiler; `-Dbless` writes it.
public final class DynamicTwinSuite {
  private final Path programs = Requires.root().resolve("testing/dl-twins");
  private final Path work;
  private final PrintStream out;
  private int passed;
  private int failed;

  /// @param work folder for what is built
  /// @param out what is told about
  DynamicTwinSuite(Path work, PrintStream out) {
    this.work = work;
    this.out = out;
  }

  /// The command `./dev dl-twins [PATTERN...]`; a pattern is a part of a program's name.
  public static void main(String[] patterns) throws IOException, InterruptedException {
    for (String tool : List.of("gcc", "g++", "clang-22", "wasm-ld-22", "emcc")) {
      Requires.tool(tool);
    }
    Path work = Requires.root().resolve("target/dl-twins");
    System.exit(new DynamicTwinSuite(work, System.out).run(List.of(patterns)) ? 0 : 1);
  }

  /// All programs.
  List<TwinSource> programs() throws IOException {
    List<TwinSource> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(programs)) {
      for (Path folder :
          folders.filter(each -> Files.exists(each.resolve("build.txt"))).sorted().toList()) {
        all.add(TwinSource.read(folder));
      }
    }
    return all;
  }

  private boolean run(List<String> patterns) throws IOException, InterruptedException {
    for (TwinSource program : programs()) {
      if (patterns.isEmpty() || patterns.stream().anyMatch(program.name()::contains)) {
        checkAll(program);
      }
    }
    out.println(passed + " passed, " + failed + " failed, 0 skipped");
    return failed == 0 && passed > 0;
  }

  private void checkAll(TwinSource program) throws IOException, InterruptedException {
    String expected;
    try {
      Path folder = copy(program, "native");
      for (TwinSource.Part part : program.parts()) {
        build(folder, Toolchain.natively(part, programs), part);
      }
      expected = execute(folder, List.of("./main"));
      Golden.matches(program.expected(), expected);
    } catch (BuildException | AssertionError e) {
      note(program.name() + " natively", String.valueOf(e.getMessage()));
      return;
    }
    for (Toolchain toolchain : program.toolchains()) {
      String name = toolchain.caseName(program);
      note(name, problem(program, toolchain, name, program.parts(), expected));
    }
    for (TwinSource.Variant variant : program.variants()) {
      String name = Toolchain.EMCC.caseName(program) + "_" + variant.name();
      List<TwinSource.Part> parts = program.parts().stream().map(variant::of).toList();
      note(name, problem(program, Toolchain.EMCC, name, parts, expected));
    }
  }

  /// Builds a program in one way and runs it.
  ///
  /// @return what is wrong, or nothing
  String check(TwinSource program, Toolchain toolchain) throws IOException, InterruptedException {
    String expected = Files.readString(program.expected());
    return problem(program, toolchain, toolchain.caseName(program), program.parts(), expected);
  }

  private String problem(
      TwinSource program,
      Toolchain toolchain,
      String name,
      List<TwinSource.Part> parts,
      String expected)
      throws IOException, InterruptedException {
    try {
      LinkedCase.Outcome outcome = new LinkedCase(build(program, toolchain, name, parts)).run();
      String found = outcome.output() + (outcome.error() == null ? "" : outcome.error() + "\n");
      return found.equals(expected) ? "" : "expected:\n" + expected + "found:\n" + found;
    } catch (BuildException | BoundedThread.HungException | AssertionError e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void note(String name, String problem) {
    if (problem.isEmpty()) {
      passed++;
    } else {
      failed++;
      out.println(name + ": " + problem);
    }
  }

  private Path build(
      TwinSource program, Toolchain toolchain, String name, List<TwinSource.Part> parts)
      throws IOException, InterruptedException, BuildException {
    Path folder = copy(program, name + "/bin");
    for (TwinSource.Part part : parts) {
      build(folder, toolchain.commands(part, programs), part);
    }
    return work.resolve(program.name()).resolve(name);
  }

  private Path copy(TwinSource program, String name) throws IOException {
    Path folder = work.resolve(program.name()).resolve(name);
    Files.createDirectories(folder);
    for (Path from : List.of(programs, program.folder())) {
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return folder;
  }

  private static void build(Path folder, List<List<String>> commands, TwinSource.Part part)
      throws IOException, InterruptedException, BuildException {
    Path file = folder.resolve(part.isMain() ? "main.wasm" : part.name());
    Files.createDirectories(file.resolveSibling("."));
    for (List<String> words : commands) {
      execute(folder, words);
    }
  }

  /// A command failed.
  private static final class BuildException extends Exception {
    private static final long serialVersionUID = 1L;

    BuildException(String message) {
      super(message);
    }
  }

  private static String execute(Path folder, List<String> words)
      throws IOException, InterruptedException, BuildException {
    List<String> command = new ArrayList<>(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // Where Debian's Emscripten finds its JavaScript tools.
    builder.environment().putIfAbsent("NODE_PATH", "/usr/share/nodejs");
    // A run path of main is not that of the libraries that it opens.
    builder.environment().put("LD_LIBRARY_PATH", ".");
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new BuildException(String.join(" ", words) + ":\n" + text);
    }
    return text;
  }
}
