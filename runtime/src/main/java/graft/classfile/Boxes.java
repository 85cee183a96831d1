package graft.classfile;

import graft.format.ValType;

/// Code that turns values into objects and back.
public final class Boxes {
  private Boxes() {}

  /// Makes the value on top of the stack an object; a reference or a v128 is one.
  public static void box(CodeWriter out, ValType type) {
    switch (type) {
      case I32 -> out.invokeStatic("java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;");
      case I64 -> out.invokeStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
      case F32 -> out.invokeStatic("java/lang/Float", "valueOf", "(F)Ljava/lang/Float;");
      case F64 -> out.invokeStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;");
      case V128, FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  /// Makes the object on top of the stack a value of a type, which it must be.
  public static void unbox(CodeWriter out, ValType type) {
    switch (type) {
      case I32 -> unbox(out, "java/lang/Integer", "intValue", "()I");
      case I64 -> unbox(out, "java/lang/Long", "longValue", "()J");
      case F32 -> unbox(out, "java/lang/Float", "floatValue", "()F");
      case F64 -> unbox(out, "java/lang/Double", "doubleValue", "()D");
      case V128 -> out.checkCast("graft/runtime/V128");
      case FUNCREF, EXTERNREF, EXNREF -> {}
    }
  }

  private static void unbox(CodeWriter out, String box, String method, String descriptor) {
    out.checkCast(box);
    out.invokeVirtual(box, method, descriptor);
  }
}
