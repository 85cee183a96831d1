package graft.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a signature covers.
final class ManifestKeysTest {
  private static final String WHOLE =
      """
      {"graft-manifest": 1, "libraries": {"a.so": {"url": "a.so", "integrity": "INTEGRITY"}}}
      """
          .replace("INTEGRITY", Integrity.of(Integrity.Algorithm.SHA384, new byte[3]).toString());

  @TempDir private Path folder;
  private final KeyPair pair = ManifestKeys.generate();
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("graft-manifest.json");
  }

  private void write(String manifest, KeyPair signer) throws IOException {
    byte[] bytes = manifest.getBytes(UTF_8);
    Files.write(file, bytes);
    Files.writeString(
        Path.of(file + ManifestKeys.SIGNATURE_SUFFIX),
        ManifestKeys.sign(bytes, signer.getPrivate()));
  }

  private ManifestSource open() throws IOException {
    try (Fetcher fetcher = Fetcher.builder().offline(true).build()) {
      return Sources.manifest(file, fetcher, ManifestKeys.trusting(List.of(pair.getPublic())));
    }
  }

  @Test
  void whatATrustedKeyHasSignedIsBelievedAndNothingElse() throws IOException {
    write(WHOLE, pair);
    assertThat(open()).isNotNull();
    Files.writeString(file, WHOLE.replace("a.so", "b.so"));
    assertThatThrownBy(this::open).hasMessageContaining("signed by none of the trusted keys");
    write(WHOLE, ManifestKeys.generate());
    assertThatThrownBy(this::open).hasMessageContaining("signed by none of the trusted keys");
    Files.delete(Path.of(file + ManifestKeys.SIGNATURE_SUFFIX));
    assertThatThrownBy(this::open).hasMessageContaining("not signed");
  }

  @Test
  void aLibraryWithoutIntegrityIsNotCoveredBySigningItsManifest() throws IOException {
    write("{\"graft-manifest\": 1, \"libraries\": {\"a.so\": {\"url\": \"a.so\"}}}", pair);
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("graft-manifest.json: a.so has no integrity");
  }
}
