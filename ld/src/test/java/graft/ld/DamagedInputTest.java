package graft.ld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void archivesOfAixThatAreDamagedAreReported() {
    byte[] archive =
        TinyObject.bigArchive(
            List.of(new LinkInput("a.o", object()), new LinkInput("with.long.name.o", object())));
    for (int length = 0; length < archive.length; length++) {
      link("cut at " + length, "a.a", Arrays.copyOf(archive, length));
    }
    mutate("a.a", archive);
  }

  @Test
  void archivesOfAixThatLeadAstrayAreReported() {
    byte[] archive = TinyObject.bigArchive(List.of(new LinkInput("a.o", object())));
    assertThat(errors("a.a", with(archive, 68, "2147483600")))
        .singleElement()
        .asString()
        .contains("a.a", "no archive member header");
    // The member is the one that follows itself.
    byte[] circle = with(with(archive, 88, "129"), 128 + 20, "128");
    assertThat(errors("a.a", circle)).singleElement().asString().contains("a.a", "circle");
  }

  private static byte[] with(byte[] archive, int offset, String digits) {
    byte[] changed = archive.clone();
    Arrays.fill(changed, offset, offset + 20, (byte) ' ');
    byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, changed, offset, bytes.length);
    return changed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 1 0", "3 1 0", "10 1 0", "0 8 7 l i n k i n g"})
  void sectionsThatComeAgainAreReported(String section) {
    assertThat(errors("again.o", appended(section)))
        .singleElement()
        .asString()
        .contains("again.o: out of order section type: " + section.split(" ", -1)[0]);
  }

  @Test
  void sectionsWithoutContentsAreReported() {
    assertThat(errors("empty.o", appended("9 0")))
        .singleElement()
        .asString()
        .contains("empty.o: zero length section");
  }

  @Test
  void otherCustomSectionsMayStandAnywhere() {
    assertThat(errors("own.o", appended("0 4 3 o w n"))).isEmpty();
    assertThat(errors("own.o", appended("0 4 3 o w n", "0 4 3 o w n"))).isEmpty();
  }

  /// The object with sections behind it: numbers, and letters.
  private static byte[] appended(String... sections) {
    WasmBuffer out = new WasmBuffer().bytes(new TinyObject().function("_start").data("a").bytes());
    for (String word : String.join(" ", sections).split(" ", -1)) {
      out.u8(Character.isDigit(word.charAt(0)) ? Integer.parseInt(word) : word.charAt(0));
    }
    return out.toByteArray();
  }

  private static List<String> errors(String name, byte[] object) {
    return Linker.link(List.of(name, "-o", "x.wasm"), List.of(new LinkInput(name, object)))
        .report()
        .errors();
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
