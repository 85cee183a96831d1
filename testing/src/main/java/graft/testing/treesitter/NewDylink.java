package graft.testing.treesitter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Rewrites the old `dylink` section of a grammar as a `dylink.0` section, for loaders that read
/// only that.
final class NewDylink {
  private static final int SECTIONS = 8;

  /// Where the first section's name begins, if its size takes one byte.
  private static final int NAME = SECTIONS + 2;

  private static final byte[] OLD_NAME = "dylink".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW_NAME = "dylink.0".getBytes(StandardCharsets.UTF_8);
  private static final int WASM_DYLINK_MEM_INFO = 1;

  private NewDylink() {}

  /// Whether the first section of a module is an old `dylink` section.
  static boolean isNeededBy(byte[] module) {
    return module[SECTIONS] == 0
        && module[NAME] == OLD_NAME.length
        && Arrays.equals(
            module, NAME + 1, NAME + 1 + OLD_NAME.length, OLD_NAME, 0, OLD_NAME.length);
  }

  /// The module with the new section in place of the old one.
  ///
  /// @param module begins with an old section that names no library, as those of grammars do
  static byte[] rewritten(byte[] module) {
    int begin = NAME + 1 + OLD_NAME.length;
    int end = NAME + module[SECTIONS + 1];
    if (module[SECTIONS + 1] < 0 || module[end - 1] != 0) {
      throw new IllegalArgumentException("a dylink section that is long, or names libraries");
    }
    // Sizes and alignments of memory and table are the same in both; then came the number of
    // libraries.
    int sizes = end - 1 - begin;
    byte[] section = new byte[5 + NEW_NAME.length + sizes];
    section[1] = (byte) (section.length - 2);
    section[2] = (byte) NEW_NAME.length;
    System.arraycopy(NEW_NAME, 0, section, 3, NEW_NAME.length);
    section[3 + NEW_NAME.length] = WASM_DYLINK_MEM_INFO;
    section[4 + NEW_NAME.length] = (byte) sizes;
    System.arraycopy(module, begin, section, 5 + NEW_NAME.length, sizes);
    byte[] result = Arrays.copyOf(module, SECTIONS + section.length + module.length - end);
    System.arraycopy(section, 0, result, SECTIONS, section.length);
    System.arraycopy(module, end, result, SECTIONS + section.length, module.length - end);
    return result;
  }
}
