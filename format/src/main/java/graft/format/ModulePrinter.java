package graft.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints modules in the text format ([spec](https://webassembly.github.io/spec/core/text/)), for
/// people to read: instructions are not folded, names are used where the module gives them, custom
/// sections are comments.
///
/// What is printed need not be valid. Where it is, wabt's `wat2wasm` makes the same module of it
/// again, except for instructions that wabt 1.0.32 does not know (`try_table`, `throw_ref`).
public final class ModulePrinter {
  private static final int BYTES_PER_LINE = 64;
  private static final int MAX_INDENT = 50;

  private final WasmModule module;
  private final TextNames names;
  private final LocalNames localNames;
  private final Appendable out;

  private ModulePrinter(WasmModule module, Appendable out) {
    this.module = module;
    this.names = new TextNames(module);
    this.localNames = LocalNames.of(module);
    this.out = out;
  }

  /// A whole module.
  ///
  /// @throws MalformedModuleException if code or a constant expression is malformed
  public static String print(WasmModule module) {
    StringBuilder out = new StringBuilder();
    new ModulePrinter(module, out).printModule();
    return out.toString();
  }

  /// Writes a whole module, bit by bit.
  ///
  /// @param out gets the text
  /// @throws UncheckedIOException if `out` fails
  /// @throws MalformedModuleException if code or a constant expression is malformed
  public static void print(WasmModule module, Appendable out) {
    new ModulePrinter(module, out).printModule();
  }

  /// One function that the module defines.
  ///
  /// @param index of the function, imports first
  /// @throws MalformedModuleException if its code is malformed
  /// @throws IndexOutOfBoundsException if the module does not define such a function
  public static String printFunction(WasmModule module, int index) {
    StringBuilder out = new StringBuilder();
    new ModulePrinter(module, out).printFunction(index);
    return out.toString();
  }

  private void printModule() {
    line("(module");
    printDylink();
    printTypes();
    printImports();
    for (int i = module.importedFunctionCount(); i < module.functionCount(); i++) {
      printFunction(i);
    }
    printTables();
    printMemories();
    printTags();
    printGlobals();
    printExports();
    if (module.startFunction() >= 0) {
      line("  (start " + names.function(module.startFunction()) + ")");
    }
    printElements();
    printData();
    printCustomSections();
    line(")");
  }

  private void line(String text) {
    try {
      out.append(text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void printDylink() {
    Dylink dylink = module.dylink();
    if (dylink == null) {
      return;
    }
    line(
        (dylink.legacy() ? "  ;; dylink: memory " : "  ;; dylink.0: memory ")
            + dylink.memorySize()
            + " bytes aligned to 2^"
            + dylink.memoryAlignment()
            + ", table "
            + dylink.tableSize()
            + " slots aligned to 2^"
            + dylink.tableAlignment());
    dylink.needed().forEach(name -> line("  ;;   needs " + string(name)));
    dylink.runtimePath().forEach(path -> line("  ;;   looks in " + string(path)));
    dylink
        .exportFlags()
        .forEach((name, flags) -> line("  ;;   export " + string(name) + flags(flags)));
    dylink
        .importFlags()
        .forEach((name, flags) ->
            line(
                "  ;;   import "
                    + string(name.module())
                    + " "
                    + string(name.name())
                    + flags(flags)));
  }

  private static String flags(int flags) {
    return " flags 0x" + Integer.toHexString(flags);
  }

  private void printTypes() {
    int index = 0;
    for (FunctionType type : module.types()) {
      line("  (type (;" + index++ + ";) (func" + InstructionPrinter.signature(type) + "))");
    }
  }

  private void printImports() {
    int[] next = new int[ExternKind.values().length];
    for (Import entry : module.imports()) {
      int index = next[entry.kind().code()]++;
      String item =
          switch (entry.type()) {
            case FunctionType _ ->
                "func " + names.function(index) + number(index) + type(entry.typeIndex());
            case TableType table -> "table" + number(index) + " " + table;
            case MemoryType memory -> "memory" + number(index) + " " + memory;
            case GlobalType global ->
                "global " + names.global(index) + number(index) + " " + global;
            case TagType tag ->
                "tag"
                    + number(index)
                    + type(entry.typeIndex())
                    + InstructionPrinter.signature(tag.type());
          };
      line("  (import " + string(entry.module()) + " " + string(entry.name()) + " (" + item + "))");
    }
  }

  private static String number(int index) {
    return " (;" + index + ";)";
  }

  private static String type(int index) {
    return " (type " + index + ")";
  }

  private void printTables() {
    int index = module.allTables().size() - module.tables().size();
    for (TableType table : module.tables()) {
      line("  (table" + number(index++) + " " + table + ")");
    }
  }

  private void printMemories() {
    int index = module.allMemories().size() - module.memories().size();
    for (MemoryType memory : module.memories()) {
      line("  (memory" + number(index++) + " " + memory + ")");
    }
  }

  private void printTags() {
    int index = module.allTags().size() - module.tags().length;
    for (int type : module.tags()) {
      String signature = InstructionPrinter.signature(module.types().get(type));
      line("  (tag" + number(index++) + type(type) + signature + ")");
    }
  }

  private void printGlobals() {
    int index = module.allGlobals().size() - module.globals().size();
    for (Global global : module.globals()) {
      line(
          "  (global "
              + names.global(index)
              + number(index++)
              + " "
              + global.type()
              + " "
              + expression("", global.initial())
              + ")");
    }
  }

  private void printExports() {
    for (Export export : module.exports()) {
      String target =
          switch (export.kind()) {
            case FUNCTION -> "func " + names.function(export.index());
            case GLOBAL -> "global " + names.global(export.index());
            default -> export.kind() + " " + Integer.toUnsignedString(export.index());
          };
      line("  (export " + string(export.name()) + " (" + target + "))");
    }
  }

  private void printElements() {
    int index = 0;
    for (ElementSegment segment : module.elements()) {
      StringBuilder text = new StringBuilder("  (elem").append(number(index++));
      if (segment.mode() == SegmentMode.DECLARATIVE) {
        text.append(" declare");
      }
      if (segment.tableIndex() != 0) {
        text.append(" (table ").append(Integer.toUnsignedString(segment.tableIndex())).append(')');
      }
      text.append(start(segment.start()));
      appendElements(text, segment);
      line(text.append(')').toString());
    }
  }

  private void appendElements(StringBuilder text, ElementSegment segment) {
    int[] functions = segment.functions();
    text.append(' ').append(functions == null ? segment.type() : "func");
    if (functions != null) {
      for (int function : functions) {
        text.append(' ').append(names.function(function));
      }
    }
    List<CodeRange> expressions = segment.expressions();
    if (expressions != null) {
      expressions.forEach(item -> text.append(' ').append(expression("item ", item)));
    }
  }

  private String start(@Nullable CodeRange start) {
    return start == null ? "" : " " + expression("offset ", start);
  }

  /// A constant expression: `(i32.const 1)`, or all instructions in a row behind a word.
  private String expression(String word, CodeRange range) {
    InstructionPrinter code = new InstructionPrinter(module, names, range, new String[0]);
    StringBuilder text = new StringBuilder();
    int count = 0;
    while (code.next() != Opcode.END || !code.isAtEnd()) {
      text.append(count++ == 0 ? "" : " ").append(code.text());
    }
    if (count == 1) {
      return "(" + text + ")";
    }
    return word.isEmpty() ? text.toString() : "(" + word + text + ")";
  }

  private void printData() {
    int index = 0;
    for (DataSegment segment : module.data()) {
      String memory =
          segment.memoryIndex() == 0
              ? ""
              : " (memory " + Integer.toUnsignedString(segment.memoryIndex()) + ")";
      String head = "  (data" + number(index++) + memory + start(segment.start());
      int end = segment.offset() + segment.sizeInBytes();
      if (segment.sizeInBytes() <= BYTES_PER_LINE) {
        line(head + " " + string(module.bytes(), segment.offset(), end) + ")");
        continue;
      }
      line(head);
      for (int at = segment.offset(); at < end; at += BYTES_PER_LINE) {
        line("    " + string(module.bytes(), at, Math.min(end, at + BYTES_PER_LINE)));
      }
      line("  )");
    }
  }

  private void printCustomSections() {
    for (Section section : module.sections()) {
      if (section.id() == 0) {
        line(
            "  ;; custom section "
                + string(section.name())
                + ", "
                + section.sizeInBytes()
                + " bytes at offset 0x"
                + Integer.toHexString(section.offset()));
      }
    }
  }

  private void printFunction(int index) {
    FunctionBody body = module.bodies().get(index - module.importedFunctionCount());
    FunctionType type = module.functionType(index);
    String[] locals =
        TextNames.locals(
            localNames.ofFunction(index), type.parameters().size() + body.localCount());
    line(
        "  (func "
            + names.function(index)
            + number(index)
            + type(module.functionTypeIndex(index))
            + variables("param", type.parameters(), locals, 0)
            + variables("result", type.results(), new String[0], 0));
    int first = type.parameters().size();
    for (FunctionBody.LocalRun run : body.locals()) {
      int count = (int) run.count();
      if (count > 0) {
        line("   " + variables("local", Collections.nCopies(count, run.type()), locals, first));
      }
      first += count;
    }
    printCode(body.code(), locals);
  }

  /// `(param i32 i32) (param $x f64)`: those without a name stand together.
  private static String variables(String word, List<ValType> types, String[] names, int first) {
    StringBuilder text = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < types.size(); i++) {
      String name = first + i < names.length ? names[first + i] : "";
      if (open && !name.isEmpty()) {
        text.append(')');
        open = false;
      }
      if (!open) {
        text.append(" (").append(word);
      }
      text.append(name.isEmpty() ? "" : " " + name).append(' ').append(types.get(i));
      open = name.isEmpty();
      text.append(open ? "" : ")");
    }
    return text.append(open ? ")" : "").toString();
  }

  private void printCode(CodeRange range, String[] locals) {
    InstructionPrinter code = new InstructionPrinter(module, names, range, locals);
    int depth = 1;
    while (true) {
      Opcode opcode = code.next();
      if (opcode == Opcode.END && depth <= 1) {
        line("  )");
        return;
      }
      int indent = closesBlock(opcode) ? depth - 1 : depth;
      String label = opcode.opensBlock() ? "  ;; label = @" + depth : "";
      line("  " + "  ".repeat(Math.clamp(indent, 0, MAX_INDENT)) + code.text() + label);
      depth += (opcode.opensBlock() ? 1 : 0) - (opcode.endsBlock() ? 1 : 0);
    }
  }

  private static boolean closesBlock(Opcode opcode) {
    return switch (opcode) {
      case ELSE, CATCH, CATCH_ALL -> true;
      default -> opcode.endsBlock();
    };
  }

  private static String string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return string(bytes, 0, bytes.length);
  }

  private static String string(byte[] bytes, int offset, int end) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = offset; i < end; i++) {
      int b = bytes[i] & 0xff;
      if (b >= 0x20 && b < 0x7f && b != '"' && b != '\\') {
        text.append((char) b);
      } else {
        text.append('\\')
            .append(Character.forDigit(b >> 4, 16))
            .append(Character.forDigit(b & 15, 16));
      }
    }
    return text.append('"').toString();
  }
}
