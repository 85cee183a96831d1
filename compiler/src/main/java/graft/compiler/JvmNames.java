package graft.compiler;

import graft.classfile.VerificationType;

/// Names and types of the JVM that compiled code uses.
final class JvmNames {
  static final String OBJECT = "java/lang/Object";
  static final String ANY_INSTANCE = "graft/runtime/Instance";
  static final String MEMORY = "graft/runtime/Memory";
  static final String MEMORY_DESCRIPTOR = "L" + MEMORY + ";";
  static final String V128_DESCRIPTOR = "Lgraft/runtime/V128;";
  static final String FUNC = "graft/runtime/Func";
  static final String TABLE = "graft/runtime/Table";
  static final String BULK = "graft/runtime/Bulk";
  static final String BUDGET = "graft/runtime/Budget";
  static final String BUDGET_DESCRIPTOR = "L" + BUDGET + ";";
  static final String TAIL = "graft/runtime/Tail";
  static final String TAIL_DESCRIPTOR = "L" + TAIL + ";";
  static final String TRAP = "graft/runtime/Trap";
  static final String EXCEPTION = "graft/runtime/WasmException";
  static final int INT = VerificationType.INTEGER;
  static final int LONG = VerificationType.LONG;

  private JvmNames() {}
}
