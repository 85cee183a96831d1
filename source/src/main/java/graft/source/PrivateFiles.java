package graft.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Files that lie in a folder, but are nobody else's business: those whose names begin with a dot,
/// and private keys, such as the one that signs the folder's manifest.
final class PrivateFiles {
  private static final Pattern KEY =
      Pattern.compile(".*\\.(key|p12|pfx|jks)(\\.(gz|br))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----");

  /// No key is as large, in bytes.
  private static final int LARGEST = 1 << 20;

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

  /// Whether contents are a private key, whatever the file is called, packed by gzip or not.
  static boolean isKey(byte[] bytes) {
    return isPlainKey(bytes) || isPlainKey(unpacked(bytes));
  }

  /// The first [#LARGEST] bytes of what gzip packed, or nothing.
  private static byte[] unpacked(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
      return new byte[0];
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readNBytes(LARGEST);
    } catch (IOException _) {
      // Damaged, or only named so.
      return new byte[0];
    }
  }

  private static boolean isPlainKey(byte[] bytes) {
    // Modules and what is large are none.
    return bytes.length > 0
        && bytes[0] != 0
        && bytes.length < LARGEST
        && PEM.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find();
  }
}
