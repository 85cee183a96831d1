package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.ModuleReader;
import graft.runtime.Instance;
import graft.testkit.WasmBytes;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs a main class of these tests in a JVM of its own, for what options of the JVM decide or what
/// would spoil this one.
final class ForkedJvm {
  private ForkedJvm() {}

  /// Starts one; its output is that of the process.
  static Process start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        Stream.of(main, Compiler.class, Instance.class, ModuleReader.class, WasmBytes.class)
            .map(ForkedJvm::place)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Runs one that is to end with status 0.
  static void run(Class<?> main, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(main, options, arguments);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static String place(Class<?> part) {
    try {
      return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
