package graft.compiler;

import graft.format.Opcode;
import graft.format.ValType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds of which kind the vector variables of a method had better be: that of most instructions
/// that use them, as seeing a vector as another kind is a call each time.
final class VectorKinds {
  private final FunctionCode code;
  private final int[][] votes;

  private VectorKinds(FunctionCode code) {
    this.code = code;
    votes = new int[code.locals.length][];
  }

  /// By local; null for those that no SIMD instruction uses.
  static @Nullable VectorKind[] ofLocals(FunctionCode code, Region region) {
    VectorKinds kinds = new VectorKinds(code);
    for (int i = region.from; i < region.to; i++) {
      if (code.height[i] >= 0) {
        kinds.count(i, region.from);
      }
    }
    @Nullable VectorKind[] found = new @Nullable VectorKind[code.locals.length];
    for (int local = 0; local < found.length; local++) {
      int[] votes = kinds.votes[local];
      if (votes != null) {
        int best = 0;
        for (int kind = 1; kind < votes.length; kind++) {
          best = votes[kind] > votes[best] ? kind : best;
        }
        found[local] = VectorKind.values()[best];
      }
    }
    return found;
  }

  private void count(int i, int begin) {
    Opcode op = code.ops[i];
    if (op == Opcode.LOCAL_SET || op == Opcode.LOCAL_TEE) {
      if (i > begin && code.locals[code.index[i]] == ValType.V128) {
        vote(code.index[i], VectorKind.of(code.ops[i - 1]));
      }
      return;
    }
    VectorKind kind = VectorKind.of(op);
    if (kind == null) {
      return;
    }
    List<@Nullable ValType> parameters = Objects.requireNonNull(op.signature()).parameters();
    int producer = i - 1;
    for (int k = parameters.size() - 1; k >= 0; k--) {
      if (producer < begin || !code.isStraight(producer, i)) {
        return;
      }
      if (code.ops[producer] == Opcode.LOCAL_GET && parameters.get(k) == ValType.V128) {
        vote(code.index[producer], kind);
      }
      producer = code.start[producer] - 1;
    }
  }

  private void vote(int local, @Nullable VectorKind kind) {
    if (kind != null) {
      int[] all = votes[local];
      if (all == null) {
        all = new int[VectorKind.values().length];
        votes[local] = all;
      }
      all[kind.ordinal()]++;
    }
  }
}
