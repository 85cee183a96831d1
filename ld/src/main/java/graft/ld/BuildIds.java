package graft.ld;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/// The `build_id` section: a size and as many bytes
/// ([BuildId.md](https://github.com/WebAssembly/tool-conventions/blob/main/BuildId.md)).
final class BuildIds {
  private static final int UUID_SIZE = 16;
  private static final int SHA1_SIZE = 20;

  private BuildIds() {}

  /// How many bytes the id takes; -1 for no id.
  static int size(Options options) {
    return switch (options.buildId) {
      case NONE -> -1;
      case FAST, UUID -> UUID_SIZE;
      case SHA1 -> SHA1_SIZE;
      case HEX -> options.buildIdBytes.length;
    };
  }

  /// Writes the id at `offset`, computed from all bytes as they are.
  static void write(Options options, byte[] bytes, int offset) {
    byte[] id =
        switch (options.buildId) {
          case NONE -> new byte[0];
          case FAST -> asUuid(Arrays.copyOf(sha1(bytes), UUID_SIZE), 5);
          case SHA1 -> sha1(bytes);
          case UUID -> random();
          case HEX -> options.buildIdBytes;
        };
    System.arraycopy(id, 0, bytes, offset, id.length);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("BUG: every JDK has SHA-1", e);
    }
  }

  private static byte[] random() {
    UUID uuid = java.util.UUID.randomUUID();
    return ByteBuffer.allocate(UUID_SIZE)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /// Puts version and variant where [RFC
  /// 9562](https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5) wants them.
  private static byte[] asUuid(byte[] bytes, int version) {
    bytes[6] = (byte) ((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    return bytes;
  }
}
