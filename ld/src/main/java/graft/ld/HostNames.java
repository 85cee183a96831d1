package graft.ld;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/// The names in module `env` that a host supplies: by itself those of `graft run`, which a test of
/// the command keeps up to date.
final class HostNames {
  private static final String RESOURCE = "host-symbols.txt";

  private HostNames() {}

  /// Reads a list, one name a line.
  ///
  /// @param path of the file, or empty for the list that comes along
  /// @return nothing after the error was reported
  static Set<String> read(String path, FileSource files) {
    byte[] bytes = path.isEmpty() ? resource() : files.read(path);
    return bytes == null ? Set.of() : OptionReader.names(bytes);
  }

  private static byte[] resource() {
    try (InputStream stream = HostNames.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new AssertionError("BUG: no resource " + RESOURCE);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError("BUG: resource " + RESOURCE, e);
    }
  }
}
