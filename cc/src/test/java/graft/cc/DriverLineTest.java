package graft.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the driver makes of a command line.
final class DriverLineTest {
  @TempDir Path folder;

  private DriverLine parse(String... words) {
    return DriverLine.parse(List.of(words), folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-s SIDE_MODULE=2",
        "-sSIDE_MODULE=2",
        "-s SIDE_MODULE -s SIDE_MODULE=2",
        "-s EXPORT_ALL -sSIDE_MODULE=2 -O2"
      })
  void aSettingMayBeOneWordOrTwoAndTheLastValueHolds(String words) {
    assertThat(parse(words.split(" ")).settings.value(Setting.SIDE_MODULE)).isEqualTo("2");
  }

  @Test
  void anSWithoutASettingStrips() {
    assertThat(parse("-s", "a.o").strip).isTrue();
    assertThat(parse("-s", "EXPORT_ALL", "a.o").strip).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-s USE_SDL=2,no such setting",
    "-sSIDE_MODULE=3,'expected 0, 1 or 2'",
    "-sINITIAL_MEMORY=much,expected a number",
    "-sSIDE_MODULE -sMAIN_MODULE,a module is one of them",
    "--embed-file=a,graft run --dir",
    "--nonsense,no such option",
    "-sMEMORY64=1,32 bits",
    "-s USE_PTHREADS=1,one thread",
    "-sDISABLE_EXCEPTION_CATCHING=0,no exceptions",
    "-fwasm-exceptions,has none",
    "-fsanitize=undefined a.c,-fsanitize-trap=all",
    "-emit-llvm,no bitcode",
    "-o,wants FILE",
    "a.c -o a.js,no JavaScript is written",
    "-c a.c b.c -o c.o,wants one source",
    "-pthread,one thread",
    "-flto=thin,no link-time optimization",
    "@nothing,cannot be read"
  })
  void whatIsNotKnownIsAnErrorThatNamesIt(String words, String message) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-sMODULARIZE=1",
        "-s ENVIRONMENT=node",
        "--pre-js x.js",
        "--closure=1",
        "-Wl,--version-script=x",
        "-Wl,-rpath-link,/x"
      })
  void whatIsForEmccsJavaScriptOrOtherLinkersIsIgnoredWithAWarning(String words) {
    DriverLine line = parse((words + " a.o").split(" "));
    assertThat(line.warnings).singleElement().asString().contains(": ignored: ");
    assertThat(line.items.getLast()).isEqualTo(new DriverLine.Linked("a.o"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sSTRICT", "-s WASM_BIGINT", "-Wl,--start-group", "-Wl,", "--profiling"})
  void whatHoldsAnywayIsTakenWithoutAWord(String words) {
    assertThat(parse((words + " a.o").split(" ")).warnings).isEmpty();
  }

  @Test
  void emptyWordsAreNoFiles() {
    assertThat(parse("", "a.o", "").items).containsExactly(new DriverLine.Linked("a.o"));
  }

  @Test
  void namesOfExportedFunctionsLoseTheUnderscoreOfC() throws IOException {
    Files.writeString(folder.resolve("names"), "[\"_main\", \"__start\"]\n");
    assertThat(parse("-sEXPORTED_FUNCTIONS=['_main','_add']").settings.exportedFunctions(folder))
        .containsExactly("main", "add");
    assertThat(parse("-sEXPORTED_FUNCTIONS=_main,add").settings.exportedFunctions(folder))
        .containsExactly("main", "add");
    assertThat(parse("-sEXPORTED_FUNCTIONS=@names").settings.exportedFunctions(folder))
        .containsExactly("main", "_start");
  }

  @Test
  void theWordsOfAResponseFileStandInItsPlace() throws IOException {
    Files.writeString(folder.resolve("words"), "-I 'a b' -DX=\\\"1\\\" \"c d\".o\n-O2");
    Files.writeString(folder.resolve("outer"), "@words");
    DriverLine line = parse("@outer");
    assertThat(line.compileWords).containsExactly("-I", "a b", "-DX=\"1\"", "-O2");
    assertThat(line.items).containsExactly(new DriverLine.Linked("c d.o"));
  }

  @Test
  void libraryOptionsStayInTheirPlaceAmongTheFiles() {
    assertThat(parse("a.o", "-lz", "-L", "lib", "-Wl,--trace,-y,f", "b.so").items)
        .containsExactly(
            new DriverLine.Linked("a.o"),
            new DriverLine.LinkerWords(List.of("-lz")),
            new DriverLine.LinkerWords(List.of("-Llib")),
            new DriverLine.LinkerWords(List.of("--trace", "-y", "f")),
            new DriverLine.Linked("b.so"));
  }

  @ParameterizedTest
  @CsvSource({"65536,65536", "64KB,65536", "64kb,65536", "16MB,16777216", "4GB,4294967296"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(Setting.bytes(Setting.STACK_SIZE, text)).isEqualTo(bytes);
  }

  @Test
  void everyOptionAndSettingStandsInTheHelp() {
    String help = DriverHelp.of("cc");
    for (DriverOption option : DriverOption.values()) {
      assertThat(help).contains("  " + option.spelling);
    }
    for (Setting setting : Setting.values()) {
      assertThat(help).contains("  " + setting.name());
    }
  }
}
