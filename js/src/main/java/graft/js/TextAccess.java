package graft.js;

import graft.runtime.Guest;
import graft.runtime.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.graalvm.polyglot.Value;

/// Strings in the guest's memory and in buffers: in Java, since an interpreter of JavaScript that
/// runs over bytes is slow.
final class TextAccess {
  private final ScriptRealm realm;
  private final Guest guest;

  TextAccess(ScriptRealm realm, Guest guest) {
    this.realm = realm;
    this.guest = guest;
  }

  void addTo(Map<String, Object> host) {
    realm.function(host, "utf8", a -> utf8(address(a[0]), a[1].asInt()));
    realm.function(host, "latin1", a -> latin1(address(a[0])));
    realm.function(host, "utf8Length", a -> bytes(a[0]).length);
    realm.function(host, "writeUtf8", a -> write(bytes(a[0]), address(a[1]), a[2].asDouble()));
    realm.function(host, "encode", a -> ByteBuffer.wrap(bytes(a[0])));
    realm.function(
        host, "decode", a -> new String(buffer(a[0], a[1], a[2]), StandardCharsets.UTF_8));
    realm.function(
        host, "fromBase64", a -> ByteBuffer.wrap(Base64.getMimeDecoder().decode(a[0].asString())));
    realm.function(
        host,
        "toBase64",
        a ->
            Base64.getEncoder()
                .encodeToString(a[0].asString().getBytes(StandardCharsets.ISO_8859_1)));
  }

  /// JavaScript has an address as a number without sign.
  static int address(Value value) {
    return (int) value.asLong();
  }

  private static byte[] bytes(Value text) {
    return text.asString().getBytes(StandardCharsets.UTF_8);
  }

  /// The bytes of a part of an `ArrayBuffer`.
  static byte[] buffer(Value buffer, Value offset, Value length) {
    byte[] bytes = new byte[length.asInt()];
    buffer.readBuffer(offset.asLong(), bytes, 0, bytes.length);
    return bytes;
  }

  private String utf8(int address, int most) {
    Memory memory = guest.memory();
    return memory.utf8(address, length(memory, address, most));
  }

  private String latin1(int address) {
    Memory memory = guest.memory();
    return new String(
        memory.read(address, length(memory, address, -1)), StandardCharsets.ISO_8859_1);
  }

  /// Up to a zero byte, the end of memory, or a limit.
  private static int length(Memory memory, int address, int most) {
    memory.check(address, 0);
    long limit = memory.sizeInBytes() - Integer.toUnsignedLong(address);
    int length = 0;
    while (length < limit && (most < 0 || length < most) && memory.u8(address + length) != 0) {
      length++;
    }
    return length;
  }

  /// Writes as many whole characters as fit, and a zero byte.
  private int write(byte[] bytes, int address, double capacity) {
    if (!(capacity > 0)) {
      return 0;
    }
    int length = (int) Math.min(bytes.length, capacity - 1);
    while (length > 0 && length < bytes.length && (bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    Memory memory = guest.memory();
    memory.check(address, length + 1L);
    memory.write(address, bytes, 0, length);
    memory.setI8(address + length, 0);
    return length;
  }
}
