package graft.ld;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// The `build_id` section: a size and as many bytes
/// ([BuildId.md](https://github.com/WebAssembly/tool-conventions/blob/main/BuildId.md)).
final class BuildIds {
  private static final int UUID_SIZE = 16;
  private static final int SHA1_SIZE = 20;
  private static final int PIECE = 1 << 20;

  /// What wasm-ld's name-based ids (version 5) hang on.
  private static final byte[] NAMESPACE =
      HexFormat.of().parseHex("a1fa482d0e22038d338b521cd6d212b2");

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

  /// Writes the id at `offset`, computed as wasm-ld does: from all bytes, with spaces where the id
  /// will be.
  static void write(Options options, byte[] bytes, int offset) {
    Arrays.fill(bytes, offset, offset + size(options), (byte) ' ');
    byte[] id =
        switch (options.buildId) {
          case NONE -> new byte[0];
          case FAST ->
              asUuid(
                  Arrays.copyOf(
                      sha1(NAMESPACE, tree(bytes, options.workers, BuildIds::xxh3)), UUID_SIZE),
                  5);
          case SHA1 -> tree(bytes, options.workers, BuildIds::sha1);
          case UUID -> random();
          case HEX -> options.buildIdBytes;
        };
    System.arraycopy(id, 0, bytes, offset, id.length);
  }

  /// The hash of the hashes of all pieces of a mebibyte.
  private static byte[] tree(byte[] bytes, Workers workers, UnaryOperator<byte[]> hash) {
    byte[][] hashes = new byte[(bytes.length + PIECE - 1) / PIECE][];
    workers.each(
        hashes.length,
        i -> {
          int end = Math.min(bytes.length, (i + 1) * PIECE);
          hashes[i] = hash.apply(Arrays.copyOfRange(bytes, i * PIECE, end));
        });
    WasmBuffer all = new WasmBuffer();
    for (byte[] each : hashes) {
      all.bytes(each);
    }
    return hash.apply(all.toByteArray());
  }

  private static byte[] xxh3(byte[] bytes) {
    long hash = Hashing.xxh3_64().hashBytesToLong(bytes);
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
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
