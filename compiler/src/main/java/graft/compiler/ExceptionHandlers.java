package graft.compiler;

import graft.format.Opcode;
import java.util.Arrays;

/// Which construct catches what each instruction of a function throws.
final class ExceptionHandlers {
  private final FunctionCode code;
  private final int[] at;

  ExceptionHandlers(FunctionCode code) {
    this.code = code;
    at = new int[code.count];
    find();
  }

  /// The opener of the try or try_table that catches what instruction `i` throws, or -1.
  int of(int i) {
    return at[i];
  }

  /// Where the handler of a construct begins: the first catch, or the end of a try_table.
  int landing(int opener) {
    return code.ops[opener] == Opcode.TRY ? code.next[opener] : code.end[opener];
  }

  private void find() {
    // By opener: what catches inside of the part of the construct that is open, and around it.
    int[] inside = new int[code.count];
    int[] around = new int[code.count];
    Arrays.fill(inside, -1);
    int current = -1;
    for (int i = 0; i < code.count; i++) {
      switch (code.ops[i]) {
        case BLOCK, LOOP, IF, TRY, TRY_TABLE -> {
          at[i] = current;
          around[i] = current;
          current = inBody(i, current, inside);
          inside[i] = current;
        }
        case CATCH, CATCH_ALL -> {
          int opener = code.end[code.end[i]];
          current = around[opener];
          inside[opener] = current;
          at[i] = current;
        }
        case END, DELEGATE -> {
          if (i < code.count - 1) {
            current = around[code.end[i]];
          }
          at[i] = current;
        }
        default -> at[i] = current;
      }
    }
  }

  private int inBody(int opener, int around, int[] inside) {
    if (code.ops[opener] == Opcode.TRY) {
      if (code.next[opener] >= 0) {
        return opener;
      }
      int end = code.end[opener];
      if (code.ops[end] == Opcode.DELEGATE) {
        return code.target[end] < 0 ? -1 : inside[code.target[end]];
      }
    } else if (code.extra[opener] instanceof FunctionCode.TryTable table
        && !table.clauses().isEmpty()) {
      return opener;
    }
    return around;
  }
}
