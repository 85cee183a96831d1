package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.V128_DESCRIPTOR;
import static graft.compiler.VectorKind.BYTES;
import static graft.compiler.VectorKind.LONGS;
import static graft.compiler.VectorKind.MASK;
import static graft.compiler.VectorKind.PACKAGE;
import static graft.compiler.VectorKind.SPECIES_DESCRIPTOR;
import static graft.compiler.VectorKind.VECTOR;

import graft.classfile.CodeWriter;
import graft.runtime.V128;
import org.jspecify.annotations.Nullable;

/// Code on vectors of jdk.incubator.vector. Every method of that module is called from the compiled
/// method itself: HotSpot inlines them without counting, which it would not do in a method of ours.
final class VectorWriter {
  private static final String V128_CLASS = "graft/runtime/V128";
  private static final String OPERATORS = PACKAGE + "VectorOperators";

  private final MethodFrame frame;
  private final CodeWriter out;

  VectorWriter(MethodFrame frame) {
    this.frame = frame;
    out = frame.out;
  }

  // Kinds.

  private String topClass() {
    int type = out.typeAt(0);
    for (VectorKind kind : VectorKind.values()) {
      if (type == frame.object(kind.className)) {
        return kind.className;
      }
    }
    return VECTOR;
  }

  boolean isMask() {
    return out.typeAt(0) == frame.object(MASK);
  }

  /// Makes the top of the stack a vector of that kind; it may be a mask.
  void as(VectorKind kind) {
    if (isMask()) {
      out.invokeVirtual(MASK, "toVector", "()L" + VECTOR + ";");
    }
    if (out.typeAt(0) != frame.object(kind.className)) {
      out.invokeVirtual(topClass(), kind.reinterpret, "()" + kind.descriptor());
    }
  }

  /// Makes the two values on top vectors of the same kind of integers, the one that takes least.
  VectorKind bothIntegral() {
    VectorKind kind = integralKind(1);
    if (kind == null) {
      kind = integralKind(0);
    }
    if (kind == null) {
      kind = VectorKind.INTS;
    }
    both(kind);
    return kind;
  }

  private @Nullable VectorKind integralKind(int below) {
    int type = out.typeAt(below);
    for (VectorKind kind : VectorKind.values()) {
      if (!kind.isFloating() && type == frame.object(kind.className)) {
        return kind;
      }
    }
    return null;
  }

  /// The same for the two values on top.
  void both(VectorKind kind) {
    as(kind);
    if (out.typeAt(1) != frame.object(kind.className)) {
      out.swap();
      as(kind);
      out.swap();
    }
  }

  // Variables.

  /// Moves the top of the stack to a new variable.
  Saved save() {
    int type = out.typeAt(0);
    Saved saved = new Saved(frame.temporary(type), type);
    out.store(saved.slot, type);
    return saved;
  }

  /// Copies the top of the stack to a new variable.
  Saved copy() {
    int type = out.typeAt(0);
    Saved saved = new Saved(frame.temporary(type), type);
    out.dup();
    out.store(saved.slot, type);
    return saved;
  }

  void load(Saved saved) {
    out.load(saved.slot, saved.type);
  }

  record Saved(int slot, int type) {}

  // Constants.

  void species(VectorKind kind) {
    out.getStatic(kind.className, "SPECIES_128", SPECIES_DESCRIPTOR);
  }

  /// Makes a vector with the number on the stack in every lane.
  void splat(VectorKind kind) {
    species(kind);
    if (kind.isWide()) {
      out.dupBelowWide();
      out.drop();
    } else {
      out.swap();
      truncate(kind);
    }
    broadcast(kind);
  }

  private void broadcast(VectorKind kind) {
    out.invokeStatic(
        kind.className,
        "broadcast",
        "(" + SPECIES_DESCRIPTOR + kind.lane + ")" + kind.descriptor());
  }

  /// Cuts an int to what a parameter of the lane's type takes.
  private void truncate(VectorKind kind) {
    if (kind == BYTES) {
      out.op(I2B, 1, INT);
    } else if (kind == VectorKind.SHORTS) {
      out.op(I2S, 1, INT);
    }
  }

  /// Pushes a vector with a number, or a float's bits, in every lane.
  void all(VectorKind kind, long value) {
    species(kind);
    number(kind, value);
    broadcast(kind);
  }

  private void number(VectorKind kind, long value) {
    switch (kind) {
      case LONGS -> out.constant(value);
      case FLOATS -> out.floatConstant((int) value);
      case DOUBLES -> out.doubleConstant(value);
      default -> out.constant((int) value);
    }
  }

  void constant(V128 vector) {
    all(LONGS, vector.low());
    if (vector.high() != vector.low()) {
      out.constant(1);
      out.constant(vector.high());
      withLane(LONGS);
    }
  }

  // Lanes: vector, number of the lane, value.

  void withLane(VectorKind kind) {
    truncate(kind);
    out.invokeVirtual(kind.className, "withLane", "(I" + kind.lane + ")" + kind.descriptor());
  }

  void lane(VectorKind kind, int lane) {
    out.constant(lane);
    out.invokeVirtual(kind.className, "lane", "(I)" + kind.lane);
  }

  // Operations; the operands are of the right kind.

  void call(VectorKind kind, String method) {
    out.invokeVirtual(kind.className, method, "(L" + VECTOR + ";)" + kind.descriptor());
  }

  void unary(VectorKind kind, String operator) {
    operator(operator, "Unary");
    out.invokeVirtual(
        kind.className, "lanewise", "(L" + OPERATORS + "$Unary;)" + kind.descriptor());
  }

  void binary(VectorKind kind, String operator, String type) {
    operator(operator, type);
    out.swap();
    out.invokeVirtual(
        kind.className,
        "lanewise",
        "(L" + OPERATORS + "$Binary;L" + VECTOR + ";)" + kind.descriptor());
  }

  /// vector, int
  void shift(VectorKind kind, String operator) {
    if (kind.bits() < 32) {
      // The API refuses larger counts than a lane can hold.
      out.constant(kind.bits() - 1);
      out.op(IAND, 2, INT);
    }
    int mark = out.localCount();
    Saved count = save();
    as(kind);
    operator(operator, "Binary");
    load(count);
    out.dropLocals(mark);
    endShift(kind);
  }

  void shift(VectorKind kind, String operator, int count) {
    operator(operator, "Binary");
    out.constant(count);
    endShift(kind);
  }

  private void endShift(VectorKind kind) {
    out.op(I2L, 1, LONG);
    out.invokeVirtual(
        kind.className, "lanewise", "(L" + OPERATORS + "$Binary;J)" + kind.descriptor());
  }

  /// Compares two vectors: gives a mask.
  void compare(VectorKind kind, String operator) {
    operator(operator, "Comparison");
    out.swap();
    out.invokeVirtual(
        kind.className,
        "compare",
        "(L" + OPERATORS + "$Comparison;L" + VECTOR + ";)L" + MASK + ";");
  }

  /// Compares a vector with zero: gives a mask.
  void compareZero(VectorKind kind, String operator) {
    operator(operator, "Comparison");
    number(kind, 0);
    out.invokeVirtual(
        kind.className,
        "compare",
        "(L" + OPERATORS + "$Comparison;" + kind.lane + ")L" + MASK + ";");
  }

  /// vector, other, mask: where the mask is set, the other's lanes.
  void blend(VectorKind kind) {
    out.invokeVirtual(
        kind.className, "blend", "(L" + VECTOR + ";L" + MASK + ";)" + kind.descriptor());
  }

  void convert(String conversion, VectorKind to) {
    operator(conversion, "Conversion");
    species(to);
    out.constant(0);
    out.invokeVirtual(
        VECTOR,
        "convertShape",
        "(L" + OPERATORS + "$Conversion;" + SPECIES_DESCRIPTOR + "I)L" + VECTOR + ";");
    as(to);
  }

  private void operator(String name, String type) {
    out.getStatic(OPERATORS, name, "L" + OPERATORS + "$" + type + ";");
  }

  void castMask(VectorKind kind) {
    species(kind);
    out.invokeVirtual(MASK, "cast", "(" + SPECIES_DESCRIPTOR + ")L" + MASK + ";");
  }

  void maskToLong() {
    out.invokeVirtual(MASK, "toLong", "()J");
  }

  void maskTest(String method) {
    out.invokeVirtual(MASK, method, "()Z");
  }

  /// Picks bytes of the vector on top by constant numbers from 0 to 15.
  void select(byte[] lanes) {
    int mark = out.localCount();
    as(BYTES);
    Saved from = save();
    constant(vector(lanes));
    as(BYTES);
    load(from);
    out.dropLocals(mark);
    call(BYTES, "selectFrom");
  }

  static V128 vector(byte[] lanes) {
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(lanes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    return new V128(buffer.getLong(0), buffer.getLong(8));
  }

  // Memory.

  /// species, array, index
  void loadArray() {
    out.invokeStatic(
        BYTES.className, "fromArray", "(" + SPECIES_DESCRIPTOR + "[BI)" + BYTES.descriptor());
  }

  /// array, index, vector
  void storeArray() {
    as(BYTES);
    out.rotateTopBelowTwo();
    out.invokeVirtual(BYTES.className, "intoArray", "([BI)V");
  }

  // Borders: what is not a variable or operand of one method is a V128.

  /// Turns the vector on top into a V128.
  void toPlain() {
    int mark = out.localCount();
    as(LONGS);
    Saved vector = save();
    out.newAndDup(V128_CLASS);
    load(vector);
    lane(LONGS, 0);
    load(vector);
    lane(LONGS, 1);
    out.dropLocals(mark);
    out.invokeSpecial(V128_CLASS, "<init>", "(JJ)V");
  }

  /// Turns the V128 on top into a vector.
  void fromPlain() {
    int mark = out.localCount();
    Saved plain = save();
    species(LONGS);
    load(plain);
    out.invokeVirtual(V128_CLASS, "low", "()J");
    broadcast(LONGS);
    out.constant(1);
    load(plain);
    out.invokeVirtual(V128_CLASS, "high", "()J");
    out.dropLocals(mark);
    withLane(LONGS);
    as(BYTES);
  }

  static final String PLAIN = V128_DESCRIPTOR;
}
