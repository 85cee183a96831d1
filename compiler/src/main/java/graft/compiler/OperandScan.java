package graft.compiler;

import graft.format.FunctionType;
import graft.format.Opcode;
import java.util.Arrays;

/// Follows the operand stack through a function once, and notes for each instruction how high it is
/// and where the computation of its operands begins.
final class OperandScan {
  private final FunctionCode code;
  private int[] starts = new int[64];
  private int[] producers = new int[64];
  private int height;
  private boolean dead;

  // The height below the parameters of each open construct.
  private int[] bases = new int[64];
  private int depth;

  OperandScan(FunctionCode code) {
    this.code = code;
  }

  void run() {
    bases[depth++] = 0;
    int skipped = 0;
    for (int i = 0; i < code.count; i++) {
      Opcode op = code.ops[i];
      if (dead) {
        code.height[i] = -1;
        code.start[i] = i;
        code.firstOperand[i] = -1;
        boolean opens = isOpener(op);
        if (opens) {
          skipped++;
          continue;
        }
        boolean closes = op == Opcode.END || op == Opcode.DELEGATE;
        if (skipped > 0) {
          skipped -= closes ? 1 : 0;
          continue;
        }
        if (!closes && op != Opcode.ELSE && op != Opcode.CATCH && op != Opcode.CATCH_ALL) {
          continue;
        }
      }
      step(i, op);
    }
  }

  private static boolean isOpener(Opcode op) {
    return op == Opcode.BLOCK
        || op == Opcode.LOOP
        || op == Opcode.IF
        || op == Opcode.TRY
        || op == Opcode.TRY_TABLE;
  }

  private void step(int i, Opcode op) {
    if (!dead) {
      code.height[i] = height;
    }
    code.start[i] = i;
    code.firstOperand[i] = -1;
    switch (op) {
      case BLOCK, TRY, TRY_TABLE -> open(i);
      case LOOP -> {
        open(i);
        for (int k = bases[depth - 1]; k < height; k++) {
          // A branch back may bring another value.
          starts[k] = i;
          producers[k] = -1;
        }
      }
      case IF -> {
        pop(i, 1);
        open(i);
      }
      case ELSE, CATCH, CATCH_ALL -> part(i, op);
      case END, DELEGATE -> close(i);
      case BR_IF -> {
        // The values that it may carry stay.
        pop(i, 1);
      }
      case BR, BR_TABLE, RETURN, UNREACHABLE, THROW, RETHROW, THROW_REF -> dead = true;
      case RETURN_CALL, RETURN_CALL_INDIRECT -> {
        FunctionType callee = calleeType(i, op);
        pop(i, callee.parameters().size() + (op == Opcode.RETURN_CALL ? 0 : 1));
        dead = true;
      }
      default -> {
        pop(i, pops(i, op));
        push(i, pushes(i, op));
      }
    }
  }

  /// What a call calls.
  FunctionType calleeType(int i, Opcode op) {
    return op == Opcode.CALL || op == Opcode.RETURN_CALL
        ? code.module.functionType(code.index[i])
        : code.module.types().get(code.index[i]);
  }

  /// How many operands an instruction takes that is no branch and no construct.
  int pops(int i, Opcode op) {
    Opcode.Signature signature = op.signature();
    if (signature != null) {
      return signature.parameters().size();
    }
    return switch (op) {
      case CALL -> calleeType(i, op).parameters().size();
      case CALL_INDIRECT -> calleeType(i, op).parameters().size() + 1;
      case DROP, LOCAL_SET, LOCAL_TEE, GLOBAL_SET, TABLE_GET, MEMORY_GROW, REF_IS_NULL -> 1;
      case TABLE_SET, TABLE_GROW -> 2;
      case SELECT,
          SELECT_T,
          MEMORY_INIT,
          MEMORY_COPY,
          MEMORY_FILL,
          TABLE_INIT,
          TABLE_COPY,
          TABLE_FILL ->
          3;
      default -> 0;
    };
  }

  private int pushes(int i, Opcode op) {
    Opcode.Signature signature = op.signature();
    if (signature != null) {
      return signature.result() == null ? 0 : 1;
    }
    return switch (op) {
      case CALL, CALL_INDIRECT -> calleeType(i, op).results().size();
      case LOCAL_GET,
          LOCAL_TEE,
          GLOBAL_GET,
          TABLE_GET,
          TABLE_GROW,
          TABLE_SIZE,
          MEMORY_SIZE,
          MEMORY_GROW,
          SELECT,
          SELECT_T,
          REF_NULL,
          REF_IS_NULL ->
          1;
      default -> 0;
    };
  }

  private void pop(int i, int count) {
    if (count > 0) {
      height -= count;
      code.start[i] = starts[height];
      code.firstOperand[i] = producers[height];
    }
  }

  private void push(int i, int count) {
    for (int k = 0; k < count; k++) {
      pushValue(k == 0 ? code.start[i] : i, i);
    }
  }

  private void pushValue(int start, int producer) {
    if (height == starts.length) {
      starts = Arrays.copyOf(starts, 2 * height);
      producers = Arrays.copyOf(producers, 2 * height);
    }
    starts[height] = start;
    producers[height++] = producer;
  }

  private void open(int i) {
    if (depth == bases.length) {
      bases = Arrays.copyOf(bases, 2 * depth);
    }
    bases[depth++] = height - code.blockType(i).parameters().size();
  }

  /// Begins an else or catch. Its own height stays that of the code before it, which ends here: -1
  /// if that does not arrive.
  private void part(int i, Opcode op) {
    dead = false;
    height = bases[depth - 1];
    int opener = opener(i);
    int values =
        switch (op) {
          case ELSE -> code.blockType(opener).parameters().size();
          case CATCH -> code.module.allTags().get(code.index[i]).type().parameters().size();
          default -> 0;
        };
    for (int k = 0; k < values; k++) {
      pushValue(i, -1);
    }
  }

  /// The instruction that opens the construct of which `part` is a part.
  private int opener(int part) {
    return code.end[code.end[part]];
  }

  private void close(int i) {
    depth--;
    height = bases[depth];
    if (depth == 0) {
      return;
    }
    int opener = code.end[i];
    boolean reachable = code.height[opener] >= 0;
    dead = !reachable;
    for (int k = code.blockType(opener).results().size(); k > 0; k--) {
      pushValue(opener, -1);
    }
  }
}
