package graft.ld;

import java.util.ArrayList;
import java.util.List;

/// A data segment of the output, with the parts that it is made of.
final class OutputSegment {
  /// `WASM_DATA_SEGMENT_IS_PASSIVE`
  static final int PASSIVE = 1;

  final String name;
  final boolean bss;
  final boolean passive;

  /// The segments of objects that belong here, in order.
  final List<InputSegment> inputs = new ArrayList<>();

  final List<Part> parts = new ArrayList<>();

  /// As a power of two.
  int alignment;

  int linkingFlags;
  long size;

  /// In memory; from `__memory_base` in position independent output.
  long address;

  /// Among all segments of the link.
  int number;

  /// Among the segments of the data section.
  int index = -1;

  /// Part of a segment: a segment of an object, or strings of several.
  sealed interface Part permits Whole, MergedStrings {
    int alignment();

    long size();
  }

  /// A segment of an object.
  record Whole(InputSegment segment) implements Part {
    @Override
    public int alignment() {
      return segment.alignment;
    }

    @Override
    public long size() {
      return segment.size;
    }
  }

  OutputSegment(String name, boolean passive, boolean bss) {
    this.name = name;
    this.passive = passive;
    this.bss = bss;
  }

  boolean isTls() {
    return name.equals(".tdata");
  }

  int flags() {
    return passive ? PASSIVE : 0;
  }
}
