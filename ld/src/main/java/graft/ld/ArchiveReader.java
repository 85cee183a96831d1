package graft.ld;

import graft.format.MalformedModuleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `ar` archives: GNU and BSD names, thin ones, AIX's ({@link BigArchiveReader}), with or
/// without an index. The index is not used: the members' own symbol tables say the same and are
/// never out of date.
final class ArchiveReader {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] THIN_MAGIC = "!<thin>\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_SIZE = 60;
  private static final int SIZE_OFFSET = 48;

  private final String path;
  private final byte[] bytes;
  private final boolean thin;
  private final List<Member> members = new ArrayList<>();
  private String longNames = "";

  /// A member.
  ///
  /// @param name the member's name; in a thin archive the file's path
  /// @param bytes null in a thin archive
  record Member(String name, byte @Nullable [] bytes) {}

  private ArchiveReader(String path, byte[] bytes, boolean thin) {
    this.path = path;
    this.bytes = bytes;
    this.thin = thin;
  }

  static boolean isArchive(byte[] bytes) {
    return startsWith(bytes, MAGIC)
        || startsWith(bytes, THIN_MAGIC)
        || BigArchiveReader.isArchive(bytes);
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /// The members in the archive's order.
  ///
  /// @throws MalformedModuleException if a header is damaged
  static List<Member> read(String path, byte[] bytes) {
    if (BigArchiveReader.isArchive(bytes)) {
      return BigArchiveReader.read(path, bytes);
    }
    ArchiveReader reader = new ArchiveReader(path, bytes, startsWith(bytes, THIN_MAGIC));
    reader.read();
    return reader.members;
  }

  private void read() {
    int at = MAGIC.length;
    while (at < bytes.length) {
      if (bytes.length - at < HEADER_SIZE) {
        throw malformed("remaining size of archive too small for next archive member header", at);
      }
      if (bytes[at + 58] != '`' || bytes[at + 59] != '\n') {
        throw malformed(
            "terminator characters in archive member header are not the correct \"`\\n\" values",
            at);
      }
      String name = text(at, 16).stripTrailing();
      long size = size(at);
      boolean inside = !thin || isSpecial(name);
      int start = at + HEADER_SIZE;
      if (size < 0 || (inside && size > bytes.length - start)) {
        throw malformed("offset to next archive member past the end of the archive", at);
      }
      int end = inside ? start + (int) size : start;
      readMember(name, start, end);
      at = end + (end & 1);
    }
  }

  private static boolean isSpecial(String name) {
    return name.equals("/") || name.equals("//") || name.equals("/SYM64/");
  }

  private long size(int at) {
    String digits = text(at + SIZE_OFFSET, 10).trim();
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw malformed(
          "characters in size field in archive member header are not all decimal numbers: '"
              + digits
              + "'",
          at);
    }
  }

  private void readMember(String header, int start, int end) {
    if (header.equals("//")) {
      longNames = text(start, end - start);
    } else if (header.equals("/") || header.equals("/SYM64/")) {
      return;
    } else if (header.startsWith("#1/")) {
      readBsd(header, start, end);
    } else {
      String name = name(header, start);
      if (!name.equals("__.SYMDEF") && !name.equals("__.SYMDEF SORTED")) {
        add(name, start, end);
      }
    }
  }

  /// BSD: the name stands in front of the contents.
  private void readBsd(String header, int start, int end) {
    int length = number(header.substring(3), start);
    if (length > end - start) {
      throw malformed("long name length too large", start);
    }
    String name = text(start, length).replaceFirst("\0+$", "");
    if (!name.startsWith("__.SYMDEF")) {
      add(name, start + length, end);
    }
  }

  private void add(String name, int start, int end) {
    members.add(new Member(name, thin ? null : Arrays.copyOfRange(bytes, start, end)));
  }

  /// GNU: `name/`, or `/123` for an offset in the table of long names.
  private String name(String header, int at) {
    if (header.startsWith("/")) {
      int offset = number(header.substring(1), at);
      int end = endOfName(offset);
      if (end < 0) {
        throw malformed("long name offset " + offset + " past the end of the string table", at);
      }
      String name = longNames.substring(offset, end);
      return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
    return header.endsWith("/") ? header.substring(0, header.length() - 1) : header;
  }

  /// At a line's end; in COFF's archives at a zero.
  private int endOfName(int offset) {
    int end = offset;
    while (end < longNames.length()
        && longNames.charAt(end) != '\n'
        && longNames.charAt(end) != '\0') {
      end++;
    }
    return end < longNames.length() ? end : -1;
  }

  private int number(String digits, int at) {
    try {
      int value = Integer.parseInt(digits.trim());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw malformed(
        "long name offset characters are not all decimal numbers: '" + digits + "'", at);
  }

  private String text(int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  private MalformedModuleException malformed(String reason, int offset) {
    return new MalformedModuleException(path, "truncated or malformed archive: " + reason, offset);
  }
}
