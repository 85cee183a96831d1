package graft.ld;

import java.util.Arrays;

/// The relocations of one section of an object, in columns: by the million they would not fit as
/// objects.
final class Relocations {
  static final Relocations NONE = new Relocations(0);

  private final byte[] types;
  private final int[] offsets;
  private final int[] indices;

  /// Up to the last that is not 0.
  private long[] addends = {};

  private int count;

  /// A bit for each type that there is.
  private int seen;

  /// Where the last number ends.
  private int end;

  private boolean overlap;

  Relocations(int capacity) {
    types = new byte[capacity];
    offsets = new int[capacity];
    indices = new int[capacity];
  }

  void add(RelocationType type, int offset, int index, long addend) {
    types[count] = (byte) type.code();
    seen |= 1 << type.code();
    overlap |= offset < end;
    end = offset + type.form.size;
    offsets[count] = offset;
    indices[count] = index;
    if (addend != 0) {
      if (addends.length <= count) {
        addends = Arrays.copyOf(addends, Math.min(types.length, 2 * count + 16));
      }
      addends[count] = addend;
    }
    count++;
  }

  int count() {
    return count;
  }

  RelocationType type(int i) {
    return RelocationType.known(types[i]);
  }

  boolean has(RelocationType type) {
    return (seen >> type.code() & 1) != 0;
  }

  /// Whether a number begins before the one in front of it ends.
  boolean overlap() {
    return overlap;
  }

  /// Where the number stands, in bytes from the start of the section's contents.
  int offset(int i) {
    return offsets[i];
  }

  /// A symbol's index in the object, or a type's for `R_WASM_TYPE_INDEX_LEB`.
  int index(int i) {
    return indices[i];
  }

  long addend(int i) {
    return i < addends.length ? addends[i] : 0;
  }
}
