package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCommandTest {
  @TempDir
  @SuppressWarnings("NullAway") // set by JUnit
  private Path folder;

  @Test
  void aFileThatIsNoModuleDoesNotKeepTheOthersFromBeingTranslated() throws Exception {
    Files.write(folder.resolve("empty.wasm"), HexFormat.of().parseHex("0061736d01000000"));
    Files.writeString(folder.resolve("text.wasm"), "no module");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new Console(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                Map.of()),
            List.of("compile", "--code-cache", "off", "text.wasm", "empty.wasm"));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("text.wasm: magic header not detected");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .last()
        .asString()
        .endsWith("  empty.wasm");
    assertThat(status).isEqualTo(ExitStatus.PROBLEM.code());
  }
}
