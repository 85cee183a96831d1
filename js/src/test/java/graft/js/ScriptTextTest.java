package graft.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "()              | ''",
        "(void)          | ''",
        "(int x)         | x",
        "(int a, int b)  | a, b",
        "(const char *name, unsigned long long n) | name, n",
        "(void (*callback)(int, int), int *values[4]) | callback, values",
        "(struct point* p) | p",
      })
  void parametersAreTheirNames(String parameters, String names) {
    assertThat(ScriptText.of(parameters + "<::>{ return 1; }").parameters())
        .isEqualTo(names.isEmpty() ? java.util.List.of() : java.util.List.of(names.split(", ")));
  }

  @Test
  void theBodyStaysAsItIs() {
    assertThat(ScriptText.of("(int x)<::>{ return x; // }\n}").expression())
        .isEqualTo("(function(x) { return x; // }\n}\n)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{ return 1; }", "<::>", "(int x{ }", "int x<::>{ }"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ScriptText.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
