package graft.compiler;

import graft.classfile.CodeWriter;
import graft.format.Opcode;

/// What follows the load of a number that becomes a vector of jdk.incubator.vector.
final class VectorAccess {
  private VectorAccess() {}

  /// The kind whose lanes have the size of the access.
  static VectorKind kind(Opcode op) {
    return switch (op.sizeInBytes()) {
      case 1 -> VectorKind.BYTES;
      case 2 -> VectorKind.SHORTS;
      case 4 -> VectorKind.INTS;
      default -> VectorKind.LONGS;
    };
  }

  /// Makes a vector of what was loaded.
  static void finishLoad(Opcode op, VectorWriter to, CodeWriter out) {
    switch (op) {
      case V128_LOAD8_SPLAT, V128_LOAD16_SPLAT, V128_LOAD32_SPLAT, V128_LOAD64_SPLAT ->
          to.splat(kind(op));
      case V128_LOAD32_ZERO, V128_LOAD64_ZERO -> {
        int mark = out.localCount();
        VectorWriter.Saved value = to.save();
        to.all(kind(op), 0);
        out.constant(0);
        to.load(value);
        out.dropLocals(mark);
        to.withLane(kind(op));
      }
      case V128_LOAD8X8_S -> extend(to, VectorKind.BYTES, "B2S", VectorKind.SHORTS);
      case V128_LOAD8X8_U -> extend(to, VectorKind.BYTES, "ZERO_EXTEND_B2S", VectorKind.SHORTS);
      case V128_LOAD16X4_S -> extend(to, VectorKind.SHORTS, "S2I", VectorKind.INTS);
      case V128_LOAD16X4_U -> extend(to, VectorKind.SHORTS, "ZERO_EXTEND_S2I", VectorKind.INTS);
      case V128_LOAD32X2_S -> extend(to, VectorKind.INTS, "I2L", VectorKind.LONGS);
      case V128_LOAD32X2_U -> extend(to, VectorKind.INTS, "ZERO_EXTEND_I2L", VectorKind.LONGS);
      default -> {}
    }
  }

  private static void extend(VectorWriter to, VectorKind from, String conversion, VectorKind kind) {
    to.splat(VectorKind.LONGS);
    to.as(from);
    to.convert(conversion, kind);
  }
}
