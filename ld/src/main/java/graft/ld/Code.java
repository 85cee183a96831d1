package graft.ld;

/// Instructions of the linker's own functions.
final class Code {
  static final int CALL = 0x10;
  private static final int BLOCK = 0x02;
  private static final int BR = 0x0c;
  private static final int BR_TABLE = 0x0e;
  private static final int END = 0x0b;
  private static final int UNREACHABLE = 0x00;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int LOCAL_SET = 0x21;
  private static final int LOCAL_TEE = 0x22;
  private static final int GLOBAL_GET = 0x23;
  private static final int GLOBAL_SET = 0x24;
  private static final int I32_STORE = 0x36;
  private static final int I64_STORE = 0x37;
  private static final int I32_CONST = 0x41;
  private static final int I64_CONST = 0x42;
  private static final int I32_ADD = 0x6a;
  private static final int I64_ADD = 0x7c;
  private static final int MISC = 0xfc;
  private static final int MEMORY_INIT = 8;
  private static final int DATA_DROP = 9;
  private static final int MEMORY_FILL = 11;
  private static final int ATOMIC = 0xfe;
  private static final int ATOMIC_NOTIFY = 0x00;
  private static final int I32_ATOMIC_WAIT = 0x01;
  private static final int I32_ATOMIC_STORE = 0x17;
  private static final int I32_RMW_CMPXCHG = 0x48;
  private static final int NO_RESULT = 0x40;

  private final WasmBuffer out = new WasmBuffer();
  private final boolean is64;

  /// @param is64 whether addresses are i64
  Code(boolean is64) {
    this.is64 = is64;
    out.u8(0); // No locals.
  }

  private Code(boolean is64, int locals) {
    this.is64 = is64;
    out.u8(1).uleb(locals).u8(is64 ? 0x7e : 0x7f);
  }

  /// Code with locals for addresses.
  static Code withPointers(boolean is64, int locals) {
    return new Code(is64, locals);
  }

  /// The function as the code section has it: its size, locals, code, `end`.
  byte[] end() {
    out.u8(END);
    return new WasmBuffer(out.size() + 5).uleb(out.size()).bytes(out).toByteArray();
  }

  Code call(int function) {
    out.u8(CALL).uleb(function);
    return this;
  }

  Code drop() {
    out.u8(DROP);
    return this;
  }

  Code unreachable() {
    out.u8(UNREACHABLE);
    return this;
  }

  Code local(int index) {
    out.u8(LOCAL_GET).uleb(index);
    return this;
  }

  Code setLocal(int index) {
    out.u8(LOCAL_SET).uleb(index);
    return this;
  }

  Code teeLocal(int index) {
    out.u8(LOCAL_TEE).uleb(index);
    return this;
  }

  Code global(int index) {
    out.u8(GLOBAL_GET).uleb(index);
    return this;
  }

  Code setGlobal(int index) {
    out.u8(GLOBAL_SET).uleb(index);
    return this;
  }

  Code constant(long value, boolean wide) {
    out.u8(wide ? I64_CONST : I32_CONST).sleb(wide ? value : (int) value);
    return this;
  }

  Code i32(int value) {
    return constant(value, false);
  }

  /// An address.
  Code pointer(long value) {
    return constant(value, is64);
  }

  Code add(boolean wide) {
    out.u8(wide ? I64_ADD : I32_ADD);
    return this;
  }

  Code addPointer() {
    return add(is64);
  }

  Code store(boolean wide) {
    out.u8(wide ? I64_STORE : I32_STORE).uleb(2).uleb(0);
    return this;
  }

  Code block() {
    out.u8(BLOCK).u8(NO_RESULT);
    return this;
  }

  Code endBlock() {
    out.u8(END);
    return this;
  }

  Code branch(int depth) {
    out.u8(BR).uleb(depth);
    return this;
  }

  /// Branches to 0, 1 or else 2.
  Code branchTable012() {
    out.u8(BR_TABLE).uleb(2).uleb(0).uleb(1).uleb(2);
    return this;
  }

  Code memoryInit(int segment) {
    out.u8(MISC).uleb(MEMORY_INIT).uleb(segment).u8(0);
    return this;
  }

  Code memoryFill() {
    out.u8(MISC).uleb(MEMORY_FILL).u8(0);
    return this;
  }

  Code dataDrop(int segment) {
    out.u8(MISC).uleb(DATA_DROP).uleb(segment);
    return this;
  }

  Code compareExchange() {
    return atomic(I32_RMW_CMPXCHG);
  }

  Code atomicStore() {
    return atomic(I32_ATOMIC_STORE);
  }

  Code atomicNotify() {
    return atomic(ATOMIC_NOTIFY);
  }

  Code atomicWait() {
    return atomic(I32_ATOMIC_WAIT);
  }

  private Code atomic(int opcode) {
    out.u8(ATOMIC).uleb(opcode).uleb(2).uleb(0);
    return this;
  }
}
