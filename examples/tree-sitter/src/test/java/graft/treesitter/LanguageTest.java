package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.dl.LoadException;
import graft.dl.UndefinedSymbolException;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LanguageTest {
  @Test
  void aLanguageKnowsItsTypesAndFields() {
    try (TreeSitter treeSitter = Npm.load("0.27.1");
        Language json = Language.load(treeSitter, Npm.grammar("json"))) {
      assertThat(json.name()).isEqualTo("json");
      assertThat(json.abiVersion()).isBetween(13, 15);
      int object = json.typeId("object", true);
      assertThat(json.type(object)).isEqualTo("object");
      assertThat(json.typeId("{", false)).isPositive();
      assertThat(json.typeId("{", true)).isZero();
      assertThat(json.type(0)).isNull();
      assertThat(json.type(-1)).isNull();
      assertThat(json.fieldCount()).isEqualTo(2);
      assertThat(json.field(json.fieldId("key"))).isEqualTo("key");
      assertThat(json.fieldId("nope")).isZero();
      assertThat(json.field(99)).isNull();
    }
  }

  @Test
  void manyLanguagesLiveInOneProcess() throws IOException {
    try (TreeSitter treeSitter = Npm.load("0.27.1");
        Language json = Language.load(treeSitter, Npm.grammar("json"));
        Language html = Language.load(treeSitter, "html", Files.readAllBytes(Npm.grammar("html")));
        Parser parser = Parser.of(json);
        Tree first = parser.parse("[1]")) {
      parser.setLanguage(html);
      try (Tree second = parser.parse("<p>ü</p>")) {
        assertThat(second.root().type()).isEqualTo("document");
        assertThat(second.language()).isSameAs(html);
      }
      assertThat(first.root().toSexp()).isEqualTo("(document (array (number)))");
      assertThat(treeSitter.process().libraries()).hasSize(3);
    }
  }

  @Test
  void aLanguageCanBeUnloadedAndLoadedAgain() {
    try (TreeSitter treeSitter = Npm.load("0.27.1")) {
      for (int i = 0; i < 5; i++) {
        try (Language json = Language.load(treeSitter, Npm.grammar("json"));
            Parser parser = Parser.of(json);
            Tree tree = parser.parse("[" + i + "]")) {
          assertThat(tree.root().text()).isEqualTo("[" + i + "]");
        }
        assertThat(treeSitter.process().libraries()).hasSize(1);
      }
    }
  }

  @Test
  void aGrammarForANewerTreeSitterIsRefused() {
    try (TreeSitter treeSitter = Npm.load("0.20.8")) {
      assertThatThrownBy(() -> Language.load(treeSitter, Npm.grammar("javascript")))
          .isInstanceOf(TreeSitterException.class)
          .hasMessage(
              "tree-sitter-javascript.wasm: incompatible language version: expected 13 to 14,"
                  + " found 15");
      assertThat(treeSitter.process().libraries()).hasSize(1);
    }
  }

  @Test
  void aModuleThatIsNoGrammarIsRefused() {
    try (TreeSitter treeSitter = Npm.load("0.27.1")) {
      Path rings = Requires.root().resolve("examples/plugins/wasm/rings.so");
      assertThatThrownBy(() -> Language.load(treeSitter, rings))
          .isInstanceOf(TreeSitterException.class)
          .hasMessage("rings.so: not a grammar: exports no function tree_sitter_LANGUAGE");
      assertThatThrownBy(() -> Language.load(treeSitter, Npm.main("0.25.10")))
          .isInstanceOf(TreeSitterException.class)
          .hasMessage("tree-sitter.wasm: not a grammar: exports no function tree_sitter_LANGUAGE");
      assertThatThrownBy(() -> Language.load(treeSitter, "x.wasm", new byte[] {1, 2, 3}))
          .isInstanceOf(LoadException.class)
          .hasMessageStartingWith("x.wasm: ");
      assertThat(treeSitter.process().libraries()).hasSize(1);
    }
  }

  @Test
  void whatNoModuleDefinesIsNamedWhenItIsCalled() {
    String text = Sample.of("yaml").getFirst().text();
    try (TreeSitter treeSitter = Npm.load("0.27.1");
        // Loading is fine: the scanner's C++ runtime is only missed when it is called.
        Language yaml = Language.load(treeSitter, Npm.olderGrammar("yaml"))) {
      assertThatThrownBy(
              () -> {
                try (Parser parser = Parser.of(yaml)) {
                  parser.parse(text);
                }
              })
          .isInstanceOf(UndefinedSymbolException.class)
          .hasMessageStartingWith(
              "tree-sitter-yaml.wasm: undefined symbol: _Znwm (operator new(unsigned long)),"
                  + " type (i32) -> i32");
    }
  }

  @Test
  void anOlderMainModuleDefinesWhatScannersInCxxCall() {
    try (TreeSitter treeSitter = Npm.load("0.20.8");
        Language yaml = Language.load(treeSitter, Npm.olderGrammar("yaml"));
        Parser parser = Parser.of(yaml);
        Tree tree = parser.parse("a: [1, ü]\n")) {
      assertThat(tree.root().hasError()).isFalse();
      assertThat(tree.root().type()).isEqualTo("stream");
    }
  }

  @Test
  void aGrammarForAnOlderTreeSitterIsRefused() {
    try (TreeSitter treeSitter = Npm.load("0.27.1")) {
      assertThatThrownBy(() -> Language.load(treeSitter, Npm.olderGrammar("elm")))
          .isInstanceOf(TreeSitterException.class)
          .hasMessage(
              "tree-sitter-elm.wasm: incompatible language version: expected 13 to 15, found 12");
      assertThat(treeSitter.process().libraries()).hasSize(1);
    }
  }
}
