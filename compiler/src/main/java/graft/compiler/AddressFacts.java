package graft.compiler;

import graft.format.Opcode;
import java.util.BitSet;

/// What is known about locals that hold addresses: an address that is below 2 GiB needs no check of
/// its sign when an offset is added.
final class AddressFacts {
  private final FunctionCode code;
  private final Region region;

  /// Locals that hold an address below 2 GiB.
  final BitSet nonNegative = new BitSet();

  /// The instruction that set each local last, in the order of the code.
  private final int[] lastSet;

  AddressFacts(MethodFrame frame) {
    code = frame.code;
    region = frame.region;
    lastSet = new int[code.locals.length];
  }

  /// Whether what an instruction has pushed is below 2 GiB; -1 for an unknown instruction. What is
  /// known about a local says nothing about a value that it had before.
  boolean isNonNegative(int producer) {
    if (producer < region.from) {
      return false;
    }
    return switch (code.ops[producer]) {
      case LOCAL_GET, LOCAL_TEE ->
          nonNegative.get(code.index[producer]) && lastSet[code.index[producer]] <= producer;
      case I32_CONST -> code.value[producer] >= 0;
      case I32_LOAD8_U, I32_LOAD16_U -> true;
      default -> false;
    };
  }

  /// After an access that did not trap, the local that was its address is known to be below 2 GiB.
  void rememberAddress(int i) {
    int producer = code.firstOperand[i];
    if (producer >= region.from
        && (code.ops[producer] == Opcode.LOCAL_GET || code.ops[producer] == Opcode.LOCAL_TEE)
        && code.isStraight(producer, i)
        && lastSet[code.index[producer]] <= producer) {
      nonNegative.set(code.index[producer]);
    }
  }

  /// Forgets what was known about a local.
  void changed(int local, int at) {
    nonNegative.clear(local);
    lastSet[local] = at;
  }
}
