package graft.ld;

import graft.format.MalformedModuleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads AIX's big archives
/// ([ar.h](https://www.ibm.com/docs/en/aix/7.3?topic=formats-ar-file-format-big)): each member says
/// where the next one is, in decimal digits.
///
/// ```
/// <bigaf>\n  20 members  20 symbols  20 symbols of 64 bits  20 first  20 last  20 unused
/// 20 size  20 next  20 previous  12 date  12 user  12 group  12 mode  4 length  name  `\n  contents
/// ```
final class BigArchiveReader {
  private static final byte[] MAGIC = "<bigaf>\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBER = 20;
  private static final int FIRST = 68;
  private static final int LAST = 88;
  private static final int HEADER_SIZE = 128;
  private static final int NAME_LENGTH = 108;
  private static final int NAME = 112;

  private final String path;
  private final byte[] bytes;

  private BigArchiveReader(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static boolean isArchive(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /// The members in the archive's order.
  ///
  /// @throws MalformedModuleException if a header is damaged
  static List<ArchiveReader.Member> read(String path, byte[] bytes) {
    return new BigArchiveReader(path, bytes).read();
  }

  private List<ArchiveReader.Member> read() {
    List<ArchiveReader.Member> members = new ArrayList<>();
    if (bytes.length < HEADER_SIZE) {
      throw malformed("file too small for the fixed length header", 0);
    }
    int at = number(FIRST, NUMBER);
    int last = number(LAST, NUMBER);
    long seen = 0;
    while (at != 0) {
      if (at < HEADER_SIZE || at > bytes.length - NAME) {
        throw malformed("no archive member header at the offset that leads there", at);
      }
      int name = at + NAME;
      int length = number(at + NAME_LENGTH, NAME - NAME_LENGTH);
      int size = number(at, NUMBER);
      int end = name + length + (length & 1); // Behind it, and the terminator's two characters.
      if (end > bytes.length - 2 || size > bytes.length - 2 - end) {
        throw malformed("archive member past the end of the archive", at);
      }
      seen += NAME + 2L + length + size;
      if (seen > bytes.length) {
        throw malformed("archive members overlap, or follow one another in a circle", at);
      }
      if (bytes[end] != '`' || bytes[end + 1] != '\n') {
        throw malformed("archive member header does not end in \"`\\n\"", at);
      }
      members.add(
          new ArchiveReader.Member(
              text(name, length), Arrays.copyOfRange(bytes, end + 2, end + 2 + size)));
      at = at == last ? 0 : number(at + NUMBER, NUMBER);
    }
    return members;
  }

  private int number(int offset, int length) {
    String digits = text(offset, length).trim();
    try {
      int value = Integer.parseInt(digits);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed("characters are not all decimal numbers: '" + digits + "'", offset);
  }

  private String text(int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  private MalformedModuleException malformed(String reason, int offset) {
    return new MalformedModuleException(path, "truncated or malformed archive: " + reason, offset);
  }
}
