package graft.host.emscripten;

import graft.runtime.HostFunction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// libuuid (`uuid/uuid.h`): identifiers of 16 bytes, the most significant first.
final class UuidCalls {
  private static final int SIZE = 16;
  private static final Pattern TEXT =
      Pattern.compile(
          "(\\p{XDigit}{8})-(\\p{XDigit}{4})-(\\p{XDigit}{4})-(\\p{XDigit}{4})-(\\p{XDigit}{12})");

  private final Emscripten emscripten;

  UuidCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private byte[] read(int uuid) {
    return emscripten.memory().read(uuid, SIZE);
  }

  @HostFunction("uuid_clear")
  public void clear(int uuid) {
    emscripten.memory().fill(uuid, SIZE, 0);
  }

  @HostFunction("uuid_compare")
  public int compare(int first, int second) {
    return Arrays.compareUnsigned(read(first), read(second));
  }

  @HostFunction("uuid_copy")
  public void copy(int to, int from) {
    emscripten.memory().write(to, read(from));
  }

  /// A random one (version 4).
  @HostFunction("uuid_generate")
  public void generate(int uuid) {
    byte[] bytes = new byte[SIZE];
    emscripten.options().random().nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    emscripten.memory().write(uuid, bytes);
  }

  @HostFunction("uuid_is_null")
  public int isNull(int uuid) {
    return Arrays.equals(read(uuid), new byte[SIZE]) ? 1 : 0;
  }

  /// Gives 0, or -1 if the text is none.
  @HostFunction("uuid_parse")
  public int parse(int text, int uuid) {
    Matcher matcher = TEXT.matcher(emscripten.string(text));
    if (!matcher.matches()) {
      return -1;
    }
    emscripten.memory().write(uuid, HexFormat.of().parseHex(matcher.group().replace("-", "")));
    return 0;
  }

  @HostFunction("uuid_unparse")
  public void unparse(int uuid, int out) {
    write(HexFormat.of(), uuid, out);
  }

  @HostFunction("uuid_unparse_lower")
  public void unparseLower(int uuid, int out) {
    write(HexFormat.of(), uuid, out);
  }

  @HostFunction("uuid_unparse_upper")
  public void unparseUpper(int uuid, int out) {
    write(HexFormat.of().withUpperCase(), uuid, out);
  }

  private void write(HexFormat format, int uuid, int out) {
    StringBuilder text = new StringBuilder(format.formatHex(read(uuid)));
    for (int dash : new int[] {8, 13, 18, 23}) {
      text.insert(dash, '-');
    }
    emscripten.memory().write(out, (text + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  /// `UUID_TYPE_DCE_RANDOM` is 4, `UUID_TYPE_DCE_TIME` 1.
  @HostFunction("uuid_type")
  public int type(int uuid) {
    return emscripten.memory().u8(uuid + 6) >> 4;
  }

  /// `UUID_VARIANT_NCS`, `_DCE`, `_MICROSOFT`, `_OTHER`: by the highest bits of the ninth byte.
  @HostFunction("uuid_variant")
  public int variant(int uuid) {
    int bits = emscripten.memory().u8(uuid + 8) >> 5;
    return bits < 4 ? 0 : bits < 6 ? 1 : bits == 6 ? 2 : 3;
  }
}
