package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        .contains("linked: 4 modules (painter.wasm, libcanvas.so, mandelbrot.so, rings.so)")
        .contains("./dev npm installs these packages");
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
