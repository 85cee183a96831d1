package graft.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageTest {
  @Test
  void theSnippetOfThePackagesDocumentationRuns(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("sample.wasm");
    Files.write(path, Samples.everything().toArray());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    // snippet
    byte[] bytes = Files.readAllBytes(path);
    WasmModule module = ModuleReader.read(path.toString(), bytes);
    ValidModule valid = Validator.validate(module);
    Dylink dylink = valid.module().dylink();
    if (dylink != null) {
      dylink.needed().forEach(library -> out.println("needs " + library));
    }
    out.print(ModulePrinter.print(module));
    // end
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith("needs liba.so\nneeds libb.so\n(module\n");
  }

  @Test
  void theSnippetOfThePackagesDocumentationIsTheOneThatRuns() throws IOException {
    Path sources = graft.testkit.Requires.root().resolve("format/src");
    String test = Files.readString(sources.resolve("test/java/graft/format/PackageTest.java"));
    String snippet =
        test.substring(test.indexOf("// snippet\n") + 11, test.indexOf("    // end\n"))
            .lines()
            .map(line -> "/// " + line.substring(4) + "\n")
            .collect(Collectors.joining());
    assertThat(Files.readString(sources.resolve("main/java/graft/format/package-info.java")))
        .contains(snippet);
  }
}
