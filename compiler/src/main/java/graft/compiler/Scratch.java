package graft.compiler;

import graft.format.ValType;

/// Deals out the scratch fields of an instance ({@link graft.runtime.ScratchFields}), one value
/// after the other.
final class Scratch {
  private static final int I32 = 48;
  private static final int I64 = 24;
  private static final int F32 = 12;
  private static final int F64 = 24;
  private static final int REF = 12;

  private int ints;
  private int longs;
  private int floats;
  private int doubles;
  private int references;
  private String field = "";
  private String descriptor = "";

  /// Takes the next field for a value of that type; false if there is none left.
  boolean next(ValType type) {
    return switch (type) {
      case I32 -> take("i" + ints, "I", ints++ < I32);
      case I64 -> take("j" + longs, "J", longs++ < I64);
      case F32 -> take("f" + floats, "F", floats++ < F32);
      case F64 -> take("d" + doubles, "D", doubles++ < F64);
      case V128, FUNCREF, EXTERNREF, EXNREF ->
          take("l" + references, "Ljava/lang/Object;", references++ < REF);
    };
  }

  private boolean take(String name, String type, boolean exists) {
    field = name;
    descriptor = type;
    return exists;
  }

  /// The field taken last.
  String field() {
    return field;
  }

  /// Its descriptor.
  String descriptor() {
    return descriptor;
  }
}
