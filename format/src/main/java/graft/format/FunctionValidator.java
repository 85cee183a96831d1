package graft.format;

import static graft.format.ModuleTypes.ADDRESS;
import static graft.format.ModuleTypes.EXNREF;
import static graft.format.ModuleTypes.FUNCREF;
import static graft.format.ModuleTypes.I32;
import static graft.format.ModuleTypes.I64;
import static graft.format.ModuleTypes.UNKNOWN;
import static graft.format.ModuleTypes.isReference;
import static graft.format.ModuleTypes.name;

import java.util.Arrays;
import java.util.BitSet;

/// Validates the code of one function after the other, by the algorithm of the [spec's
/// appendix](https://webassembly.github.io/spec/core/appendix/algorithm.html).
///
/// Instructions whose {@link Opcode#signature} is fixed are one case; the others are typed by hand.
final class FunctionValidator {
  private final WasmModule module;
  private final ModuleTypes types;
  private final BitSet declared;
  private final int fileEnd;
  private final TypeStack stack = new TypeStack(this::invalid);
  private CodeReader code;
  private int function;
  private byte[] locals = {};
  private int localCount;

  /// @param declared the functions that `ref.func` may name
  FunctionValidator(WasmModule module, ModuleTypes types, BitSet declared) {
    this.module = module;
    this.types = types;
    this.declared = declared;
    this.fileEnd = module.bytes().length;
    this.code = new CodeReader(module, new CodeRange(0, 0));
  }

  /// Validates a function.
  ///
  /// @param index its index, imports first
  void validate(int index, FunctionBody body) {
    function = index;
    // Where the code does not end with its body, the error is about what follows.
    code = new CodeReader(module.file(), module.bytes(), body.code().offset(), fileEnd);
    int type = types.functions[index];
    setLocals(types.parameters[type], body);
    stack.clear();
    stack.open(Opcode.NOP, ModuleTypes.NONE, types.results[type]);
    while (stack.depth() > 0) {
      validateNext();
    }
    checkEnd(index, body);
  }

  private void checkEnd(int index, FunctionBody body) {
    if (code.position() != body.code().end()) {
      throw code.malformed(
          "section size mismatch: function "
              + index
              + " ends at 0x"
              + Integer.toHexString(body.code().end())
              + ", its code elsewhere",
          code.position());
    }
  }

  /// Goes over the code of a function without looking at types.
  ///
  /// @throws MalformedModuleException if that is not possible
  void checkWellFormed(int index, FunctionBody body) {
    code = new CodeReader(module.file(), module.bytes(), body.code().offset(), fileEnd);
    for (int depth = 1; depth > 0; ) {
      Opcode opcode = code.next();
      depth += (opcode.opensBlock() ? 1 : 0) - (opcode.endsBlock() ? 1 : 0);
    }
    checkEnd(index, body);
  }

  private void setLocals(byte[] parameters, FunctionBody body) {
    localCount = parameters.length + body.localCount();
    if (locals.length < localCount) {
      locals = new byte[2 * localCount];
    }
    System.arraycopy(parameters, 0, locals, 0, parameters.length);
    int at = parameters.length;
    for (FunctionBody.LocalRun run : body.locals()) {
      int end = at + (int) run.count();
      Arrays.fill(locals, at, end, ModuleTypes.code(run.type()));
      at = end;
    }
  }

  private InvalidModuleException invalid(String reason) {
    return new InvalidModuleException(
        module.file(), reason, function, module.functionName(function), code.offset());
  }

  private void validateNext() {
    Opcode opcode = code.next();
    byte[] parameters = opcode.parameterCodes();
    if (parameters == null) {
      validateByHand(opcode);
      return;
    }
    byte address = checkImmediate(opcode);
    for (int i = parameters.length - 1; i >= 0; i--) {
      byte expected = parameters[i];
      stack.pop(expected == ADDRESS ? address : expected);
    }
    stack.push(opcode.resultCodes());
  }

  /// Checks what follows an opcode of fixed type.
  ///
  /// @return for memory accesses the address type of the memory
  private byte checkImmediate(Opcode opcode) {
    switch (opcode.immediate()) {
      case MEMARG -> {
        return checkMemoryArgument(opcode);
      }
      case MEMARG_LANE -> {
        checkLane(code.lane(), 16 / opcode.sizeInBytes());
        return checkMemoryArgument(opcode);
      }
      case LANE -> checkLane(code.lane(), 16 / opcode.sizeInBytes());
      case SHUFFLE -> checkShuffle();
      case FUNCTION -> checkReferenced(code.index());
      default -> {}
    }
    return I32;
  }

  private void checkShuffle() {
    for (byte lane : code.lanes()) {
      checkLane(lane & 0xff, 32);
    }
  }

  private byte checkMemoryArgument(Opcode opcode) {
    byte address = addressType(code.index());
    int alignment = code.alignment();
    int size = opcode.sizeInBytes();
    if (alignment >= 5 || 1 << alignment > size) {
      throw invalid(
          "alignment must not be larger than natural: at most "
              + size
              + " expected, found 2^"
              + alignment);
    }
    if (opcode.isAtomic() && 1 << alignment != size) {
      throw invalid("atomic alignment must be natural: " + size + " expected");
    }
    if (address == I32 && code.value() >>> 32 != 0) {
      throw code.malformed("integer too large: a memory offset", code.offset());
    }
    if (address == I32 && code.offsetLength() > SectionReader.MAX_U32_LENGTH) {
      throw code.malformed("integer representation too long: a memory offset", code.offset());
    }
    return address;
  }

  private void checkLane(int lane, int count) {
    if (lane >= count) {
      throw invalid("invalid lane index: below " + count + " expected, found " + lane);
    }
  }

  private void checkReferenced(int index) {
    functionType(index);
    if (!declared.get(index)) {
      throw invalid("undeclared function reference: function " + index);
    }
  }

  private void validateByHand(Opcode opcode) {
    switch (opcode) {
      case LOCAL_GET -> stack.push(local());
      case LOCAL_SET -> stack.pop(local());
      case LOCAL_TEE -> {
        stack.pop(local());
        stack.push(local());
      }
      case GLOBAL_GET -> stack.push(global());
      case GLOBAL_SET -> validateGlobalSet();
      case CALL -> validateCall(functionType(code.index()));
      case CALL_INDIRECT -> {
        popCallee();
        validateCall(type(code.index()));
      }
      case DROP -> stack.pop();
      case SELECT -> validateSelect();
      case SELECT_T -> validateTypedSelect();
      case REF_NULL -> stack.push(ModuleTypes.code(code.types().get(0)));
      case REF_IS_NULL -> validateIsNull();
      case NOP -> {}
      case UNREACHABLE,
          BLOCK,
          LOOP,
          IF,
          ELSE,
          END,
          BR,
          BR_IF,
          BR_TABLE,
          RETURN,
          RETURN_CALL,
          RETURN_CALL_INDIRECT ->
          validateControl(opcode);
      case TRY, CATCH, CATCH_ALL, DELEGATE, THROW, RETHROW, THROW_REF, TRY_TABLE ->
          validateException(opcode);
      default -> validateBulk(opcode);
    }
  }

  private void validateControl(Opcode opcode) {
    switch (opcode) {
      case BLOCK, LOOP -> openBlock(opcode);
      case IF -> {
        stack.pop(I32);
        openBlock(opcode);
      }
      case ELSE -> validateElse();
      case END -> validateEnd();
      case BR -> {
        stack.pop(stack.frame(code.index()).labelTypes());
        stack.unreachable();
      }
      case BR_IF -> {
        stack.pop(I32);
        byte[] passed = stack.frame(code.index()).labelTypes();
        stack.pop(passed);
        stack.push(passed);
      }
      case BR_TABLE -> validateBranchTable();
      case RETURN -> {
        stack.pop(types.results[types.functions[function]]);
        stack.unreachable();
      }
      case RETURN_CALL -> validateTailCall(functionType(code.index()));
      case RETURN_CALL_INDIRECT -> {
        popCallee();
        validateTailCall(type(code.index()));
      }
      default -> stack.unreachable();
    }
  }

  /// Opens a block of the type that stands in the code, whose parameters are on the stack.
  private void openBlock(Opcode opcode) {
    byte[] parameters = ModuleTypes.NONE;
    byte[] results;
    if (code.index() >= 0) {
      int type = type(code.index());
      parameters = types.parameters[type];
      results = types.results[type];
    } else {
      results = ModuleTypes.codes(code.types());
    }
    stack.pop(parameters);
    stack.open(opcode, parameters, results);
  }

  private void validateElse() {
    if (stack.top().opcode != Opcode.IF) {
      throw code.malformed("END opcode expected: else without if", code.offset());
    }
    TypeStack.Frame frame = stack.close();
    stack.open(Opcode.ELSE, frame.parameters, frame.results);
  }

  private void validateEnd() {
    TypeStack.Frame frame = stack.close();
    if (frame.opcode == Opcode.IF && !Arrays.equals(frame.parameters, frame.results)) {
      throw invalid("type mismatch: an if without else must give what it takes");
    }
    if (stack.depth() > 0) {
      stack.push(frame.results);
    }
  }

  private void validateBranchTable() {
    stack.pop(I32);
    byte[] passed = stack.frame(code.index()).labelTypes();
    for (int label : code.labels()) {
      byte[] other = stack.frame(label).labelTypes();
      if (other.length != passed.length) {
        throw invalid(
            "type mismatch: expected a label with "
                + passed.length
                + " values, found one with "
                + other.length);
      }
      stack.peek(other);
    }
    stack.pop(passed);
    stack.unreachable();
  }

  private void popCallee() {
    int table = code.index2();
    if (tableType(table) != FUNCREF) {
      throw invalid(
          "type mismatch: expected funcref, found "
              + name(types.tables[table])
              + " as the elements of table "
              + table);
    }
    stack.pop(types.tableAddresses[table]);
  }

  private void validateCall(int type) {
    stack.pop(types.parameters[type]);
    stack.push(types.results[type]);
  }

  private void validateTailCall(int type) {
    if (!Arrays.equals(types.results[type], types.results[types.functions[function]])) {
      throw invalid(
          "type mismatch: a tail call to a function of type "
              + module.types().get(type)
              + " from one of type "
              + module.functionType(function));
    }
    stack.pop(types.parameters[type]);
    stack.unreachable();
  }

  private void validateException(Opcode opcode) {
    switch (opcode) {
      case TRY -> openBlock(opcode);
      case CATCH -> {
        byte[] caught = tag(code.index());
        stack.open(opcode, caught, closeTryOrCatch(opcode).results);
      }
      case CATCH_ALL -> stack.open(opcode, ModuleTypes.NONE, closeTryOrCatch(opcode).results);
      case DELEGATE -> validateDelegate();
      case TRY_TABLE -> validateTryTable();
      case THROW -> {
        stack.pop(tag(code.index()));
        stack.unreachable();
      }
      case THROW_REF -> {
        stack.pop(EXNREF);
        stack.unreachable();
      }
      default -> validateRethrow();
    }
  }

  private TypeStack.Frame closeTryOrCatch(Opcode opcode) {
    Opcode open = stack.top().opcode;
    if (open != Opcode.TRY && open != Opcode.CATCH) {
      throw code.malformed("END opcode expected: " + opcode + " without try", code.offset());
    }
    return stack.close();
  }

  private void validateDelegate() {
    if (stack.top().opcode != Opcode.TRY) {
      throw code.malformed("END opcode expected: delegate without try", code.offset());
    }
    TypeStack.Frame frame = stack.close();
    stack.frame(code.index());
    stack.push(frame.results);
  }

  private void validateRethrow() {
    Opcode target = stack.frame(code.index()).opcode;
    if (target != Opcode.CATCH && target != Opcode.CATCH_ALL) {
      throw invalid("invalid rethrow label " + code.index() + ": not a catch");
    }
    stack.unreachable();
  }

  private void validateTryTable() {
    for (CodeReader.CatchClause clause : code.catches()) {
      byte[] caught = clause.tag() < 0 ? ModuleTypes.NONE : tag(clause.tag());
      byte[] passed = stack.frame(clause.label()).labelTypes();
      int count = caught.length + (clause.withReference() ? 1 : 0);
      boolean fits =
          count == passed.length
              && Arrays.equals(caught, 0, caught.length, passed, 0, caught.length)
              && (!clause.withReference() || passed[caught.length] == EXNREF);
      if (!fits) {
        throw invalid(
            "type mismatch: a catch clause does not give what label " + clause.label() + " takes");
      }
    }
    openBlock(Opcode.TRY_TABLE);
  }

  private void validateGlobalSet() {
    byte type = global();
    if (!types.mutable[code.index()]) {
      throw invalid("global is immutable: global " + code.index());
    }
    stack.pop(type);
  }

  private void validateSelect() {
    stack.pop(I32);
    byte second = stack.pop();
    byte first = stack.pop();
    if (isReference(first) || isReference(second)) {
      throw invalid("type mismatch: select without type on references");
    }
    if (first != second && first != UNKNOWN && second != UNKNOWN) {
      throw invalid("type mismatch: expected " + name(first) + ", found " + name(second));
    }
    stack.push(first == UNKNOWN ? second : first);
  }

  private void validateTypedSelect() {
    if (code.types().size() != 1) {
      throw invalid("invalid result arity: one type expected, found " + code.types().size());
    }
    byte type = ModuleTypes.code(code.types().get(0));
    stack.pop(I32);
    stack.pop(type);
    stack.pop(type);
    stack.push(type);
  }

  private void validateIsNull() {
    byte type = stack.pop();
    if (type != UNKNOWN && !isReference(type)) {
      throw invalid("type mismatch: expected a reference, found " + name(type));
    }
    stack.push(I32);
  }

  /// Tables, and memories as a whole.
  private void validateBulk(Opcode opcode) {
    int index = code.index();
    switch (opcode) {
      case TABLE_GET -> {
        byte type = tableType(index);
        apply(type, types.tableAddresses[index]);
      }
      case TABLE_SET -> {
        byte type = tableType(index);
        take(types.tableAddresses[index], type);
      }
      case TABLE_SIZE -> {
        tableType(index);
        stack.push(types.tableAddresses[index]);
      }
      case TABLE_GROW -> {
        byte type = tableType(index);
        byte address = types.tableAddresses[index];
        apply(address, type, address);
      }
      case TABLE_FILL -> {
        byte type = tableType(index);
        byte address = types.tableAddresses[index];
        take(address, type, address);
      }
      case TABLE_COPY -> validateTableCopy();
      case TABLE_INIT -> validateTableInit();
      case ELEM_DROP -> elementType(index);
      case MEMORY_SIZE -> stack.push(addressType(index));
      case MEMORY_GROW -> apply(addressType(index), addressType(index));
      case MEMORY_FILL -> take(addressType(index), I32, addressType(index));
      case MEMORY_COPY -> validateMemoryCopy();
      case MEMORY_INIT -> {
        checkData(index);
        take(addressType(code.index2()), I32, I32);
      }
      case DATA_DROP -> checkData(index);
      default -> throw new AssertionError("BUG: no rule for " + opcode);
    }
  }

  private void take(byte... parameters) {
    stack.pop(parameters);
  }

  private void apply(byte result, byte... parameters) {
    stack.pop(parameters);
    stack.push(result);
  }

  private void validateTableCopy() {
    byte destination = tableType(code.index());
    byte source = tableType(code.index2());
    if (source != destination) {
      throw invalid("type mismatch: expected " + name(destination) + ", found " + name(source));
    }
    byte to = types.tableAddresses[code.index()];
    byte from = types.tableAddresses[code.index2()];
    take(to, from, to == I64 ? from : I32);
  }

  private void validateTableInit() {
    byte destination = tableType(code.index2());
    byte source = elementType(code.index());
    if (source != destination) {
      throw invalid("type mismatch: expected " + name(destination) + ", found " + name(source));
    }
    take(types.tableAddresses[code.index2()], I32, I32);
  }

  private void validateMemoryCopy() {
    byte destination = addressType(code.index());
    byte source = addressType(code.index2());
    take(destination, source, destination == I64 ? source : I32);
  }

  private byte local() {
    int index = code.index();
    if (index < 0 || index >= localCount) {
      throw unknown("local", index);
    }
    return locals[index];
  }

  private byte global() {
    int index = code.index();
    if (index < 0 || index >= types.globals.length) {
      throw unknown("global", index);
    }
    return types.globals[index];
  }

  private int functionType(int index) {
    if (index < 0 || index >= types.functions.length) {
      throw unknown("function", index);
    }
    return types.functions[index];
  }

  private int type(int index) {
    if (index < 0 || index >= types.parameters.length) {
      throw unknown("type", index);
    }
    return index;
  }

  private byte[] tag(int index) {
    if (index < 0 || index >= types.tags.length) {
      throw unknown("tag", index);
    }
    return types.tags[index];
  }

  private byte tableType(int index) {
    if (index < 0 || index >= types.tables.length) {
      throw unknown("table", index);
    }
    return types.tables[index];
  }

  private byte addressType(int index) {
    if (index < 0 || index >= types.addresses.length) {
      throw unknown("memory", index);
    }
    return types.addresses[index];
  }

  private byte elementType(int index) {
    if (index < 0 || index >= module.elements().size()) {
      throw unknown("elem segment", index);
    }
    return ModuleTypes.code(module.elements().get(index).type());
  }

  private void checkData(int index) {
    if (module.dataCount() < 0) {
      throw code.malformed("data count section required", code.offset());
    }
    if (index < 0 || index >= module.dataCount()) {
      throw unknown("data segment", index);
    }
  }

  private InvalidModuleException unknown(String what, int index) {
    return invalid("unknown " + what + " " + Integer.toUnsignedString(index));
  }
}
