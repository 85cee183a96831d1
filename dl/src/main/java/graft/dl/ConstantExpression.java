package graft.dl;

import graft.format.CodeRange;
import graft.format.CodeReader;
import graft.format.Opcode;
import graft.format.WasmModule;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A constant expression of integers as the sum of a number and at most one global: all that
/// addresses and slots need, extended constant expressions included.
///
/// @param offset the number
/// @param global index of the global that is added, or -1
record ConstantExpression(long offset, int global) {
  private static final int NONE = -1;

  /// Nothing at all.
  static final ConstantExpression ZERO = new ConstantExpression(0, NONE);

  /// Reads an expression of a valid module.
  ///
  /// @return null if it is no such sum
  static @Nullable ConstantExpression read(WasmModule module, CodeRange range) {
    CodeReader reader = new CodeReader(module, range);
    Deque<ConstantExpression> stack = new ArrayDeque<>();
    while (true) {
      Opcode opcode = reader.next();
      if (opcode == Opcode.END) {
        return stack.peek();
      }
      if (!step(opcode, reader, stack)) {
        return null;
      }
    }
  }

  /// Follows an instruction with sums instead of numbers.
  ///
  /// @param code whose last instruction is meant
  /// @return whether that is possible
  static boolean step(Opcode opcode, CodeReader code, Deque<ConstantExpression> stack) {
    ConstantExpression result =
        switch (opcode) {
          case I32_CONST, I64_CONST -> new ConstantExpression(code.value(), NONE);
          case GLOBAL_GET -> new ConstantExpression(0, code.index());
          default -> binary(opcode, stack);
        };
    return result != null && stack.offerFirst(result);
  }

  private static @Nullable ConstantExpression binary(
      Opcode opcode, Deque<ConstantExpression> stack) {
    ConstantExpression right = stack.poll();
    ConstantExpression left = stack.poll();
    if (left == null || right == null) {
      return null;
    }
    return switch (opcode) {
      case I32_ADD, I64_ADD ->
          left.global != NONE && right.global != NONE
              ? null
              : new ConstantExpression(
                  left.offset + right.offset, Math.max(left.global, right.global));
      case I32_SUB, I64_SUB ->
          right.global != NONE
              ? null
              : new ConstantExpression(left.offset - right.offset, left.global);
      case I32_MUL, I64_MUL ->
          left.global != NONE || right.global != NONE
              ? null
              : new ConstantExpression(left.offset * right.offset, NONE);
      default -> null;
    };
  }
}
