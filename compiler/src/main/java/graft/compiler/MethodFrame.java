package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.BUDGET;
import static graft.compiler.JvmNames.BUDGET_DESCRIPTOR;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TAIL;
import static graft.compiler.JvmNames.TRAP;

import graft.classfile.Boxes;
import graft.classfile.CodeWriter;
import graft.classfile.VerificationType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What all emitters of one method share: the region, its variables, and whether the present place
/// can be reached.
final class MethodFrame {
  final FunctionCode code;
  final ModuleNames names;
  final CompilerOptions options;
  final Region region;
  final CodeWriter out;
  final VectorWriter vectors;
  private final @Nullable VectorKind[] localKinds;

  /// JVM variable of each wasm local, or -1; the last carry values on their way out of a part.
  final int[] slots;

  int instanceSlot;

  /// The variable with the {@link graft.runtime.Tail}, if the function has tail calls.
  int tailSlot;

  boolean reachable = true;

  /// Where the method is a segment of a {@link LargeFunction}: what translates it.
  @Nullable SegmentEmitter segment;

  MethodFrame(
      FunctionCode code,
      ModuleNames names,
      CompilerOptions options,
      Region region,
      CodeWriter out) {
    this.code = code;
    this.names = names;
    this.options = options;
    this.region = region;
    this.out = out;
    vectors = new VectorWriter(this);
    localKinds = code.vectors ? VectorKinds.ofLocals(code, region) : new @Nullable VectorKind[0];
    slots = new int[code.locals.length + FunctionCode.CARRIERS];
    Arrays.fill(slots, -1);
  }

  ValType typeOf(int local) {
    return code.typeOf(local);
  }

  /// The type of a value in the method: a v128 may be a vector of jdk.incubator.vector there.
  int jvmType(ValType type) {
    return type == ValType.V128 && code.vectors
        ? object(VectorKind.BYTES.className)
        : plainType(type);
  }

  /// The type of the variable of a local, or of one that carries a value.
  int localType(int local) {
    ValType type = typeOf(local);
    return type == ValType.V128 && code.vectors ? object(kindOf(local).className) : jvmType(type);
  }

  private VectorKind kindOf(int local) {
    VectorKind kind = local < localKinds.length ? localKinds[local] : null;
    return kind == null ? VectorKind.BYTES : kind;
  }

  /// Makes what is on top fit to be stored in the variable of a local.
  void asLocal(int local) {
    if (code.vectors && typeOf(local) == ValType.V128) {
      vectors.as(kindOf(local));
    }
  }

  /// The type of a value that enters or leaves the method.
  int plainType(ValType type) {
    return switch (type) {
      case I32 -> INT;
      case I64 -> LONG;
      case F32 -> VerificationType.FLOAT;
      case F64 -> VerificationType.DOUBLE;
      case V128 -> object("graft/runtime/V128");
      case FUNCREF, EXTERNREF, EXNREF -> objectType();
    };
  }

  int object(String internalName) {
    return VerificationType.object(out.pool().classInfo(internalName));
  }

  int objectType() {
    return object(OBJECT);
  }

  int instanceType() {
    return object(ModuleNames.INSTANCE);
  }

  int byteArrayType() {
    return object("[B");
  }

  /// Declares a variable until the caller drops it again.
  int temporary(int type) {
    return out.declareLocal(type);
  }

  void loadTail() {
    out.load(tailSlot, object(TAIL));
  }

  void loadInstance() {
    out.load(instanceSlot, instanceType());
  }

  /// Pushes what counts the steps of code that is to be stopped.
  void pushBudget() {
    loadInstance();
    out.getField(ModuleNames.INSTANCE, "budget", BUDGET_DESCRIPTOR);
  }

  /// Calls a method of {@link graft.runtime.Budget} that takes nothing else.
  void count(String method) {
    pushBudget();
    out.invokeStatic(BUDGET, method, "(" + BUDGET_DESCRIPTOR + ")V");
  }

  void pushZero(ValType type) {
    switch (type) {
      case I32 -> out.constant(0);
      case I64 -> out.constant(0L);
      case F32 -> out.floatConstant(0);
      case F64 -> out.doubleConstant(0);
      case V128 -> {
        if (code.vectors) {
          vectors.all(VectorKind.BYTES, 0);
        } else {
          out.getStatic("graft/runtime/V128", "ZERO", "Lgraft/runtime/V128;");
        }
      }
      case FUNCREF, EXTERNREF, EXNREF -> out.nullConstant(objectType());
    }
  }

  /// Makes what is on top fit to leave the method.
  void leaving(ValType type) {
    if (type == ValType.V128 && code.vectors) {
      vectors.toPlain();
    }
  }

  /// Makes what has entered the method and is on top fit to be used.
  void entered(ValType type) {
    if (type == ValType.V128 && code.vectors) {
      vectors.fromPlain();
    }
  }

  /// Makes all arguments on the stack fit to leave the method.
  void argumentsLeaving(FunctionType type) {
    if (code.vectors && type.parameters().contains(ValType.V128)) {
      int mark = out.localCount();
      passArguments(storeArguments(type), type);
      out.dropLocals(mark);
    }
  }

  /// Moves the arguments of a function from the stack to new variables.
  int[] storeArguments(FunctionType type) {
    int[] variables = new int[type.parameters().size()];
    for (int k = variables.length - 1; k >= 0; k--) {
      int each = jvmType(type.parameters().get(k));
      variables[k] = temporary(each);
      out.store(variables[k], each);
    }
    return variables;
  }

  /// Pushes what {@link #storeArguments} has moved.
  void loadArguments(int[] variables, FunctionType type) {
    for (int k = 0; k < variables.length; k++) {
      out.load(variables[k], jvmType(type.parameters().get(k)));
    }
  }

  /// The same for a call.
  void passArguments(int[] variables, FunctionType type) {
    for (int k = 0; k < variables.length; k++) {
      out.load(variables[k], jvmType(type.parameters().get(k)));
      leaving(type.parameters().get(k));
    }
  }

  /// Pushes an array of the arguments, boxed.
  void pushBoxed(int[] variables, FunctionType type) {
    out.constant(variables.length);
    out.newArray(OBJECT);
    for (int k = 0; k < variables.length; k++) {
      ValType each = type.parameters().get(k);
      out.dup();
      out.constant(k);
      out.load(variables[k], jvmType(each));
      leaving(each);
      Boxes.box(out, each);
      out.op(AASTORE, 3);
    }
  }

  /// The variables that carry the values of an exit; the planner made sure that there are some.
  int[] carriers(int opener) {
    return Objects.requireNonNull(code.carriers(opener));
  }

  void storeCarried(int[] carriers) {
    for (int k = carriers.length - 1; k >= 0; k--) {
      out.store(slots[carriers[k]], jvmType(typeOf(carriers[k])));
    }
  }

  void loadCarried(int[] carriers) {
    for (int carrier : carriers) {
      out.load(slots[carrier], jvmType(typeOf(carrier)));
    }
  }

  /// Throws the trap that a method of that name makes.
  void throwTrap(String method) {
    out.invokeStatic(TRAP, method, "()L" + TRAP + ";");
    out.op(ATHROW, 1);
    reachable = false;
  }

  /// Throws a trap for what cannot be translated.
  void throwTrapThatSays(String reason) {
    out.stringConstant(reason);
    out.invokeStatic(TRAP, "tooLarge", "(Ljava/lang/String;)L" + TRAP + ";");
    out.op(ATHROW, 1);
    reachable = false;
  }
}
