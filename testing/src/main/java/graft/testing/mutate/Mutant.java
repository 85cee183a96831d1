package graft.testing.mutate;

import java.util.Arrays;
import java.util.Locale;

/// One change to a module.
sealed interface Mutant {
  /// The damaged module; the original stays as it is.
  byte[] applyTo(byte[] original);

  /// Where the change is, in bytes from the start.
  int offset();

  /// What {@link #parse} reads.
  @Override
  String toString();

  /// Cuts the module off.
  ///
  /// @param offset how many bytes are left
  record Truncation(int offset) implements Mutant {
    @Override
    public byte[] applyTo(byte[] original) {
      return Arrays.copyOf(original, offset);
    }

    @Override
    public String toString() {
      return "truncate " + offset;
    }
  }

  /// Changes one byte.
  ///
  /// @param offset which byte
  /// @param bits that are inverted
  record Flip(int offset, int bits) implements Mutant {
    @Override
    public byte[] applyTo(byte[] original) {
      byte[] bytes = original.clone();
      bytes[offset] ^= (byte) bits;
      return bytes;
    }

    @Override
    public String toString() {
      return "flip " + offset + " " + Integer.toHexString(bits);
    }
  }

  /// Reads what `toString` writes: `truncate 123`, `flip 123 ff`.
  static Mutant parse(String text) {
    String[] words = text.toLowerCase(Locale.ROOT).split(" ", -1);
    int offset = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "truncate" -> new Truncation(offset);
      case "flip" -> new Flip(offset, Integer.parseInt(words[2], 16));
      default -> throw new IllegalArgumentException("no mutant: " + text);
    };
  }
}
