package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Modules that a test builds from C or C++ with clang-22 and wasm-ld-22.
final class Built {
  private final Path folder;
  private final List<String> flags;

  /// @param flags for the compiler
  Built(Path folder, String... flags) {
    this.folder = folder;
    this.flags = List.of(flags);
  }

  /// Builds a library.
  ///
  /// @param name such as `libgeo.so`; C++ if the source has a `namespace` or `class`
  /// @param needed libraries that were built before
  Path library(String name, String source, String... needed) throws Exception {
    return link(name, source, List.of("-shared"), needed);
  }

  /// Builds a library of a program with threads.
  ///
  /// @param options for the linker
  Path sharedLibrary(String name, String source, String... options) throws Exception {
    List<String> kind = new ArrayList<>(List.of("-shared", "--shared-memory"));
    kind.addAll(List.of(options));
    return link(name, source, kind);
  }

  /// Builds a main module.
  Path main(String source, String... needed) throws Exception {
    return link(
        "main.wasm",
        source,
        List.of("-pie", "-Bdynamic", "--import-memory", "--export-dynamic", "--no-entry"),
        needed);
  }

  /// Builds a main module at fixed addresses.
  ///
  /// @param options for the linker
  Path fixedMain(String source, String... options) throws Exception {
    List<String> kind = new ArrayList<>();
    kind.addAll(
        List.of(
            "--export-dynamic",
            "--export=__stack_pointer",
            "--export-table",
            "--growable-table",
            "--no-entry"));
    kind.addAll(List.of(options));
    return link("main.wasm", source, kind);
  }

  private Path link(String name, String source, List<String> kind, String... needed)
      throws Exception {
    boolean cxx = source.contains("namespace") || source.contains("class ");
    Path file = folder.resolve(name + (cxx ? ".cpp" : ".c"));
    Files.writeString(file, source);
    Path object = folder.resolve(name + ".o");
    List<String> compile = new ArrayList<>();
    compile.addAll(
        List.of(
            Requires.tool("clang-22").toString(),
            "--target=wasm32-unknown-unknown",
            "-fPIC",
            "-fvisibility=default",
            "-O1",
            "-nostdlib",
            "-fno-builtin"));
    compile.addAll(flags);
    compile.addAll(List.of("-c", file.toString(), "-o", object.toString()));
    command(compile.toArray(String[]::new));
    List<String> words = new ArrayList<>();
    words.add(Requires.tool("wasm-ld-22").toString());
    words.add("--experimental-pic");
    words.addAll(kind);
    words.add("--unresolved-symbols=import-dynamic");
    words.add("--export-if-defined=__wasm_call_ctors");
    words.add(object.toString());
    for (String each : needed) {
      words.add(folder.resolve(each).toString());
    }
    words.addAll(List.of("-o", folder.resolve(name).toString()));
    command(words.toArray(String[]::new));
    return folder.resolve(name);
  }

  private static void command(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", words), printed).isZero();
  }
}
