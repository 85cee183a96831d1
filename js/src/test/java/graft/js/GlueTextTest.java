package graft.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Trap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GlueTextTest {
  @Test
  void constantsAreFoundWhateverTheyContain() {
    GlueText glue =
        new GlueText(
            """
            // ASM_CONSTS is below
            var ASM_CONSTS = {
              1024: function($0, $1) {return [$0, $1].join(", ");},
             1056: ($0) => { /* } */ return /[/}]/.test("}" + '{' + `${ {a: 1}.a }`) ? $0 / 2 : 0; },
             -5: () => { }
            };
            """);
    assertThat(glue.constants())
        .hasSize(3)
        .containsEntry(1024, "(function($0, $1) {return [$0, $1].join(\", \");})")
        .containsEntry(-5, "(() => { })");
    assertThat(glue.constants().get(1056)).startsWith("(($0) => {").endsWith("})");
  }

  @Test
  void templatesWithoutEndAreRefused() {
    String deep = "`${".repeat(100_000);
    assertThatThrownBy(() -> new GlueText("var ASM_CONSTS = {1: " + deep + "}").constants())
        .isInstanceOf(Trap.class)
        .hasMessageContaining("expected at most 200 templates within each other");
  }

  @Test
  void functionsAreFoundAtTheBeginningOfLines() {
    GlueText glue =
        new GlueText(
            "var x; function inner(){}\nfunction add(a,b){ return a + b; }\n"
                + "async function later(a){ await a; }");
    assertThat(glue.function("add")).isEqualTo("(function add(a,b){ return a + b; })");
    assertThat(glue.function("later")).isEqualTo("(async function later(a){ await a; })");
    assertThat(glue.function("inner")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ASM_CONSTS",
        "var ASM_CONSTS = {",
        "var ASM_CONSTS = {1: \"",
        "function add(",
        "/*"
      })
  void damagedTextHasNothing(String text) {
    GlueText glue = new GlueText(text);
    glue.constants();
    assertThat(glue.function("add")).isNull();
  }
}
