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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RunTimeoutTest {
  /// `(func (export "_start") (loop (br 0)))`.
  private static final byte[] ENDLESS =
      HexFormat.of()
          .parseHex(
              "0061736d01000000" // magic header
                  + "01040160000003020100" // a function without parameters
                  + "070a01065f737461727400000a09010700"
                  + "03400c000b0b");

  @TempDir
  @SuppressWarnings("NullAway") // set by JUnit
  private Path folder;

  @Test
  void aProgramThatNeverEndsIsStopped() throws Exception {
    Files.write(folder.resolve("endless.wasm"), ENDLESS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    int status =
        Main.run(
            new Console(InputStream.nullInputStream(), out, out, folder, Map.of()),
            List.of("run", "--timeout", "0.05", "endless.wasm"));

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("graft: the program ran longer than 0.05 seconds\n");
    assertThat(status).isEqualTo(124);
  }
}
