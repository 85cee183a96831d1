package graft.compiler;

import graft.classfile.CodeWriter;
import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// SIMD instructions where a v128 is a vector of jdk.incubator.vector.
///
/// A variable holds vectors of one kind. On the operand stack a vector keeps the kind that the
/// instruction gave it, and a comparison stays a mask, if another SIMD instruction takes it or a
/// variable; else it is one of bytes.
final class VectorEmitter {
  private final MethodFrame frame;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  /// By instruction: the SIMD instruction that takes its result, + 1, or 0.
  private final int[] consumers;

  VectorEmitter(MethodFrame frame) {
    this.frame = frame;
    code = frame.code;
    region = frame.region;
    out = frame.out;
    consumers = code.vectors ? new int[region.to - region.from] : new int[0];
    if (code.vectors) {
      findConsumers();
    }
  }

  boolean isVector(Opcode op) {
    return op.code() >>> 16 == 0xfd;
  }

  private void findConsumers() {
    int part = 0;
    int begin = region.from;
    for (int i = region.from; i < region.to; ) {
      if (part < region.parts.size() && region.parts.get(part).from == i) {
        i = region.parts.get(part++).to;
        begin = i;
        continue;
      }
      if (code.height[i] >= 0) {
        if (isVector(code.ops[i])) {
          findProducers(i, begin);
        } else if (i > begin && setsVector(i)) {
          consumers[i - 1 - region.from] = i + 1;
        }
      }
      i++;
    }
  }

  private boolean setsVector(int i) {
    Opcode op = code.ops[i];
    return (op == Opcode.LOCAL_SET || op == Opcode.LOCAL_TEE)
        && code.locals[code.index[i]] == ValType.V128
        && code.isStraight(i - 1, i);
  }

  private void findProducers(int i, int begin) {
    List<@Nullable ValType> parameters =
        Objects.requireNonNull(code.ops[i].signature()).parameters();
    int producer = i - 1;
    for (int k = parameters.size() - 1; k >= 0; k--) {
      if (producer < begin || !code.isStraight(producer, i)) {
        return;
      }
      if (parameters.get(k) == ValType.V128) {
        consumers[producer - region.from] = i + 1;
      }
      producer = code.start[producer] - 1;
    }
  }

  /// Makes the result of an instruction what its consumer takes.
  void finish(int i) {
    int consumer = consumers[i - region.from] - 1;
    boolean fits =
        consumer >= 0
            && (!frame.vectors.isMask()
                || code.ops[consumer] == Opcode.V128_ANY_TRUE
                || !code.ops[consumer].toString().endsWith("bitmask")
                || VectorKind.of(code.ops[i]) == VectorKind.of(code.ops[consumer]));
    if (!fits) {
      frame.vectors.as(VectorKind.BYTES);
    }
  }

  /// An instruction that is no access.
  void emit(int i, Opcode op) {
    if (op == Opcode.I8X16_SHUFFLE) {
      ComposedVectors.shuffle(frame.vectors, out, (byte[]) Objects.requireNonNull(code.extra[i]));
      return;
    }
    VectorCode.Recipe recipe = VectorCode.of(op);
    if (recipe != null) {
      recipe.emit(frame.vectors, out, op.immediate() == Immediate.LANE ? code.index2[i] : 0);
    } else {
      callPlain(op);
    }
  }

  /// Calls the method on V128 that does the same.
  private void callPlain(Opcode op) {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    int count = signature.parameters().size();
    int mark = out.localCount();
    VectorWriter.Saved[] operands = new VectorWriter.Saved[count];
    for (int k = count - 1; k >= 0; k--) {
      operands[k] = frame.vectors.save();
    }
    for (VectorWriter.Saved operand : operands) {
      frame.vectors.load(operand);
      frame.vectors.toPlain();
    }
    out.dropLocals(mark);
    String descriptor = SimpleEmitter.descriptor(op);
    if (SimpleCode.lanes(op) != 0) {
      out.constant(SimpleCode.lanes(op));
      descriptor = descriptor.replace(")", "J)");
    }
    out.invokeStatic(SimpleCode.methodOwner(op), SimpleCode.methodName(op), descriptor);
    frame.vectors.fromPlain();
  }
}
