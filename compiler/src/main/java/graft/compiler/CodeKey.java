package graft.compiler;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/// What decides which code comes out of a module.
///
/// A file of the cache holds all of it, and is only taken if that is the same: so no hash has to be
/// safe against intent, and a start need not wait for the JVM's cryptography, which is not compiled
/// yet then.
///
/// @param conditions besides the module: the build of the translator, its options, the JDK's
///   version
/// @param module its bytes
record CodeKey(String conditions, byte[] module) {
  /// A name for a file: two checksums, which take no time before the JVM has compiled anything (a
  /// CRC32C has tables to make), and the length.
  String fileName() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((int) value(new CRC32()))
        + hex.toHexDigits((int) value(new Adler32()))
        + hex.toHexDigits(module.length);
  }

  private long value(Checksum checksum) {
    checksum.update(conditions.getBytes(StandardCharsets.UTF_8));
    checksum.update(module);
    return checksum.getValue();
  }
}
