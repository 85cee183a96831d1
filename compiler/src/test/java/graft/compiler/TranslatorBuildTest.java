package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A build can be told apart from others wherever its classes are.
final class TranslatorBuildTest {
  @TempDir Path folder;

  private static String checksums(URI place) throws IOException {
    return TranslatorBuild.checksums(List.of(place));
  }

  private Path jar(String name, int content) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("a/B.class"));
      out.write(content);
      out.closeEntry();
    }
    return jar;
  }

  private static URI within(Path jar) {
    return URI.create("jar:" + jar.toUri() + "!/");
  }

  @Test
  void hereItCan() {
    assertThat(CodeCache.keeps()).isTrue();
  }

  @Test
  void inAJarThatALauncherOpens() throws IOException {
    String one = checksums(within(jar("one.jar", 1)));
    assertThat(checksums(within(jar("same.jar", 1)))).isEqualTo(one);
    assertThat(checksums(within(jar("other.jar", 2)))).isNotEqualTo(one);
  }

  @Test
  void inAJar() throws IOException {
    assertThat(checksums(jar("one.jar", 1).toUri()))
        .isNotEqualTo(checksums(jar("other.jar", 2).toUri()));
  }

  @Test
  void inAFolder() throws IOException {
    Path file = Files.createDirectory(folder.resolve("classes")).resolve("B.class");
    Files.write(file, new byte[] {1});
    String one = checksums(folder.toUri());
    Files.write(file, new byte[] {2});
    assertThat(checksums(folder.toUri())).isNotEqualTo(one);
  }

  /// Where classes of an image are that jlink has made.
  @Test
  void inAnImage() throws IOException {
    assertThat(checksums(URI.create("jrt:/jdk.jfr")))
        .isNotEqualTo(checksums(URI.create("jrt:/java.management")));
  }
}
