package graft.format;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever bytes there are, the result is a module or one of the two exceptions of this package.
class MutationTest {
  private static final int LARGE = 64 * 1024;
  private static final long SEED = 20_260_101;

  @Test
  void aTruncatedModuleIsRefusedUnlessItEndsBetweenSections() {
    byte[] whole = Samples.everything().toArray();
    List<Integer> borders = borders(whole);
    assertThat(borders).hasSizeGreaterThan(10);
    for (int length = 0; length < whole.length; length++) {
      RuntimeException error = errorOf(Arrays.copyOf(whole, length));
      long end = length;
      if (length >= borders.get(borders.size() - 4) && borders.contains(length)) {
        // Only custom sections are missing.
        assertThat(error).as("cut to %d bytes", length).isNull();
      } else if (!borders.contains(length)) {
        assertThat(error)
            .as("cut to %d bytes", length)
            .isInstanceOfSatisfying(
                MalformedModuleException.class,
                malformed -> assertThat(malformed.offset()).isBetween(0L, end));
      }
    }
  }

  /// Where sections end, and the header.
  private static List<Integer> borders(byte[] whole) {
    List<Integer> borders = new ArrayList<>(List.of(8));
    for (Section section : ModuleReader.read("test.wasm", whole).sections()) {
      borders.add(section.end());
    }
    return borders;
  }

  @Test
  void aModuleThatLosesABodyIsRefused() {
    byte[] whole = Bytes.function("nop").toArray();
    for (int length = 1; length < whole.length; length++) {
      boolean betweenSections = length == 8 || length == 14;
      assertThat(errorOf(Arrays.copyOf(whole, length)) == null)
          .as("cut to %d bytes", length)
          .isEqualTo(betweenSections);
    }
  }

  @Test
  void flippedBytesGiveAnErrorOrAModule() {
    byte[] whole = Samples.everything().toArray();
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      byte[] flipped = flip(whole, random);
      check(flipped, "seed " + SEED + ", flip " + i);
    }
  }

  @Test
  void truncatedRealModulesGiveAnErrorOrAModule() throws IOException {
    for (Path file : cases()) {
      byte[] whole = Files.readAllBytes(file);
      int step = whole.length < 2_000 ? 1 : whole.length / 60;
      for (int length = 0; length < whole.length; length += step) {
        check(Arrays.copyOf(whole, length), file + " cut to " + length + " bytes");
      }
    }
  }

  @Test
  void flippedBytesInRealModulesGiveAnErrorOrAModule() throws IOException {
    Random random = new Random(SEED);
    List<Path> files = cases();
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 10_000 / files.size(); i++) {
        check(flip(whole, random), file + ", seed " + SEED + ", flip " + i);
      }
    }
  }

  @Test
  void realModulesAreValid() throws IOException {
    for (Path file : cases()) {
      Validator.validate(ModuleReader.read(file.toString(), Files.readAllBytes(file)));
    }
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(Requires.shared("cases"))) {
      return files
          .filter(file -> file.toString().endsWith(".wasm") && file.toFile().length() < LARGE)
          .sorted()
          .toList();
    }
  }

  private static byte[] flip(byte[] whole, Random random) {
    byte[] flipped = whole.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      flipped[random.nextInt(whole.length)] = (byte) random.nextInt(256);
    }
    return flipped;
  }

  private static void check(byte[] bytes, String what) {
    try {
      errorOf(bytes);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  private static RuntimeException errorOf(byte[] bytes) {
    try {
      WasmModule module = ModuleReader.read("test.wasm", bytes);
      ModulePrinter.print(module, new StringBuilder());
      Validator.validate(module);
      return null;
    } catch (MalformedModuleException | InvalidModuleException e) {
      return e;
    }
  }
}
