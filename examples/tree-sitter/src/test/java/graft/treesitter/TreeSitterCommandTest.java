package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.TreeSitterOracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeSitterCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  private int run(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    try (PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      return TreeSitterCommand.run(outStream, errStream, words);
    }
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTreeIsPrintedAsNodePrintsIt() throws IOException {
    Path source = Files.writeString(folder.resolve("a.json"), "{\"ä\": [1, tru]");
    TreeSitterOracle oracle = new TreeSitterOracle("0.27.1", folder);
    int number = oracle.ask("sexp", Npm.grammar("json"), source);
    oracle.answer();
    assertThat(run("--main", Npm.main("0.27.1"), Npm.grammar("json"), source)).isZero();
    assertThat(text(out)).isEqualTo(oracle.answer(number));
    assertThat(text(err)).isEmpty();
  }

  @Test
  void timesArePrintedInsteadIfAskedFor() throws IOException {
    Path source = Files.writeString(folder.resolve("a.json"), "[]");
    assertThat(run("--time=3", "--main=" + Npm.main("0.25.10"), Npm.grammar("json"), source))
        .isZero();
    assertThat(text(out).lines()).hasSize(4).first().asString().matches("parse 1: \\d+\\.\\d ms");
  }

  @Test
  void wrongUsageIsStatusTwo() {
    assertThat(run("grammar.wasm")).isEqualTo(2);
    assertThat(text(err)).startsWith("graft treesitter: expected GRAMMAR.wasm and FILE, found 1");
    assertThat(run("--time", "none", "a", "b")).isEqualTo(2);
    assertThat(text(err)).contains("--time wants a number above 0, found none");
    assertThat(run("--nope", "a", "b")).isEqualTo(2);
    assertThat(run("--main")).isEqualTo(2);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void helpIsNoError() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).isEqualTo(TreeSitterCommand.HELP);
  }

  @Test
  void aMissingFileIsNamed() {
    Path nothing = folder.resolve("no-such-file");
    assertThat(run("--main", nothing, nothing, nothing)).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo("graft treesitter: cannot read " + nothing + ": no such file\n");
  }

  @Test
  void aFileThatIsNoModuleIsNamed() throws IOException {
    Path source = Files.writeString(folder.resolve("a.json"), "[]");
    assertThat(run("--main", source, source, source)).isEqualTo(1);
    assertThat(text(err)).startsWith("graft treesitter: a.json: ");
  }

  @Test
  void withoutNpmTheMessageSaysWhatToDo() {
    String before = System.getProperty("graft.root");
    System.setProperty("graft.root", folder.toString());
    try {
      assertThat(run("grammar.wasm", "file")).isEqualTo(1);
      assertThat(text(err))
          .startsWith("graft treesitter: no main module: " + folder)
          .contains("./dev npm installs it");
    } finally {
      if (before == null) {
        System.clearProperty("graft.root");
      } else {
        System.setProperty("graft.root", before);
      }
    }
  }
}
