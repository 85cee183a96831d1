package graft.ld;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The relocations of one section of an object, in columns: by the million they would not fit as
/// objects.
final class Relocations {
  static final Relocations NONE = new Relocations(0);

  private final byte[] types;
  private final int[] offsets;
  private final int[] indices;

  /// Empty as long as all are 0.
  private int[] addends = {};

  /// The same where one of them takes more than 32 bits.
  private long @Nullable [] wideAddends;

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
      setAddend(addend);
    }
    count++;
  }

  private void setAddend(long addend) {
    if (addends.length == 0) {
      addends = new int[types.length];
    }
    if (addend != (int) addend && wideAddends == null) {
      wideAddends = new long[types.length];
      Arrays.setAll(wideAddends, i -> addends[i]);
    }
    if (wideAddends != null) {
      wideAddends[count] = addend;
    }
    addends[count] = (int) addend;
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
    return wideAddends != null ? wideAddends[i] : i < addends.length ? addends[i] : 0;
  }
}
