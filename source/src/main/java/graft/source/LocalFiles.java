package graft.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files of this machine, which may be of any size, or have no end.
final class LocalFiles {
  /// What an array holds in every JVM.
  static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private LocalFiles() {}

  /// All of a file.
  ///
  /// @param maxBytes how large it may be
  /// @throws IOException if it cannot be read or is larger: `file: what`
  static byte[] read(Path file, long maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes((int) Math.min(MAX_BYTES, maxBytes) + 1);
      if (bytes.length > maxBytes) {
        throw new IOException(file + ": expected at most " + maxBytes + " bytes, found more");
      }
      return bytes;
    }
  }
}
