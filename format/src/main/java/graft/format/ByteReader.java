package graft.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A cursor over part of a file that reads the binary format's primitive values
/// ([spec](https://webassembly.github.io/spec/core/binary/values.html)). Everything that is wrong
/// is a {@link MalformedModuleException} with the offset.
public class ByteReader {
  private final String file;
  private final byte[] bytes;
  private int position;
  private int end;

  /// @param file the name for errors
  /// @param bytes the whole file
  /// @param offset where to begin, in bytes
  /// @param end where to stop, in bytes
  public ByteReader(String file, byte[] bytes, int offset, int end) {
    this.file = file;
    this.bytes = bytes;
    this.position = offset;
    this.end = end;
  }

  /// The offset in the file of the next byte.
  public final int position() {
    return position;
  }

  /// The offset in the file where this reader stops.
  public final int end() {
    return end;
  }

  /// The name that errors show.
  public final String file() {
    return file;
  }

  /// Whether nothing is left.
  public final boolean isAtEnd() {
    return position >= end;
  }

  /// The next byte; not at the end.
  final int peek() {
    return bytes[position] & 0xff;
  }

  /// Goes to another offset of the file.
  public final void seek(int offset) {
    position = offset;
  }

  /// Goes over `count` bytes.
  public final void skip(long count) {
    if (count < 0 || count > end - position) {
      throw malformed(unexpectedEnd(), position);
    }
    position += (int) count;
  }

  /// An error at `offset`; the caller throws it.
  public final MalformedModuleException malformed(String reason, long offset) {
    return new MalformedModuleException(file, reason, offset);
  }

  /// What to say where something goes on beyond the end.
  String unexpectedEnd() {
    return "unexpected end";
  }

  /// The next byte, without sign.
  public final int u8() {
    if (position >= end) {
      throw malformed(unexpectedEnd(), position);
    }
    return bytes[position++] & 0xff;
  }

  /// Four bytes, little-endian.
  public final int fixed32() {
    return u8() | u8() << 8 | u8() << 16 | u8() << 24;
  }

  /// Eight bytes, little-endian.
  public final long fixed64() {
    return (fixed32() & 0xffff_ffffL) | (long) fixed32() << 32;
  }

  /// An unsigned LEB128 of at most 32 bits; the result is unsigned.
  public final int u32() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return longer32();
  }

  /// Most of what takes more than one byte takes two or three.
  private int longer32() {
    int at = position;
    if (at + 2 < end) {
      int first = bytes[at] & 0x7f;
      int second = bytes[at + 1];
      if (second >= 0) {
        position = at + 2;
        return first | second << 7;
      }
      int third = bytes[at + 2];
      if (third >= 0) {
        position = at + 3;
        return first | (second & 0x7f) << 7 | third << 14;
      }
    }
    return (int) unsigned(32);
  }

  /// The same, as a value that cannot be negative.
  public final long u32AsLong() {
    return u32() & 0xffff_ffffL;
  }

  /// An unsigned LEB128 of at most 64 bits.
  public final long u64() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    return unsigned(64);
  }

  /// A signed LEB128 of at most 32 bits.
  public final int s32() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++] << 25 >> 25;
    }
    return (int) signed(32);
  }

  /// A signed LEB128 of at most 33 bits (block types).
  public final long s33() {
    if (position < end && bytes[position] >= 0) {
      return s32();
    }
    return signed(33);
  }

  /// A signed LEB128 of at most 64 bits.
  public final long s64() {
    if (position < end && bytes[position] >= 0) {
      return (long) bytes[position++] << 57 >> 57;
    }
    return signed(64);
  }

  /// A count of things of which each takes at least one byte, so that a count that cannot be true
  /// is refused before anything is allocated for it.
  public final int count(String what) {
    int at = position;
    long count = u32AsLong();
    if (count > end - position) {
      throw malformed(unexpectedEnd() + ": " + count + " " + what + " do not fit", at);
    }
    return (int) count;
  }

  /// A name: length and UTF-8.
  public final String name() {
    int at = position;
    long length = u32AsLong();
    if (length > end - position) {
      throw malformed("length out of bounds: a name of " + length + " bytes", at);
    }
    int stop = position + (int) length;
    if (isAscii(bytes, position, stop)) {
      String name = new String(bytes, position, (int) length, StandardCharsets.ISO_8859_1);
      position = stop;
      return name;
    }
    try {
      String name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, position, (int) length))
              .toString();
      position += (int) length;
      return name;
    } catch (CharacterCodingException e) {
      throw malformed("malformed UTF-8 encoding", position);
    }
  }

  /// Nearly all names are: they need no decoder. Without a jump for each byte.
  private static boolean isAscii(byte[] bytes, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  /// The byte of a value type.
  public final ValType valueType() {
    int at = position;
    ValType type = ValType.of(u8());
    if (type == null) {
      throw malformed("malformed value type: " + unknownType(at), at);
    }
    return type;
  }

  /// The byte of a reference type.
  public final ValType referenceType() {
    int at = position;
    ValType type = ValType.of(u8());
    if (type == null || !type.isReference()) {
      throw malformed("malformed reference type: " + unknownType(at), at);
    }
    return type;
  }

  /// A type's byte, and which proposal has it.
  final String unknownType(int at) {
    int type = bytes[at] & 0xff;
    return "0x" + Integer.toHexString(type) + UnsupportedProposals.ofType(type);
  }

  private long unsigned(int bits) {
    int at = position;
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int b = lebByte(at);
      result |= (long) (b & 0x7f) << shift;
      int left = bits - shift;
      if (left <= 7 && b >= 0x80) {
        throw malformed("integer representation too long", at);
      }
      if (left < 7 && b >>> left != 0) {
        throw malformed("integer too large", at);
      }
      if (b < 0x80) {
        return checkEnd(result);
      }
    }
  }

  private long signed(int bits) {
    int at = position;
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int b = lebByte(at);
      result |= (long) (b & 0x7f) << shift;
      int left = bits - shift;
      if (left <= 7 && b >= 0x80) {
        throw malformed("integer representation too long", at);
      }
      if (left < 7) {
        int sign = b << 25 >> 25 >> (left - 1);
        if (sign != 0 && sign != -1) {
          throw malformed("integer too large", at);
        }
      }
      if (b < 0x80) {
        int unused = Math.max(0, 64 - shift - 7);
        return checkEnd(result << unused >> unused);
      }
    }
  }

  /// A byte of a LEB128. Its form is looked at first: one that is too long says so even if it also
  /// goes on beyond the end.
  private int lebByte(int start) {
    if (position >= bytes.length || start >= end) {
      throw malformed(unexpectedEnd(), position);
    }
    return bytes[position++] & 0xff;
  }

  private long checkEnd(long value) {
    if (position > end) {
      throw malformed(unexpectedEnd(), end);
    }
    return value;
  }
}
