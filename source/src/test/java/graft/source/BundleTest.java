package graft.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.dl.GuestProcess;
import graft.dl.ModuleSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives of modules, honest and hostile.
final class BundleTest {
  private static final byte[] MODULE = TinyLibrary.of("one", 1);

  @TempDir private Path folder;

  private static Bundle read(byte[] bytes) throws IOException {
    return Bundle.read("x.zip", bytes, new Bundle.Limits(10, 100_000));
  }

  @Test
  void aLibraryIsFoundByTheLastPartOfItsPath() throws IOException {
    Path tar = folder.resolve("vector.tar.gz");
    Files.write(tar, Archives.gzip(Archives.tar(Map.of("./lib/one.so", MODULE), Map.of())));
    Path jar = folder.resolve("vector.jar");
    Files.write(jar, Archives.zip(Map.of("META-INF/wasm/one.so", MODULE)));
    for (Path file : List.of(tar, jar)) {
      try (GuestProcess process =
          GuestProcess.builder()
              .main("app.wasm", TinyLibrary.program(List.of("one"), "one.so"))
              .librarySource(Sources.bundle(file))
              .load()) {
        assertThat(process.main().function("call_one").invoke()).isEqualTo(1);
        assertThat(process.libraries().get(1).location())
            .startsWith(file + "!/")
            .endsWith("/one.so");
      }
    }
  }

  @Test
  void linksLeadToFilesOfTheArchive() throws IOException {
    Bundle bundle =
        read(
            Archives.tar(
                Map.of("lib/libz.so.1.3", MODULE),
                Map.of("lib/libz.so", "libz.so.1", "lib/libz.so.1", "libz.so.1.3", "a", "a")));
    assertThat(bundle.files().get("lib/libz.so")).isEqualTo(MODULE);
    assertThat(bundle.files()).doesNotContainKey("a");
  }

  @Test
  void linksMayLeadOutOfTheirFolderButNotOutOfTheArchive() throws IOException {
    Bundle bundle =
        read(
            Archives.tar(
                Map.of("lib/libz.so", MODULE),
                Map.of("usr/lib/libz.so", "../../lib/libz.so", "lib/x.so", ".././lib//libz.so")));
    assertThat(bundle.files().get("usr/lib/libz.so")).isEqualTo(MODULE);
    assertThat(bundle.files().get("lib/x.so")).isEqualTo(MODULE);
    for (String target : List.of("../../lib/libz.so", "/lib/libz.so", "..\\x")) {
      assertThatThrownBy(
              () -> read(Archives.tar(Map.of("lib/libz.so", MODULE), Map.of("lib/a.so", target))))
          .hasMessage("x.zip: path leads out of the archive: lib/" + target);
    }
  }

  @Test
  void pathsThatLeadOutAreRefused() throws IOException {
    for (String path : List.of("../x.so", "a/../../x.so", "/etc/x.so", "C:\\x.so", "a\\..\\x.so")) {
      assertThatThrownBy(() -> read(Archives.zip(Map.of("ok.so", MODULE, path, MODULE))))
          .hasMessage("x.zip: path leads out of the archive: " + path);
    }
    assertThatThrownBy(() -> read(Archives.tar(Map.of(), Map.of("lib/a.so", "../../etc/passwd"))))
        .hasMessage("x.zip: path leads out of the archive: lib/../../etc/passwd");
  }

  @Test
  void bombsAreRefused() throws IOException {
    assertThatThrownBy(() -> read(Archives.zip(Map.of("a.so", new byte[1_000_000]))))
        .hasMessage("x.zip: expected at most 100000 bytes, found more");
    assertThatThrownBy(
            () -> read(Archives.gzip(Archives.tar(Map.of("a.so", new byte[1_000_000]), Map.of()))))
        .hasMessage("x.zip: expected at most 100000 bytes, found more");
    byte[] many = Archives.zip(Archives11.files());
    assertThatThrownBy(() -> read(many)).hasMessage("x.zip: expected at most 10 files, found more");
  }

  private static final class Archives11 {
    static Map<String, byte[]> files() {
      Map<String, byte[]> files = new TreeMap<>();
      for (int i = 0; i < 11; i++) {
        files.put(i + ".so", MODULE);
      }
      return files;
    }
  }

  /// What a tar says about a file, it says in blocks of any size, which readers keep in memory.
  @Test
  void aHeaderWithoutEndIsRefused() throws IOException {
    for (byte kind :
        new byte[] {
          TarConstants.LF_GNUTYPE_LONGNAME,
          TarConstants.LF_GNUTYPE_LONGLINK,
          TarConstants.LF_PAX_EXTENDED_HEADER_LC,
          TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER
        }) {
      byte[] tar = header(kind, 400L << 20, 1 << 20);
      for (byte[] whole : List.of(tar, Archives.gzip(tar))) {
        assertThatThrownBy(() -> read(whole))
            .hasMessage(
                "x.zip: expected at most 262144 bytes of names and attributes for a file, found"
                    + " more (after 0 files)");
      }
    }
  }

  /// Each is a header of its own, and none is a file.
  @Test
  void manyHeadersWithoutAFileAreRefused() {
    byte[] one = header(TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER, 0, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      out.writeBytes(one);
    }
    assertThatThrownBy(() -> read(out.toByteArray()))
        .hasMessageContaining("bytes of names and attributes for a file");
  }

  private static byte[] header(byte kind, long size, int bytes) {
    TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", kind);
    entry.setSize(size);
    byte[] tar = new byte[512 + bytes];
    entry.writeEntryHeader(tar);
    Arrays.fill(tar, 512, tar.length, (byte) 'a');
    if (bytes > 0) {
      byte[] pax = ((size - 1) + " comment=").getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(pax, 0, tar, 512, pax.length);
    }
    return tar;
  }

  /// They are unpacked to be skipped.
  @Test
  void contentsOfFoldersCount() throws IOException {
    assertThatThrownBy(() -> read(Archives.zip(Map.of("a/", new byte[1_000_000]))))
        .hasMessage("x.zip: expected at most 100000 bytes, found more");
    Map<String, byte[]> folders = new TreeMap<>();
    for (int i = 0; i < 11; i++) {
      folders.put(i + "/", new byte[0]);
    }
    assertThatThrownBy(() -> read(Archives.zip(folders)))
        .hasMessage("x.zip: expected at most 10 files, found more");
  }

  @Test
  void placesHaveLimitsOfTheirOwn() throws IOException {
    Path file = folder.resolve("a.zip");
    Files.write(file, Archives.zip(Map.of("a/one.so", MODULE)));
    assertThat(Sources.bundle(file, new Bundle.Limits(1, MODULE.length)).find("one.so"))
        .isNotNull();
    assertThatThrownBy(
            () -> Sources.bundle(file, new Bundle.Limits(1, MODULE.length - 1)).find("one.so"))
        .hasMessageStartingWith(file + ": expected at most ");
    Path large = folder.resolve("large.tar");
    Files.write(large, new byte[(2 << 20)]);
    assertThatThrownBy(() -> Sources.bundle(large, new Bundle.Limits(1, 10)).find("one.so"))
        .hasMessage(large + ": expected at most 1049610 bytes, found more");
  }

  @Test
  void everyCutOffArchiveIsACleanError() throws IOException {
    byte[] tar = Archives.gzip(Archives.tar(Map.of("one.so", MODULE), Map.of()));
    byte[] zip = Archives.zip(Map.of("one.so", MODULE));
    for (byte[] whole : List.of(tar, zip)) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        try {
          for (byte[] file : read(part).files().values()) {
            assertThat(file).isEqualTo(MODULE);
          }
        } catch (IOException e) {
          assertThat(e).hasMessageStartingWith("x.zip: ");
        }
      }
    }
  }

  @Test
  void anAmbiguousNameIsNamed() throws IOException {
    Path file = folder.resolve("two.zip");
    Files.write(file, Archives.zip(Map.of("a/one.so", MODULE, "b/one.so", MODULE)));
    ModuleSource source = Sources.bundle(file);
    assertThatThrownBy(() -> source.find("one.so")).hasMessageContaining("one.so may be any of");
    assertThat(source.find("b/one.so")).isNotNull();
    assertThat(source.find("two.so")).isNull();
  }
}
