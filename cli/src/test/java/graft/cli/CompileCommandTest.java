package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCommandTest {
  @TempDir
  @SuppressWarnings("NullAway") // set by JUnit
  private Path folder;

  @Test
  void aFileThatIsNoModuleDoesNotKeepTheOthersFromBeingTranslated() throws Exception {
    Files.writeString(folder.resolve("text.wasm"), "no module");
    Outcome outcome = compile(Map.of(), "--code-cache", "off", "text.wasm");

    assertThat(outcome.err()).startsWith("text.wasm: magic header not detected");
    assertThat(outcome.out().lines()).hasSize(2).last().asString().endsWith("  empty.wasm");
    assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
  }

  private record Outcome(int status, String out, String err) {}

  /// Compiles an empty module, `empty.wasm`, with these words before it.
  private Outcome compile(Map<String, String> environment, String... options) throws Exception {
    Files.write(folder.resolve("empty.wasm"), HexFormat.of().parseHex("0061736d01000000"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of("compile", "empty.wasm"));
    words.addAll(1, List.of(options));
    int status =
        Main.run(
            new Console(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                environment),
            words);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aCacheThatCannotBeWrittenIsAFailureWithFileAndRemedy() throws Exception {
    Path notAFolder = Files.writeString(folder.resolve("file"), "text");

    Outcome outcome = compile(Map.of(), "--code-cache", "file/cache");

    assertThat(outcome.err())
        .startsWith("empty.wasm: translated code is not kept: " + notAFolder)
        .contains("--code-cache DIR names another folder")
        .hasLineCount(1);
    assertThat(outcome.out()).as("it is measured all the same").contains("empty.wasm");
    assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
  }

  @Test
  void aModuleThatCannotBeKeptDoesNotSpoilTheNext() throws Exception {
    assertThat(compile(Map.of(), "--code-cache", "cache").status()).isZero();
    Path place;
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      Path kept = files.filter(file -> file.toString().endsWith(".classes")).findFirst().get();
      place = kept.getParent();
      Files.delete(kept);
    }
    Files.delete(place);
    Files.writeString(place, "text");
    // The same with a custom section, which is kept in another place.
    long places = 1;
    for (int name = 'a'; places == 1; name++) {
      byte[] other =
          HexFormat.of().parseHex("0061736d01000000" + "000201" + Integer.toHexString(name));
      Files.write(folder.resolve("other.wasm"), other);
      compile(Map.of(), "--code-cache", "both" + name, "other.wasm");
      try (Stream<Path> inner = Files.list(folder.resolve("both" + name))) {
        places = inner.filter(Files::isDirectory).count();
      }
    }

    Outcome outcome = compile(Map.of(), "--code-cache", "cache", "empty.wasm", "other.wasm");

    String line =
        "empty.wasm: translated code is not kept: " + place + ": cannot be written: is no folder";
    assertThat(outcome.err().lines()).hasSize(2).allMatch(each -> each.startsWith(line));
    assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
  }

  @Test
  void aLockThatCannotBeHadIsAFailureWithItsName() throws Exception {
    Path lock = Files.createDirectory(folder.resolve("cache")).resolve("lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();

      Outcome outcome = compile(Map.of(), "--code-cache", "cache");

      assertThat(outcome.err())
          .startsWith("empty.wasm: translated code is not kept: " + lock + ": another part");
      assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
    }
    assertThat(compile(Map.of(), "--code-cache", "cache").status()).isZero();
  }

  @Test
  void withoutAFolderOnlyWhoWantsNoneSucceeds() throws Exception {
    Outcome outcome = compile(Map.of());

    assertThat(outcome.err()).startsWith("graft compile: nothing is kept: no folder for it");
    assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
    assertThat(compile(Map.of(), "--code-cache", "off")).extracting("status").isEqualTo(0);
    assertThat(compile(Map.of("GRAFT_CODE_CACHE", "off")).status()).isZero();
  }

  @Test
  void functionsThatTheJvmCannotHaveAreNamed() throws Exception {
    // One function of 251 parameters.
    StringBuilder module = new StringBuilder("0061736d01000000" + "0180020160fb01");
    module.append("7f".repeat(251)).append("00").append("03020100").append("0a040102000b");
    Files.write(folder.resolve("wide.wasm"), HexFormat.of().parseHex(module));

    Outcome outcome = compile(Map.of(), "--code-cache", "off", "wide.wasm");

    assertThat(outcome.err())
        .startsWith("wide.wasm: cannot be translated: f0#0: more parameters")
        .hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(ExitStatus.PROBLEM.code());
  }
}
