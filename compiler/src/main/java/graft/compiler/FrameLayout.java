package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.OBJECT;

import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.ValType;
import java.util.HashMap;
import java.util.Map;

/// Where a {@link LargeFunction} keeps what its methods share, in the arrays of a {@link
/// graft.runtime.LargeFrame}: the locals; the operand stack, where it crosses a border; values on
/// their way to a label; and what each try has caught.
final class FrameLayout {
  static final String FRAME = "graft/runtime/LargeFrame";

  private final FunctionCode code;
  private final int[] locals;
  private final Map<Long, Integer> others = new HashMap<>();

  /// How many elements of each array are taken.
  private final int[] sizes = new int[3];

  // Kinds of places besides locals.
  private static final int STACK = 0;
  private static final int CARRIED = 1;
  private static final int CAUGHT = 2;

  FrameLayout(FunctionCode code) {
    this.code = code;
    locals = new int[code.locals.length];
    for (int k = 0; k < locals.length; k++) {
      locals[k] = sizes[array(code.locals[k])]++;
    }
  }

  private static int array(ValType type) {
    return switch (type) {
      case I32, F32 -> 0;
      case I64, F64 -> 1;
      case V128, FUNCREF, EXTERNREF, EXNREF -> 2;
    };
  }

  /// The place of the operand at a height of the stack.
  int stack(int height, ValType type) {
    return other(STACK, height, type);
  }

  /// The place of the n-th value that a branch carries.
  int carried(int number, ValType type) {
    return other(CARRIED, number, type);
  }

  /// The place of what the construct that `opener` begins has caught.
  int caught(int opener) {
    return other(CAUGHT, opener, ValType.EXNREF);
  }

  private int other(int kind, int number, ValType type) {
    int array = array(type);
    long key = ((long) number * 3 + kind) * 3 + array;
    return others.computeIfAbsent(key, _ -> sizes[array]++);
  }

  int local(int local) {
    return locals[local];
  }

  ValType typeOfLocal(int local) {
    return code.locals[local];
  }

  /// Pushes how many elements the arrays have: known once all methods are made.
  void pushSizes(CodeWriter out) {
    for (int size : sizes) {
      out.constant(size);
    }
  }

  /// The arrays, in variables of one method.
  static final class Arrays {
    private final CodeWriter out;
    private final int[] slots = new int[3];
    private final int[] types;

    /// Declares the variables and fills them from the frame in variable `frame`.
    Arrays(CodeWriter out, int frame) {
      this.out = out;
      types =
          new int[] {
            VerificationType.object(out.pool().classInfo("[I")),
            VerificationType.object(out.pool().classInfo("[J")),
            VerificationType.object(out.pool().classInfo("[L" + OBJECT + ";"))
          };
      String[] names = {"ints", "longs", "references"};
      String[] descriptors = {"[I", "[J", "[L" + OBJECT + ";"};
      int frameType = VerificationType.object(out.pool().classInfo(FRAME));
      for (int k = 0; k < 3; k++) {
        slots[k] = out.declareLocal(types[k]);
        out.load(frame, frameType);
        out.getField(FRAME, names[k], descriptors[k]);
        out.store(slots[k], types[k]);
      }
    }

    void load(int place, ValType type) {
      int array = array(type);
      out.load(slots[array], types[array]);
      out.constant(place);
      int object = VerificationType.object(out.pool().classInfo(OBJECT));
      switch (type) {
        case I32 -> out.op(IALOAD, 2, INT);
        case F32 -> {
          out.op(IALOAD, 2, INT);
          out.invokeStatic("java/lang/Float", "intBitsToFloat", "(I)F");
        }
        case I64 -> out.op(LALOAD, 2, LONG);
        case F64 -> {
          out.op(LALOAD, 2, LONG);
          out.invokeStatic("java/lang/Double", "longBitsToDouble", "(J)D");
        }
        case V128 -> {
          out.op(AALOAD, 2, object);
          out.invokeStatic(FRAME, "vector", "(L" + OBJECT + ";)Lgraft/runtime/V128;");
        }
        case FUNCREF, EXTERNREF, EXNREF -> out.op(AALOAD, 2, object);
      }
    }

    /// Stores the value on the stack.
    void store(int place, ValType type) {
      switch (type) {
        case F32 -> out.invokeStatic("java/lang/Float", "floatToRawIntBits", "(F)I");
        case F64 -> out.invokeStatic("java/lang/Double", "doubleToRawLongBits", "(D)J");
        default -> {}
      }
      int mark = out.localCount();
      int valueType = out.typeAt(0);
      int value = out.declareLocal(valueType);
      out.store(value, valueType);
      int array = array(type);
      out.load(slots[array], types[array]);
      out.constant(place);
      out.load(value, valueType);
      out.op(array == 0 ? IASTORE : array == 1 ? LASTORE : AASTORE, 3);
      out.dropLocals(mark);
    }
  }
}
