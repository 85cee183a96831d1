package graft.ld;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever is wrong with an input is reported; nothing is thrown.
final class DamagedInputTest {
  private static final int MUTANTS = 3_000;

  private static byte[] object() {
    return new TinyObject()
        .imports("outside")
        .function("_start", "outside", "inside")
        .function("inside")
        .data("a")
        .data("b")
        .bytes();
  }

  @Test
  void anObjectThatIsCutOffAnywhereIsReported() {
    byte[] object = object();
    for (int length = 0; length < object.length; length++) {
      link("cut at " + length, "cut.o", Arrays.copyOf(object, length));
    }
  }

  @Test
  void objectsWithRandomBytesAreReportedOrLinked() {
    mutate("a.o", object());
  }

  @Test
  void archivesWithRandomBytesAreReportedOrLinked() {
    mutate("a.a", TinyObject.archive(List.of(new LinkInput("a.o", object()))));
  }

  private static void mutate(String name, byte[] original) {
    for (int seed = 0; seed < MUTANTS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] mutant = original.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      link("seed " + seed, name, mutant);
    }
  }

  private static void link(String what, String name, byte[] bytes) {
    List<LinkInput> inputs = List.of(new LinkInput(name, bytes));
    for (String mode : new String[] {"--allow-undefined", "-r", "--emit-relocs"}) {
      List<String> arguments = List.of("-o", "x.wasm", mode, "--whole-archive", name);
      assertThatCode(() -> Linker.link(arguments, inputs))
          .as("%s, %s", what, mode)
          .doesNotThrowAnyException();
    }
  }
}
