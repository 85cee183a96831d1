package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.INT;
import static graft.compiler.JvmNames.LONG;
import static graft.compiler.JvmNames.OBJECT;

import graft.classfile.CodeWriter;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.V128;
import java.util.Objects;

/// Gives every instruction to the emitter of its kind; the plainest are translated here.
final class InstructionEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final ConditionEmitter conditions;
  private final OpenBlocks blocks;
  private final BranchEmitter branches;
  private final BranchTableEmitter tables;
  private final ThrowEmitter throwing;
  private final TryEmitter tries;
  private final ConstructEmitter constructs;
  private final AccessEmitter accesses;
  private final SimpleEmitter simple;
  private final VectorEmitter vectors;
  private final VariableEmitter variables;
  private final BulkEmitter bulk;
  private final CallEmitter calls;
  private final TailCallEmitter tailCalls;
  private final FunctionCode code;
  private final CodeWriter out;

  InstructionEmitter(Emitters emitters) {
    frame = emitters.frame;
    array = emitters.array;
    conditions = emitters.conditions;
    blocks = emitters.blocks;
    branches = emitters.branches;
    tables = emitters.tables;
    throwing = emitters.throwing;
    tries = emitters.tries;
    constructs = emitters.constructs;
    accesses = emitters.accesses;
    simple = emitters.simple;
    vectors = emitters.vectors;
    variables = emitters.variables;
    bulk = emitters.bulk;
    calls = emitters.calls;
    tailCalls = emitters.tailCalls;
    code = emitters.frame.code;
    out = emitters.frame.out;
  }

  /// Translates an instruction, sometimes several at once; gives the one that comes next.
  int emit(int i) {
    Opcode op = code.ops[i];
    if (array.isAccess(i)) {
      if (array.isStore(i)) {
        accesses.emitStore(i);
      } else {
        accesses.emitLoad(i);
      }
      finishVector(i, op);
      return i + 1;
    }
    switch (op) {
      case NOP -> {}
      case UNREACHABLE -> {
        if (code.extra[i] instanceof String reason) {
          frame.throwTrapThatSays(reason);
        } else {
          frame.throwTrap("unreachable");
        }
      }
      case BLOCK -> blocks.open(i, false);
      case LOOP -> constructs.openLoop(i);
      case IF -> constructs.openIf(i);
      case ELSE -> constructs.emitElse();
      case TRY, TRY_TABLE -> tries.openTry(i);
      case THROW_REF -> throwing.emitThrowReference();
      case CATCH, CATCH_ALL -> tries.emitCatch(i);
      case DELEGATE -> tries.emitDelegate(i);
      case THROW -> throwing.emitThrow(i);
      case RETHROW -> throwing.emitRethrow(i);
      case END -> constructs.emitEnd();
      case BR -> branches.branch(code.target[i]);
      case BR_IF -> branches.emitBranchIf(i);
      case BR_TABLE -> tables.emitBranchTable(i);
      case RETURN -> branches.branch(-1);
      case CALL -> calls.emitCall(i);
      case CALL_INDIRECT -> calls.emitCallIndirect(i);
      case RETURN_CALL, RETURN_CALL_INDIRECT -> tailCalls.emitTailCall(i);
      case DROP -> out.drop();
      case SELECT, SELECT_T -> conditions.emitSelect();
      case LOCAL_GET -> {
        return variables.emitLocalGet(i);
      }
      case LOCAL_SET -> variables.setLocal(i);
      case LOCAL_TEE -> variables.teeLocal(i);
      case GLOBAL_GET -> variables.emitGlobalGet(code.index[i]);
      case GLOBAL_SET -> variables.emitGlobalSet(code.index[i]);
      case I32_CONST -> out.constant((int) code.value[i]);
      case I64_CONST -> out.constant(code.value[i]);
      case F32_CONST -> out.floatConstant((int) code.value[i]);
      case F64_CONST -> out.doubleConstant(code.value[i]);
      case V128_CONST -> {
        simple.pushVector((V128) Objects.requireNonNull(code.extra[i]));
        finishVector(i, op);
      }
      case I32_EQZ -> conditions.emitEqualsZero(i);
      case I64_EQZ -> {
        out.constant(0L);
        out.op(LCMP, 2, INT);
        conditions.setCondition(i, IFEQ, 1);
      }
      case REF_IS_NULL -> conditions.setCondition(i, IFNULL, 1);
      case REF_NULL -> out.nullConstant(frame.objectType());
      case REF_FUNC -> {
        frame.loadInstance();
        out.constant(code.index[i]);
        out.invokeVirtual(ModuleNames.INSTANCE, "function", "(I)Lgraft/runtime/Func;");
        // For the verifier: at a label this may meet another reference.
        out.checkCast(OBJECT);
      }
      case I32_DIV_S, I64_DIV_S -> simple.emitDivide(i, op);
      case I64_SHL, I64_SHR_S, I64_SHR_U -> {
        out.op(L2I, 1, INT);
        out.op(op == Opcode.I64_SHL ? LSHL : op == Opcode.I64_SHR_S ? LSHR : LUSHR, 2, LONG);
      }
      case I64_EXTEND_I32_U -> {
        out.op(I2L, 1, LONG);
        out.constant(0xffff_ffffL);
        out.op(LAND, 2, LONG);
      }
      case MEMORY_SIZE, MEMORY_GROW, MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, DATA_DROP ->
          bulk.emitMemoryInstruction(i, op);
      case TABLE_GET,
          TABLE_SET,
          TABLE_SIZE,
          TABLE_GROW,
          TABLE_FILL,
          TABLE_COPY,
          TABLE_INIT,
          ELEM_DROP ->
          bulk.emitTableInstruction(i, op);
      default -> {
        simple.emitSimple(i, op);
        finishVector(i, op);
      }
    }
    return i + 1;
  }

  private void finishVector(int i, Opcode op) {
    if (code.vectors
        && vectors.isVector(op)
        && Objects.requireNonNull(op.signature()).result() == ValType.V128) {
      vectors.finish(i);
    }
  }
}
