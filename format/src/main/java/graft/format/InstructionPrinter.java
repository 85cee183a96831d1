package graft.format;

import java.util.List;
import java.util.stream.Collectors;

/// Writes instructions as the text format does, one after the other
/// ([spec](https://webassembly.github.io/spec/core/text/instructions.html)).
final class InstructionPrinter {
  private final WasmModule module;
  private final TextNames names;
  private final CodeReader code;
  private final String[] locals;

  /// @param locals the identifiers of locals; empty strings for those that have none
  InstructionPrinter(WasmModule module, TextNames names, CodeRange range, String[] locals) {
    this.module = module;
    this.names = names;
    this.code = new CodeReader(module, range);
    this.locals = locals;
  }

  /// Decodes the next instruction.
  Opcode next() {
    return code.next();
  }

  /// Whether the code has been read to its end.
  boolean isAtEnd() {
    return code.isAtEnd();
  }

  /// The text of that instruction.
  String text() {
    return code.opcode() + immediates();
  }

  private String immediates() {
    int index = code.index();
    return switch (code.opcode().immediate()) {
      case NONE, ZERO_BYTE -> "";
      case BLOCK -> blockType();
      case LABEL, TABLE, ELEMENT, DATA, TAG -> number(index);
      case LABEL_TABLE -> labels() + number(index);
      case FUNCTION -> " " + names.function(index);
      case CALL_INDIRECT -> unlessZero(code.index2()) + " (type" + number(index) + ")";
      case LOCAL -> local(index);
      case GLOBAL -> " " + names.global(index);
      case TABLE_INIT, MEMORY_INIT -> unlessZero(code.index2()) + number(index);
      case TABLE_COPY, MEMORY_COPY -> both(index, code.index2());
      case MEMARG -> memoryArgument();
      case MEMARG_LANE -> memoryArgument() + number(code.lane());
      case MEMORY -> unlessZero(index);
      case I32, I64 -> " " + code.value();
      case F32 -> " " + f32((int) code.value());
      case F64 -> " " + f64(code.value());
      case V128 -> " i64x2 " + hex(code.value()) + " " + hex(code.high());
      case SHUFFLE -> lanes();
      case LANE -> number(code.lane());
      case REF_TYPE -> " " + heapType(code.types().get(0));
      case SELECT -> " " + types("result", code.types());
      case TRY_TABLE -> blockType() + catches();
    };
  }

  private static String number(int index) {
    return " " + Integer.toUnsignedString(index);
  }

  private static String unlessZero(int index) {
    return index == 0 ? "" : number(index);
  }

  private static String both(int first, int second) {
    return first == 0 && second == 0 ? "" : number(first) + number(second);
  }

  private static String hex(long bits) {
    return "0x" + Long.toHexString(bits);
  }

  private String local(int index) {
    return index >= 0 && index < locals.length && !locals[index].isEmpty()
        ? " " + locals[index]
        : number(index);
  }

  private String labels() {
    StringBuilder labels = new StringBuilder();
    for (int label : code.labels()) {
      labels.append(number(label));
    }
    return labels.toString();
  }

  private String lanes() {
    StringBuilder lanes = new StringBuilder();
    for (byte lane : code.lanes()) {
      lanes.append(number(lane & 0xff));
    }
    return lanes.toString();
  }

  private String memoryArgument() {
    String offset = code.value() == 0 ? "" : " offset=" + Long.toUnsignedString(code.value());
    boolean natural = 1L << code.alignment() == code.opcode().sizeInBytes();
    String alignment = natural ? "" : " align=" + Long.toUnsignedString(1L << code.alignment());
    return unlessZero(code.index()) + offset + alignment;
  }

  private String blockType() {
    FunctionType type = code.blockType(module.types());
    if (type == null) {
      return " (type" + number(code.index()) + ")";
    }
    String index = code.index() < 0 ? "" : " (type" + number(code.index()) + ")";
    return index + signature(type);
  }

  private String catches() {
    return code.catches().stream()
        .map(InstructionPrinter::catchClause)
        .collect(Collectors.joining());
  }

  private static String catchClause(CodeReader.CatchClause clause) {
    return " ("
        + (clause.tag() < 0 ? "catch_all" : "catch")
        + (clause.withReference() ? "_ref" : "")
        + (clause.tag() < 0 ? "" : number(clause.tag()))
        + number(clause.label())
        + ")";
  }

  /// `(param i32 i32) (result i32)` with a space before each part; nothing for an empty type.
  static String signature(FunctionType type) {
    return (type.parameters().isEmpty() ? "" : " " + types("param", type.parameters()))
        + (type.results().isEmpty() ? "" : " " + types("result", type.results()));
  }

  private static String types(String word, List<ValType> types) {
    return types.stream().map(type -> " " + type).collect(Collectors.joining("", "(" + word, ")"));
  }

  private static String heapType(ValType type) {
    String text = type.toString();
    return text.substring(0, text.length() - "ref".length());
  }

  private static String f32(int bits) {
    float value = Float.intBitsToFloat(bits);
    if (Float.isFinite(value)) {
      return Float.toHexString(value);
    }
    int payload = bits & 0x7f_ffff;
    return (bits < 0 ? "-" : "") + (payload == 0 ? "inf" : "nan:0x" + Integer.toHexString(payload));
  }

  private static String f64(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      return Double.toHexString(value);
    }
    long payload = bits & 0xf_ffff_ffff_ffffL;
    return (bits < 0 ? "-" : "") + (payload == 0 ? "inf" : "nan:" + hex(payload));
  }
}
