package graft.bench;

import graft.testkit.Requires;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Builds what benchmarks run from the sources among the resources, below `target/bench`.
final class BenchFiles {
  private static final Set<String> LUA_LEFT_OUT =
      Set.of("liolib.c", "loslib.c", "loadlib.c", "ldblib.c", "linit.c", "lua.c", "luac.c");

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
  ///
  /// @param more sources and options
  static Path wasm(String name, List<String> more) throws IOException, InterruptedException {
    Path out = folder().resolve(name.replace(".c", ".wasm"));
    List<String> command = new ArrayList<>(more);
    command.addAll(
        0,
        List.of(
            tool("clang-22"),
            "--target=wasm32-wasi",
            "-Wno-deprecated",
            "-O2",
            "--no-wasm-opt",
            "-mexec-model=reactor",
            "-nodefaultlibs",
            "-lc",
            "-D_WASI_EMULATED_SIGNAL",
            source(name).toString(),
            "-o",
            out.toString()));
    run(command);
    return out;
  }

  /// A C file as a program of this machine.
  ///
  /// @param more sources and options
  static Path program(String name, List<String> more) throws IOException, InterruptedException {
    Path out = folder().resolve(name.replace(".c", ""));
    List<String> command = new ArrayList<>(more);
    command.addAll(0, List.of(tool("gcc"), "-O2", source(name).toString(), "-o", out.toString()));
    command.add("-lm");
    run(command);
    return out;
  }

  /// Lua's sources, without those that need a system, and options that make it independent of one:
  /// errors end it, since wasm has no longjmp.
  static List<String> lua() throws IOException {
    Path sources = Path.of(System.getProperty("graft.bench.lua"));
    Path headers = Files.createDirectories(folder().resolve("lua-headers"));
    Files.writeString(headers.resolve("setjmp.h"), "/* There is none. */\n");
    List<String> all =
        new ArrayList<>(
            List.of(
                "-w",
                "-I" + headers,
                "-I" + sources,
                "-Dluai_jmpbuf=int",
                "-DLUAI_THROW(L,c)=__builtin_trap()",
                "-DLUAI_TRY(L,c,a)={a}",
                "-Dluai_makeseed(L)=1",
                "-Dlua_writestring(s,l)=((void)0)",
                "-Dlua_writeline()=((void)0)",
                "-Dlua_writestringerror(s,p)=((void)0)"));
    try (Stream<Path> files = Files.list(sources)) {
      files
          .filter(file -> file.toString().endsWith(".c"))
          .filter(file -> !LUA_LEFT_OUT.contains(file.getFileName().toString()))
          .sorted()
          .forEach(file -> all.add(file.toString()));
    }
    return all;
  }

  /// The command that runs exports of a module in GraalWasm with its compiler; empty if its jars
  /// are not there. `./dev` says where they are.
  ///
  /// @param arguments of `GraalWasm.java`
  static List<String> graalWasm(List<String> arguments) throws IOException {
    List<String> jars =
        Stream.of(System.getProperty("graft.bench.graalwasm", "").split(File.pathSeparator))
            .filter(jar -> jar.endsWith(".jar"))
            .toList();
    List<String> compiler = jars.stream().filter(jar -> jar.contains("/compiler-")).toList();
    if (compiler.isEmpty()) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx2g",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "--upgrade-module-path",
                compiler.get(0),
                "--module-path",
                String.join(
                    File.pathSeparator,
                    jars.stream().filter(jar -> !compiler.contains(jar)).toList()),
                "--add-modules",
                "ALL-MODULE-PATH",
                "--enable-native-access=org.graalvm.truffle",
                "--sun-misc-unsafe-memory-access=allow",
                source("GraalWasm.java").toString()));
    command.addAll(arguments);
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String tool(String name) {
    return Requires.tool(name).toString();
  }

  /// Runs a command that has to succeed.
  static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + String.join(" ", command));
    }
  }

  /// Runs a main class of this module in a JVM of its own and gives what it prints.
  static List<String> java(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    return output(javaCommand(main, arguments));
  }

  /// The command that runs a main class of this module in a JVM of its own.
  ///
  /// @param options for that JVM
  static List<String> javaCommand(Class<?> main, List<String> arguments, String... options) {
    List<String> command = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-Xmx2g"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return command;
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
