package graft.classfile;

/// Verification types ([JVMS
/// 4.7.4](https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.7.4)), packed in
/// an `int`: the tag, and for objects the class's index in the constant pool above it.
public final class VerificationType {
  /// Nothing that may be read.
  public static final int TOP = 0;

  /// `int`.
  public static final int INTEGER = 1;

  /// `float`.
  public static final int FLOAT = 2;

  /// `double`.
  public static final int DOUBLE = 3;

  /// `long`.
  public static final int LONG = 4;

  private static final int OBJECT_TAG = 7;

  private VerificationType() {}

  /// An object.
  ///
  /// @param classIndex of its class in the constant pool
  public static int object(int classIndex) {
    return OBJECT_TAG | classIndex << 8;
  }

  /// How many local variables a value of this type takes.
  public static int slots(int type) {
    return type == LONG || type == DOUBLE ? 2 : 1;
  }

  /// The type of the value that a field descriptor describes.
  public static int of(ConstantPool pool, String descriptor, int at) {
    return switch (descriptor.charAt(at)) {
      case 'I', 'Z', 'B', 'S', 'C' -> INTEGER;
      case 'J' -> LONG;
      case 'F' -> FLOAT;
      case 'D' -> DOUBLE;
      case 'L' -> object(pool.classInfo(descriptor.substring(at + 1, descriptor.indexOf(';', at))));
      case '[' -> object(pool.classInfo(descriptor.substring(at, end(descriptor, at))));
      default -> throw new AssertionError("BUG: descriptor " + descriptor);
    };
  }

  /// The offset behind the field descriptor that begins at `at`.
  public static int end(String descriptor, int at) {
    int i = at;
    while (descriptor.charAt(i) == '[') {
      i++;
    }
    return descriptor.charAt(i) == 'L' ? descriptor.indexOf(';', i) + 1 : i + 1;
  }

  static void write(ByteBuilder out, int type) {
    out.u1(type & 0xff);
    if ((type & 0xff) == OBJECT_TAG) {
      out.u2(type >>> 8);
    }
  }
}
