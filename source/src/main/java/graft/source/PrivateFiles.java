package graft.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Files that lie in a folder, but are nobody else's business: those whose names begin with a dot,
/// and private keys, such as the one that signs the folder's manifest.
final class PrivateFiles {
  private static final Pattern KEY =
      Pattern.compile(".*\\.(key|p12|pfx|jks)(\\.(gz|br))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

  private PrivateFiles() {}

  /// Whether a path says so.
  ///
  /// @param path from the folder on
  static boolean isPrivate(Path path) {
    for (Path part : path) {
      String name = part.toString();
      if (name.startsWith(".") || KEY.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }

  /// Whether contents are a private key, whatever the file is called.
  static boolean isKey(byte[] bytes) {
    // Modules and what is large are none.
    return bytes.length > 0
        && bytes[0] != 0
        && bytes.length < 1 << 20
        && PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find();
  }
}
