package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.BUDGET;
import static graft.compiler.JvmNames.BUDGET_DESCRIPTOR;
import static graft.compiler.JvmNames.BULK;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.MEMORY;
import static graft.compiler.JvmNames.MEMORY_DESCRIPTOR;
import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TABLE;

import graft.classfile.CodeWriter;
import graft.format.Opcode;

/// Instructions for whole memories and tables.
final class BulkEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final FunctionCode code;
  private final CodeWriter out;

  BulkEmitter(MethodFrame frame, MemoryArray array) {
    this.frame = frame;
    this.array = array;
    code = frame.code;
    out = frame.out;
  }

  void emitMemoryInstruction(int i, Opcode op) {
    switch (op) {
      case MEMORY_FILL, MEMORY_COPY, MEMORY_INIT -> countLength("bytes");
      default -> {}
    }
    switch (op) {
      case MEMORY_SIZE -> {
        array.pushMemory(code.index[i]);
        out.invokeVirtual(MEMORY, "sizeInPages", "()I");
        if (array.is64(code.index[i])) {
          out.op(I2L, 1, LONG);
        }
      }
      case MEMORY_GROW -> {
        array.pushMemory(code.index[i]);
        String type = array.is64(code.index[i]) ? "J" : "I";
        String budget = pushBudget();
        out.invokeStatic(BULK, "grow", "(" + type + MEMORY_DESCRIPTOR + budget + ")" + type);
        array.isStale = true;
      }
      case MEMORY_FILL -> {
        array.pushMemory(code.index[i]);
        String type = array.is64(code.index[i]) ? "J" : "I";
        out.invokeStatic(BULK, "fill", "(" + type + "I" + type + MEMORY_DESCRIPTOR + ")V");
      }
      case MEMORY_COPY -> {
        array.pushMemory(code.index[i]);
        array.pushMemory(code.index2[i]);
        String to = array.is64(code.index[i]) ? "J" : "I";
        String from = array.is64(code.index2[i]) ? "J" : "I";
        String length = to.equals("J") && from.equals("J") ? "J" : "I";
        out.invokeStatic(
            BULK, "copy", "(" + to + from + length + MEMORY_DESCRIPTOR + MEMORY_DESCRIPTOR + ")V");
      }
      case MEMORY_INIT -> {
        array.pushMemory(code.index2[i]);
        frame.loadInstance();
        out.constant(code.index[i]);
        String to = array.is64(code.index2[i]) ? "J" : "I";
        out.invokeStatic(
            BULK, "init", "(" + to + "II" + MEMORY_DESCRIPTOR + "Lgraft/runtime/Instance;I)V");
      }
      default -> {
        frame.loadInstance();
        out.constant(code.index[i]);
        out.invokeVirtual(ModuleNames.INSTANCE, "dropData", "(I)V");
      }
    }
  }

  /// Counts the length on top of the stack, where code is to be stopped.
  private void countLength(String unit) {
    if (frame.options.checks()) {
      String type = out.typeAt(0) == LONG ? "J" : "I";
      out.dup();
      out.invokeStatic(BUDGET, unit, "(" + type + pushBudget() + ")V");
    }
  }

  /// Pushes what counts steps, where code is to be stopped; gives its descriptor, or nothing.
  private String pushBudget() {
    if (!frame.options.checks()) {
      return "";
    }
    frame.pushBudget();
    return BUDGET_DESCRIPTOR;
  }

  void pushTable(int index) {
    frame.loadInstance();
    if (index == 0) {
      out.getField(ModuleNames.INSTANCE, "table0", "L" + TABLE + ";");
    } else {
      out.getField(ModuleNames.INSTANCE, "tables", "[L" + TABLE + ";");
      out.constant(index);
      out.op(AALOAD, 2, frame.object(TABLE));
    }
  }

  /// Whether the slots of a table are i64.
  private boolean is64(int table) {
    return code.module.allTables().get(table).limits().is64();
  }

  /// Pushes a table, which wants the slot on top of the stack as an i32.
  void pushTableBelowSlot(int index) {
    if (is64(index)) {
      out.invokeStatic(BULK, "slot", "(J)I");
    }
    pushTable(index);
    out.swap();
  }

  void emitTableInstruction(int i, Opcode op) {
    String table = "L" + TABLE + ";";
    String object = "L" + OBJECT + ";";
    if (op == Opcode.ELEM_DROP) {
      frame.loadInstance();
      out.constant(code.index[i]);
      out.invokeStatic(BULK, "dropElements", "(Lgraft/runtime/Instance;I)V");
      return;
    }
    switch (op) {
      case TABLE_FILL, TABLE_COPY, TABLE_INIT -> countLength("slots");
      default -> {}
    }
    int index = op == Opcode.TABLE_INIT ? code.index2[i] : code.index[i];
    String slot = is64(index) ? "J" : "I";
    pushTable(index);
    switch (op) {
      case TABLE_GET -> out.invokeStatic(BULK, "get", "(" + slot + table + ")" + object);
      case TABLE_SET -> out.invokeStatic(BULK, "set", "(" + slot + object + table + ")V");
      case TABLE_SIZE -> {
        out.invokeVirtual(TABLE, "size", "()I");
        if (is64(index)) {
          out.op(I2L, 1, LONG);
        }
      }
      case TABLE_GROW -> {
        String budget = pushBudget();
        out.invokeStatic(BULK, "grow", "(" + object + slot + table + budget + ")" + slot);
      }
      case TABLE_FILL -> out.invokeStatic(BULK, "fill", "(" + slot + object + slot + table + ")V");
      case TABLE_COPY -> {
        pushTable(code.index2[i]);
        String from = is64(code.index2[i]) ? "J" : "I";
        String length = is64(index) ? from : "I";
        out.invokeStatic(BULK, "copy", "(" + slot + from + length + table + table + ")V");
      }
      default -> {
        frame.loadInstance();
        out.constant(code.index[i]);
        out.invokeStatic(BULK, "init", "(" + slot + "II" + table + "Lgraft/runtime/Instance;I)V");
      }
    }
  }
}
