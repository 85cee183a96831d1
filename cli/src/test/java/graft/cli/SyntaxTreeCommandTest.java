package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import graft.testkit.TreeSitterOracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyntaxTreeCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir Path folder;

  private int run(Object... args) {
    List<String> words = new ArrayList<>(List.of("treesitter"));
    for (Object each : args) {
      words.add(each.toString());
    }
    return Main.run(Console.of(printed, printed, folder), words);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static Path main(String version) {
    String file = version.equals("0.27.1") ? "web-tree-sitter.wasm" : "tree-sitter.wasm";
    return Requires.npm("web-tree-sitter-" + version + "/" + file);
  }

  private static Path json() {
    return Requires.npm("tree-sitter-json/tree-sitter-json.wasm");
  }

  @Test
  void theTreeIsPrintedAsNodePrintsIt() throws IOException {
    Path source = Files.writeString(folder.resolve("a.json"), "{\"ä\": [1, tru]");
    TreeSitterOracle oracle = new TreeSitterOracle("0.27.1", folder);
    int number = oracle.ask("sexp", json(), source);
    oracle.answer();
    assertThat(run("--main", main("0.27.1"), json(), source)).isZero();
    assertThat(printed()).isEqualTo(oracle.answer(number));
  }

  @Test
  void timesArePrintedInsteadIfAskedFor() throws IOException {
    Files.writeString(folder.resolve("a.json"), "[]");
    assertThat(run("--time=3", "--main=" + main("0.25.10"), json(), "a.json")).isZero();
    assertThat(printed().lines()).hasSize(4).first().asString().matches("parse 1: \\d+\\.\\d ms");
  }

  @Test
  void aProgramThatIsNotTreeSitterIsRefused() throws IOException {
    Files.writeString(folder.resolve("a.json"), "[]");
    Path painter = Requires.root().resolve("examples/plugins/wasm/painter.wasm");
    assertThat(run("--main", painter, painter, "a.json")).isEqualTo(1);
    assertThat(printed())
        .isEqualTo("painter.wasm: not a main module of tree-sitter: exports no function ts_init\n");
  }

  @Test
  void aGrammarThatIsAnotherProgramIsRefused() throws IOException {
    Files.writeString(folder.resolve("a.json"), "[]");
    Path rings = Requires.root().resolve("examples/plugins/wasm/rings.so");
    assertThat(run("--main", main("0.27.1"), rings, "a.json")).isEqualTo(1);
    assertThat(printed()).startsWith("rings.so: ").doesNotContain("BUG");
  }

  @Test
  void aGrammarForANewerTreeSitterIsRefusedByVersion() throws IOException {
    Files.writeString(folder.resolve("a.js"), "1");
    Path grammar = Requires.npm("tree-sitter-javascript/tree-sitter-javascript.wasm");
    assertThat(run("--main", main("0.20.8"), grammar, "a.js")).isEqualTo(1);
    assertThat(printed())
        .isEqualTo(
            "tree-sitter-javascript.wasm: incompatible language version: expected 13 to 14, found"
                + " 15\n");
  }

  @Test
  void aFileThatIsNoModuleIsNamed() throws IOException {
    Files.writeString(folder.resolve("a.json"), "[]");
    assertThat(run("--main", "a.json", "a.json", "a.json")).isEqualTo(1);
    assertThat(printed()).contains("a.json: ").doesNotContain("BUG");
  }

  @Test
  void withoutNpmTheMessageSaysWhatToDo() {
    SyntaxTreeCommand command = new SyntaxTreeCommand(folder);
    Console console = Console.of(printed, printed, folder);
    Arguments arguments = Arguments.parse(command, List.of("grammar.wasm", "file"));
    Assertions.assertThatThrownBy(() -> command.run(console, arguments))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining("./dev npm installs it");
  }
}
