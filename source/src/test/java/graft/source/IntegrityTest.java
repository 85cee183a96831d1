package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Hashes as subresource integrity writes them.
final class IntegrityTest {
  private static final byte[] ALERT = "alert('Hello, world.');".getBytes(StandardCharsets.UTF_8);

  /// The example of the specification.
  private static final String SHA384 =
      "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";

  @Test
  void theSpecificationsExampleMatches() {
    assertThat(Integrity.parse(SHA384).matches(ALERT)).isTrue();
    assertThat(Integrity.of(Integrity.Algorithm.SHA384, ALERT)).hasToString(SHA384);
    assertThat(Integrity.parse(SHA384).matches(new byte[0])).isFalse();
  }

  @Test
  void theStrongestAlgorithmCountsAndOneOfItsHashesMustMatch() {
    String wrong = Integrity.of(Integrity.Algorithm.SHA384, new byte[0]).toString();
    String weak = Integrity.of(Integrity.Algorithm.SHA256, ALERT).toString();
    assertThat(Integrity.parse(weak + " " + wrong).matches(ALERT)).isFalse();
    assertThat(Integrity.parse(wrong + " " + SHA384 + "?ct=application/wasm").matches(ALERT))
        .isTrue();
    assertThat(Integrity.parse("md5-abc " + SHA384)).isEqualTo(Integrity.parse(SHA384));
  }

  @Test
  void damagedHashesAreNamed() {
    assertThatThrownBy(() -> Integrity.parse("md5-abc")).hasMessageContaining("found md5-abc");
    assertThatThrownBy(() -> Integrity.parse("sha256-%%")).hasMessage("not base64: sha256-%%");
    assertThatThrownBy(() -> Integrity.parse("sha256-AAAA"))
        .hasMessage("expected 32 bytes, found 3: sha256-AAAA");
  }
}
