package graft.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Memory;
import graft.vfs.GuestFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `emscripten_wget` and its kin.
final class EmscriptenDownloadTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  private static final int OUT = 0x8000;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();

  private static byte[] fetch(String url) throws IOException {
    if (url.equals("https://example.org/a.so")) {
      return CONTENT;
    }
    throw new IOException("404");
  }

  private EmscriptenHost host(GuestFiles files, Downloads downloads) {
    return EmscriptenHost.of(
        guest, HostOptions.builder().files(files).downloads(downloads).build());
  }

  @Test
  void aFileOfAnAddressIsAFileOfTheGuest() throws Exception {
    try (GuestFiles files = EmscriptenHost.files().build()) {
      EmscriptenHost host = host(files, EmscriptenDownloadTest::fetch);
      int url = guest.string("https://example.org/a.so");
      int missing = guest.string("https://example.org/b.so");
      int path = guest.string("/plugins/a.so");
      int other = guest.string("/plugins/b.so");
      assertThat(FakeGuest.call(host, "env", "emscripten_wget", "i", url, path)).isEqualTo(0);
      assertThat(files.read("/plugins/a.so")).isEqualTo(CONTENT);
      assertThat(FakeGuest.call(host, "env", "emscripten_wget", "i", missing, other)).isEqualTo(1);
      FakeGuest.call(host, "env", "emscripten_wget", "v", url, other);
      assertThat(files.read("/plugins/b.so")).isEqualTo(CONTENT);
    }
  }

  @Test
  void dataOfAnAddressIsInMemoryAndFailureIsToldByANumber() throws Exception {
    try (GuestFiles files = EmscriptenHost.files().build()) {
      int url = guest.string("https://example.org/a.so");
      EmscriptenHost host = host(files, EmscriptenDownloadTest::fetch);
      FakeGuest.call(host, "env", "emscripten_wget_data", "v", url, OUT, OUT + 4, OUT + 8);
      assertThat(memory.read(memory.i32(OUT), memory.i32(OUT + 4))).isEqualTo(CONTENT);
      assertThat(memory.i32(OUT + 8)).isZero();
      EmscriptenHost closed = host(files, Downloads.none());
      FakeGuest.call(closed, "env", "emscripten_wget_data", "v", url, OUT, OUT + 4, OUT + 8);
      assertThat(memory.i32(OUT + 8)).isEqualTo(1);
    }
  }
}
