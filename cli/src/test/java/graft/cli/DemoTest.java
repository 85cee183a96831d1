package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
  private static final String PLUGINS = "examples/plugins/wasm";

  @TempDir Path folder;

  @Test
  void withoutNpmPackagesTheDemoSaysWhatItWouldNeedAndSucceeds() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve(PLUGINS));
    for (String name : List.of("painter.wasm", "libcanvas.so", "mandelbrot.so", "rings.so")) {
      Files.copy(Requires.root().resolve(PLUGINS).resolve(name), plugins.resolve(name));
    }

    String printed = demo(folder);

    assertThat(printed)
        .contains("Mandelbrot's set, by mandelbrot.so:")
        .contains("painter: 2 plugins, 2560 points")
        .containsPattern(
            "linked: 4 modules \\(painter.wasm, libcanvas.so, mandelbrot.so, rings.so\\), [1-9][0-9,]* bytes\n"
                + "linked: [1-9][0-9,]* functions bound, [0-9,]+ waiting for their first call;"
                + " [1-9][0-9,]* address(es)? bound\n"
                + "linked: [1-9][0-9,]* bytes of memory, [1-9][0-9,]* slots in the table\n")
        .contains("./dev npm installs these packages");
  }

  @Test
  void aProgramThatFailsFailsTheDemo() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve(PLUGINS));
    for (String name : List.of("painter.wasm", "libcanvas.so", "mandelbrot.so")) {
      Files.copy(Requires.root().resolve(PLUGINS).resolve(name), plugins.resolve(name));
    }
    DemoCommand demo = new DemoCommand(folder);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Console console = Console.of(printed, printed, folder);
    Arguments none = Arguments.parse(demo, List.of());

    assertThatThrownBy(() -> demo.run(console, none))
        .isInstanceOf(Failure.class)
        .hasMessage("painter.wasm: ended with status 1, not 0");
  }

  @Test
  void withNpmPackagesTheDemoParsesASourceFile() {
    Requires.npm("tree-sitter-cpp/tree-sitter-cpp.wasm");

    assertThat(demo(Requires.root()))
        .contains("(translation_unit (comment) (preproc_include path: (string_literal")
        .contains("linked: 2 modules (web-tree-sitter.wasm, tree-sitter-cpp.wasm)");
  }

  private static String demo(Path root) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Console console = Console.of(printed, printed, root);
    DemoCommand demo = new DemoCommand(root);
    int status = demo.run(console, Arguments.parse(demo, List.of()));
    console.flush();
    assertThat(status).isZero();
    return printed.toString(StandardCharsets.UTF_8);
  }
}
