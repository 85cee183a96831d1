package graft.dl;

import graft.format.CodeReader;
import graft.format.FunctionBody;
import graft.format.FunctionType;
import graft.format.Opcode;
import graft.format.WasmModule;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Memory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a module's `__wasm_apply_data_relocs` does, as a table.
///
/// That function is straight-line code of up to a megabyte, which runs once: nothing for the JVM's
/// compilers, and too much for one of its methods. It says, over and over,
///
/// ```text
/// *(constant + some base) = constant + some base or entry of the global offset table
/// ```
///
/// and that is what a row of the table holds. Code that does anything else is not read, but run.
final class DataRelocations {
  /// Functions that are called from here are read, too, but not to any depth.
  private static final int MAX_DEPTH = 8;

  private static final FunctionType NOTHING = new FunctionType(List.of(), List.of());

  /// Four numbers a row: offset and global of the address, offset and global of the value; -1 where
  /// there is no global.
  private final int[] rows;

  private DataRelocations(int[] rows) {
    this.rows = rows;
  }

  /// How many words are set.
  int size() {
    return rows.length / 4;
  }

  /// Reads a function.
  ///
  /// @param function index of one without parameters and results
  /// @return null if it does anything else than described above
  static @Nullable DataRelocations read(WasmModule module, int function) {
    Reader reader = new Reader(module);
    if (module.startFunction() >= 0 && !reader.readFunction(module.startFunction(), 0)) {
      reader.forgetGlobals();
    }
    // From here on the module's own globals are what they are after the start function.
    reader.length = 0;
    reader.started = true;
    return reader.readFunction(function, 0)
        ? new DataRelocations(Arrays.copyOf(reader.rows, reader.length))
        : null;
  }

  /// Sets the words.
  ///
  /// @param instance of that very module
  /// @throws graft.runtime.Trap if one lies outside of the memory
  void apply(Instance instance, Memory memory) {
    int[] globals = new int[instance.cells.length];
    for (int i = 0; i < globals.length; i++) {
      globals[i] = instance.cells[i] instanceof GlobalCell.I32 cell ? cell.value : 0;
    }
    for (int row = 0; row < rows.length; row += 4) {
      memory.setI32(
          rows[row] + base(globals, rows[row + 1]), rows[row + 2] + base(globals, rows[row + 3]));
    }
  }

  private static int base(int[] globals, int global) {
    return global < 0 ? 0 : globals[global];
  }

  /// Follows the code with sums instead of numbers.
  private static final class Reader {
    private final WasmModule module;
    private final int importedGlobals;
    private final Map<Integer, ConstantExpression> globals = new HashMap<>();
    private int[] rows = new int[256];
    private int length;
    private boolean started;

    /// How many instructions are still read. A function that calls others over and over is run.
    private long budget;

    Reader(WasmModule module) {
      this.module = module;
      budget = 2L * module.bytes().length;
      importedGlobals = module.allGlobals().size() - module.globals().size();
      for (int i = 0; i < module.globals().size(); i++) {
        ConstantExpression value =
            ConstantExpression.read(module, module.globals().get(i).initial());
        if (value != null) {
          globals.put(importedGlobals + i, value);
        }
      }
    }

    /// Keeps only those globals that cannot have changed.
    void forgetGlobals() {
      globals.keySet().removeIf(index -> module.allGlobals().get(index).mutable());
    }

    boolean readFunction(int function, int depth) {
      int defined = function - module.importedFunctionCount();
      if (defined < 0 || depth > MAX_DEPTH || !module.functionType(function).equals(NOTHING)) {
        return false;
      }
      FunctionBody body = module.bodies().get(defined);
      CodeReader code = new CodeReader(module, body.code());
      Deque<ConstantExpression> stack = new ArrayDeque<>();
      Map<Integer, ConstantExpression> locals = new HashMap<>();
      while (true) {
        Opcode opcode = code.next();
        if (opcode == Opcode.END) {
          return true;
        }
        if (--budget < 0 || !step(opcode, code, stack, locals, depth)) {
          return false;
        }
      }
    }

    private boolean step(
        Opcode opcode,
        CodeReader code,
        Deque<ConstantExpression> stack,
        Map<Integer, ConstantExpression> locals,
        int depth) {
      return switch (opcode) {
        case NOP -> true;
        case CALL -> readFunction(code.index(), depth + 1);
        case LOCAL_GET ->
            stack.offerFirst(locals.getOrDefault(code.index(), ConstantExpression.ZERO));
        case LOCAL_SET -> set(locals, code.index(), stack.pop());
        case LOCAL_TEE -> set(locals, code.index(), stack.element());
        case GLOBAL_GET -> push(stack, global(code.index()));
        case GLOBAL_SET -> code.index() >= importedGlobals && setGlobal(code.index(), stack.pop());
        case I32_STORE -> {
          ConstantExpression value = stack.pop();
          add(stack.pop(), code.value(), value);
          yield true;
        }
        default -> ConstantExpression.step(opcode, code, stack);
      };
    }

    private @Nullable ConstantExpression global(int index) {
      return index < importedGlobals ? new ConstantExpression(0, index) : globals.get(index);
    }

    /// Sets a global as the start function does. What is called later may only do the same again: a
    /// table holds words of memory alone.
    private boolean setGlobal(int index, ConstantExpression value) {
      return started ? value.equals(globals.get(index)) : set(globals, index, value);
    }

    private static boolean push(
        Deque<ConstantExpression> stack, @Nullable ConstantExpression value) {
      return value != null && stack.offerFirst(value);
    }

    private static boolean set(
        Map<Integer, ConstantExpression> variables, int index, ConstantExpression value) {
      variables.put(index, value);
      return true;
    }

    private void add(ConstantExpression address, long offset, ConstantExpression value) {
      if (length == rows.length) {
        rows = Arrays.copyOf(rows, 2 * length);
      }
      rows[length++] = (int) (address.offset() + offset);
      rows[length++] = address.global();
      rows[length++] = (int) value.offset();
      rows[length++] = value.global();
    }
  }
}
