package graft.format;

import static graft.format.ModuleTypes.I32;
import static graft.format.ModuleTypes.I64;

import java.util.BitSet;

/// Validates constant expressions
/// ([spec](https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions)),
/// with the additions and multiplications of the extended-const proposal, and notes the functions
/// that they refer to.
final class ConstantValidator {
  private final WasmModule module;
  private final ModuleTypes types;
  private final int importedGlobals;
  private final BitSet declared;
  private final TypeStack stack = new TypeStack(this::invalid);
  private CodeReader code;

  /// @param declared gets the functions that are referred to
  ConstantValidator(WasmModule module, ModuleTypes types, BitSet declared) {
    this.module = module;
    this.types = types;
    this.importedGlobals = types.globals.length - module.globals().size();
    this.declared = declared;
    this.code = new CodeReader(module, new CodeRange(0, 0));
  }

  /// Checks that the expression is constant and gives one value of a type.
  void validate(CodeRange expression, ValType expected) {
    code = new CodeReader(module, expression);
    stack.clear();
    stack.open(Opcode.NOP, ModuleTypes.NONE, new byte[] {ModuleTypes.code(expected)});
    for (Opcode opcode = code.next(); opcode != Opcode.END; opcode = code.next()) {
      validate(opcode);
    }
    stack.close();
  }

  private void validate(Opcode opcode) {
    switch (opcode) {
      case I32_CONST, I64_CONST, F32_CONST, F64_CONST, V128_CONST -> push(resultOf(opcode));
      case I32_ADD, I32_SUB, I32_MUL -> combine(I32);
      case I64_ADD, I64_SUB, I64_MUL -> combine(I64);
      case GLOBAL_GET -> stack.push(global());
      case REF_NULL -> push(code.types().get(0));
      case REF_FUNC -> {
        declare();
        push(ValType.FUNCREF);
      }
      default -> throw invalid("constant expression required, found " + opcode);
    }
  }

  private static ValType resultOf(Opcode opcode) {
    Opcode.Signature signature = opcode.signature();
    if (signature == null || signature.result() == null) {
      throw new AssertionError("BUG: " + opcode + " gives nothing");
    }
    return signature.result();
  }

  private void push(ValType type) {
    stack.push(ModuleTypes.code(type));
  }

  private void combine(byte type) {
    stack.pop(type);
    stack.pop(type);
    stack.push(type);
  }

  /// Only imported globals have a value that early.
  private byte global() {
    int index = code.index();
    if (index < 0 || index >= importedGlobals) {
      throw invalid("unknown global " + Integer.toUnsignedString(index));
    }
    if (types.mutable[index]) {
      throw invalid("constant expression required: global " + index + " is mutable");
    }
    return types.globals[index];
  }

  private void declare() {
    int index = code.index();
    if (index < 0 || index >= types.functions.length) {
      throw invalid("unknown function " + Integer.toUnsignedString(index));
    }
    declared.set(index);
  }

  private InvalidModuleException invalid(String reason) {
    return new InvalidModuleException(module.file(), reason, -1, "", code.offset());
  }
}
