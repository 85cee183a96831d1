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

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int graft(String... arguments) {
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return Main.run(
        new Console(InputStream.nullInputStream(), out, out, folder, Map.of()), List.of(arguments));
  }

  @Test
  void aProgramThatNeverEndsIsStopped() throws Exception {
    Files.write(folder.resolve("endless.wasm"), ENDLESS);
    int status = graft("run", "--timeout", "0.05", "endless.wasm");
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("graft: the program ran longer than 0.05 seconds\n");
    assertThat(status).isEqualTo(124);
  }

  @Test
  void anyTimeIsTaken() throws Exception {
    // The same without the loop.
    byte[] ends =
        HexFormat.of()
            .parseHex(
                "0061736d01000000"
                    + "01040160000003020100"
                    + "070a01065f7374617274"
                    + "00000a040102000b");
    Files.write(folder.resolve("ends.wasm"), ends);
    assertThat(graft("run", "--timeout", "9223372036854775", "ends.wasm")).isZero();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void anAddressThatMakesNoSenseIsWrongUsage() throws Exception {
    Files.write(folder.resolve("endless.wasm"), ENDLESS);
    int status =
        graft("run", "--allow-origin", "http://a", "--base-url", "http://a b", "endless.wasm");
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("--base-url wants http://... or https://..., not http://a b");
    assertThat(status).isEqualTo(2);
  }
}
