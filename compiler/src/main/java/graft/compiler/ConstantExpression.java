package graft.compiler;

import graft.format.CodeRange;
import graft.format.CodeReader;
import graft.format.Opcode;
import graft.format.WasmModule;
import graft.runtime.Instance;
import graft.runtime.V128;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Evaluates constant expressions
/// ([spec](https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions)),
/// extended ones included.
final class ConstantExpression {
  private final WasmModule module;
  private final Instance instance;
  private final @Nullable Object[] globals;

  /// @param globals the boxed values of the globals that are initialised so far
  ConstantExpression(WasmModule module, Instance instance, @Nullable Object[] globals) {
    this.module = module;
    this.instance = instance;
    this.globals = globals;
  }

  /// The boxed value.
  @Nullable Object evaluate(CodeRange range) {
    CodeReader reader = new CodeReader(module, range);
    Deque<Optional<Object>> stack = new ArrayDeque<>();
    while (true) {
      Opcode op = reader.next();
      switch (op) {
        case END -> {
          return stack.pop().orElse(null);
        }
        case I32_CONST -> stack.push(Optional.of((int) reader.value()));
        case I64_CONST -> stack.push(Optional.of(reader.value()));
        case F32_CONST -> stack.push(Optional.of(Float.intBitsToFloat((int) reader.value())));
        case F64_CONST -> stack.push(Optional.of(Double.longBitsToDouble(reader.value())));
        case V128_CONST -> stack.push(Optional.of(new V128(reader.value(), reader.high())));
        case REF_NULL -> stack.push(Optional.empty());
        case REF_FUNC -> stack.push(Optional.of(instance.element(reader.index())));
        case GLOBAL_GET -> stack.push(Optional.ofNullable(globals[reader.index()]));
        default -> {
          Object right = stack.pop().orElseThrow();
          Object left = stack.pop().orElseThrow();
          stack.push(Optional.of(compute(op, left, right)));
        }
      }
    }
  }

  private static Object compute(Opcode op, Object left, Object right) {
    return switch (op) {
      case I32_ADD -> (Integer) left + (Integer) right;
      case I32_SUB -> (Integer) left - (Integer) right;
      case I32_MUL -> (Integer) left * (Integer) right;
      case I64_ADD -> (Long) left + (Long) right;
      case I64_SUB -> (Long) left - (Long) right;
      case I64_MUL -> (Long) left * (Long) right;
      default -> throw new AssertionError("BUG: no constant instruction: " + op);
    };
  }

  /// The value of an expression that gives an address or slot, without sign.
  long evaluateOffset(@Nullable CodeRange range) {
    // Nearly all are one number, and a module may have 15,000 segments.
    CodeReader reader = new CodeReader(module, Objects.requireNonNull(range));
    if (reader.next() == Opcode.I32_CONST) {
      int number = (int) reader.value();
      if (reader.next() == Opcode.END) {
        return Integer.toUnsignedLong(number);
      }
    }
    Object value = Objects.requireNonNull(evaluate(Objects.requireNonNull(range)));
    return value instanceof Integer i ? Integer.toUnsignedLong(i) : (Long) value;
  }
}
