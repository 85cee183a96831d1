package graft.bench;

import graft.testkit.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Builds what benchmarks run from the sources among the resources, below `target/bench`.
final class BenchFiles {
  private BenchFiles() {}

  /// A resource as a file.
  static Path source(String name) throws IOException {
    Path file = folder().resolve(name);
    try (InputStream in = BenchFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("BUG: no resource " + name);
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /// Where benchmarks keep what they build.
  static Path folder() throws IOException {
    return Files.createDirectories(Requires.root().resolve("target/bench"));
  }

  /// `main.wat` as a module.
  static Path wat(String name) throws IOException, InterruptedException {
    Path out = folder().resolve(name.replace(".wat", ".wasm"));
    run(List.of(tool("wat2wasm"), source(name).toString(), "-o", out.toString()));
    return out;
  }

  /// A C file as a WASI reactor. Without `--no-wasm-opt` clang's driver would let binaryen fold the
  /// kernels into each other. wasi-libc alone, since not every clang brings builtins for wasm.
  static Path wasm(String name) throws IOException, InterruptedException {
    Path out = folder().resolve(name.replace(".c", ".wasm"));
    run(
        List.of(
            tool("clang-22"),
            "--target=wasm32-wasi",
            "-Wno-deprecated",
            "-O2",
            "--no-wasm-opt",
            "-mexec-model=reactor",
            "-nodefaultlibs",
            "-lc",
            source(name).toString(),
            "-o",
            out.toString()));
    return out;
  }

  /// A C file as a program of this machine.
  static Path program(String name) throws IOException, InterruptedException {
    Path out = folder().resolve(name.replace(".c", ""));
    run(List.of(tool("gcc"), "-O2", source(name).toString(), "-o", out.toString()));
    return out;
  }

  static String tool(String name) {
    return Requires.tool(name).toString();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /// Runs a main class of this module in a JVM of its own and gives what it prints.
  static List<String> java(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return output(command);
  }

  /// Runs a program and gives what it prints.
  static List<String> output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader().lines().toList();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    return lines;
  }
}
