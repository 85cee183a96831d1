package graft.compiler;

import graft.format.CodeReader;
import graft.format.FunctionBody;
import graft.format.FunctionType;
import graft.format.Opcode;
import graft.format.ValType;
import graft.format.WasmModule;
import graft.runtime.Signature;
import graft.runtime.V128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A function's code, decoded into arrays by instruction number, with its structure: which `end`
/// belongs to which block, where a branch goes, and where the computation of an operand begins.
///
/// The function's own label is instruction -1.
final class FunctionCode {
  final WasmModule module;
  final int functionIndex;
  final FunctionType type;

  /// Types of all locals, parameters first.
  final ValType[] locals;

  /// How many instructions there are, the closing `end` included.
  int count;

  Opcode[] ops = new Opcode[64];

  /// First index immediate.
  int[] index = new int[64];

  /// Second index immediate, alignment or lane.
  int[] index2 = new int[64];

  /// Constant, or offset of a memory access.
  long[] value = new long[64];

  /// Block type, targets of a br_table, vector constant, or types.
  @Nullable Object[] extra = new @Nullable Object[64];

  /// For block, loop, if, try, else, catch: the instruction that ends the construct.
  int[] end = new int[64];

  /// For if: its else, or -1. For try and catch: the next catch, or -1.
  int[] next = new int[64];

  /// For branches: the instruction whose label is meant, or -1 for the function's.
  int[] target = new int[64];

  /// Where the computation of the deepest operand begins; the instruction itself if it has none.
  int[] start = new int[64];

  /// Which instruction gave the first operand, or -1 where that is not one instruction.
  int[] firstOperand = new int[64];

  /// Values on the operand stack before the instruction; -1 where it cannot be reached.
  int[] height = new int[64];

  /// For each construct the instruction that opens the construct around it, or -1.
  int[] parent = new int[64];

  /// How many control instructions stand before the instruction.
  int[] controlsBefore = new int[64];

  /// How many instructions stand before the instruction that may grow the memory: calls, and
  /// memory.grow.
  int[] callsBefore = new int[64];

  boolean hasTry;

  /// How many constructs are open at most, the function itself included.
  int nesting;

  /// Whether there is a tail call: then all methods take a {@link graft.runtime.Tail}.
  boolean hasTailCalls;

  /// How many `call_indirect` there are.
  int indirectCalls;

  /// Whether there are SIMD instructions that compute.
  boolean hasVectorCode;

  /// Whether a v128 is a vector of jdk.incubator.vector in the function's methods.
  boolean vectors;

  /// Whether its method is in another class than where others call it, see {@link ChunkClasses}.
  boolean isMoved;

  private FunctionCode(WasmModule module, int functionIndex) {
    this.module = module;
    this.functionIndex = functionIndex;
    this.type = module.functionType(functionIndex);
    FunctionBody body = module.bodies().get(functionIndex - module.importedFunctionCount());
    locals = locals(type, body);
    decode(new CodeReader(module, body.code()));
    findStructure();
    new OperandScan(this).run();
  }

  /// Decodes a function that the module defines.
  static FunctionCode of(WasmModule module, int functionIndex) {
    return new FunctionCode(module, functionIndex);
  }

  private static ValType[] locals(FunctionType type, FunctionBody body) {
    List<ValType> all = new ArrayList<>(type.parameters());
    for (FunctionBody.LocalRun run : body.locals()) {
      for (long i = 0; i < run.count(); i++) {
        all.add(run.type());
      }
    }
    return all.toArray(ValType[]::new);
  }

  private void decode(CodeReader reader) {
    while (!reader.isAtEnd()) {
      if (count == ops.length) {
        grow();
      }
      int i = count++;
      Opcode op = reader.next();
      ops[i] = op;
      index[i] = reader.index();
      hasVectorCode |= isVectorCode(op);
      indirectCalls += op == Opcode.CALL_INDIRECT ? 1 : 0;
      hasTailCalls |= op == Opcode.RETURN_CALL || op == Opcode.RETURN_CALL_INDIRECT;
      switch (op.immediate()) {
        case CALL_INDIRECT, TABLE_INIT, TABLE_COPY, MEMORY_INIT, MEMORY_COPY ->
            index2[i] = reader.index2();
        case I32, I64, F32, F64, MEMARG -> value[i] = reader.value();
        case MEMARG_LANE -> {
          value[i] = reader.value();
          index2[i] = reader.lane();
        }
        case LANE -> index2[i] = reader.lane();
        case V128 -> extra[i] = new V128(reader.value(), reader.high());
        case SHUFFLE -> extra[i] = reader.lanes();
        case LABEL_TABLE -> extra[i] = reader.labels();
        case BLOCK -> extra[i] = reader.blockType(module.types());
        case TRY_TABLE -> {
          FunctionType blockType = reader.blockType(module.types());
          extra[i] = new TryTable(blockType == null ? type : blockType, reader.catches());
        }
        case SELECT, REF_TYPE -> extra[i] = reader.types();
        default -> {}
      }
      refuseImpossibleCall(i, reader);
    }
  }

  /// Has a call of what no method of the JVM can be end with a trap that says so.
  private void refuseImpossibleCall(int i, CodeReader reader) {
    FunctionType called =
        switch (ops[i]) {
          case CALL, RETURN_CALL -> module.functionType(index[i]);
          case CALL_INDIRECT, RETURN_CALL_INDIRECT -> module.types().get(index[i]);
          default -> null;
        };
    if (called != null && !Signature.isPossible(called)) {
      ops[i] = Opcode.UNREACHABLE;
      // Without the file: the code is kept for whatever its name is.
      extra[i] =
          "function "
              + functionIndex
              + " $"
              + module.functionName(functionIndex)
              + " calls one that has "
              + Signature.impossible(called)
              + " (at offset 0x"
              + Integer.toHexString(reader.offset())
              + ")";
    }
  }

  /// Whether an instruction computes with a v128. Those that only move one gain nothing from
  /// vectors: clang copies and clears structures with them.
  private static boolean isVectorCode(Opcode op) {
    return op.code() >>> 16 == 0xfd
        && op != Opcode.V128_CONST
        && op != Opcode.V128_LOAD
        && op != Opcode.V128_STORE;
  }

  /// What a try_table says, and where its clauses lead.
  ///
  /// @param targets for each clause the instruction whose label is meant; filled in by the
  ///   structure
  record TryTable(FunctionType type, List<CodeReader.CatchClause> clauses, int[] targets) {
    TryTable(FunctionType type, List<CodeReader.CatchClause> clauses) {
      this(type, clauses, new int[clauses.size()]);
    }
  }

  private void grow() {
    int size = 2 * ops.length;
    ops = Arrays.copyOf(ops, size);
    index = Arrays.copyOf(index, size);
    index2 = Arrays.copyOf(index2, size);
    value = Arrays.copyOf(value, size);
    extra = Arrays.copyOf(extra, size);
  }

  private void findStructure() {
    end = new int[count];
    next = new int[count];
    target = new int[count];
    start = new int[count];
    firstOperand = new int[count];
    height = new int[count];
    parent = new int[count];
    countBarriers();
    Arrays.fill(next, -1);
    int[] open = new int[64];
    int depth = 0;
    // What the last part of each open construct is: the if or try itself, its else, or its last
    // catch.
    int[] part = new int[64];
    open[depth++] = -1;
    for (int i = 0; i < count; i++) {
      parent[i] = open[depth - 1];
      switch (ops[i]) {
        case BLOCK, LOOP, IF, TRY, TRY_TABLE -> {
          if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            part = Arrays.copyOf(part, 2 * depth);
          }
          hasTry |= ops[i] == Opcode.TRY || ops[i] == Opcode.TRY_TABLE;
          if (extra[i] instanceof TryTable table) {
            for (int k = 0; k < table.targets.length; k++) {
              table.targets[k] = open[depth - 1 - table.clauses.get(k).label()];
            }
          }
          part[depth] = i;
          open[depth++] = i;
          nesting = Math.max(nesting, depth);
        }
        case ELSE, CATCH, CATCH_ALL -> {
          next[part[depth - 1]] = i;
          part[depth - 1] = i;
          parent[i] = open[depth - 2];
        }
        case DELEGATE -> {
          depth--;
          endConstruct(open[depth], i);
          parent[i] = open[depth - 1];
          target[i] = open[depth - 1 - index[i]];
        }
        case END -> {
          depth--;
          if (depth > 0) {
            endConstruct(open[depth], i);
            parent[i] = open[depth - 1];
          }
        }
        case BR, BR_IF, RETHROW -> target[i] = open[depth - 1 - index[i]];
        case BR_TABLE -> {
          int[] labels = (int[]) Objects.requireNonNull(extra[i]);
          int[] targets = new int[labels.length + 1];
          for (int k = 0; k < labels.length; k++) {
            targets[k] = open[depth - 1 - labels[k]];
          }
          targets[labels.length] = open[depth - 1 - index[i]];
          extra[i] = targets;
        }
        default -> {}
      }
    }
  }

  private void countBarriers() {
    controlsBefore = new int[count + 1];
    callsBefore = new int[count + 1];
    for (int i = 0; i < count; i++) {
      controlsBefore[i + 1] = controlsBefore[i] + (isControl(ops[i]) ? 1 : 0);
      callsBefore[i + 1] = callsBefore[i] + (mayGrowMemory(ops[i]) ? 1 : 0);
    }
  }

  private static boolean isControl(Opcode op) {
    return switch (op) {
      case BLOCK,
          LOOP,
          IF,
          ELSE,
          END,
          TRY,
          TRY_TABLE,
          CATCH,
          CATCH_ALL,
          DELEGATE,
          BR,
          BR_IF,
          BR_TABLE,
          RETURN,
          UNREACHABLE,
          THROW,
          THROW_REF,
          RETHROW,
          RETURN_CALL,
          RETURN_CALL_INDIRECT ->
          true;
      default -> false;
    };
  }

  private static boolean mayGrowMemory(Opcode op) {
    return switch (op) {
      case CALL, CALL_INDIRECT, RETURN_CALL, RETURN_CALL_INDIRECT, MEMORY_GROW -> true;
      default -> false;
    };
  }

  /// Whether control stays in a straight line from one instruction to another.
  boolean isStraight(int from, int to) {
    return controlsBefore[from] == controlsBefore[to];
  }

  /// Whether the memory's array may be another one at `to` than at `from`.
  boolean mayGrow(int from, int to) {
    return callsBefore[from] != callsBefore[to];
  }

  /// Sets the end of a construct and of all its parts.
  private void endConstruct(int opener, int at) {
    end[at] = opener;
    for (int each = opener; each >= 0; each = next[each]) {
      end[each] = at;
    }
  }

  /// The type of the block that instruction `opener` opens.
  FunctionType blockType(int opener) {
    if (opener < 0) {
      return new FunctionType(List.of(), type.results());
    }
    Object found = extra[opener];
    return found instanceof TryTable table
        ? table.type
        : (FunctionType) Objects.requireNonNull(found);
  }

  /// The types that a branch to the label of `opener` carries.
  List<ValType> labelTypes(int opener) {
    FunctionType blockType = blockType(opener);
    return opener >= 0 && ops[opener] == Opcode.LOOP ? blockType.parameters() : blockType.results();
  }

  /// The numbers of the variables that carry the values of a branch out of a part to the label of
  /// `opener`: behind the locals there is one for each position and type, and one for what is
  /// thrown.
  ///
  /// @return null if the label takes more values than can be carried
  int @Nullable [] carriers(int opener) {
    return opener == Region.THROWN
        ? new int[] {locals.length + CARRIERS - 1}
        : carriers(labelTypes(opener));
  }

  /// The same for the values that the construct leaves whose end, or whose part's end, is at `i`.
  int @Nullable [] carriersAtEnd(int i) {
    if (i == count - 1) {
      return carriers(type.results());
    }
    return switch (ops[i]) {
      case END, DELEGATE -> carriers(blockType(end[i]).results());
      case ELSE, CATCH, CATCH_ALL -> carriers(blockType(end[end[i]]).results());
      default -> null;
    };
  }

  private int @Nullable [] carriers(List<ValType> types) {
    if (types.size() > MAX_CARRIED) {
      return null;
    }
    int[] found = new int[types.size()];
    for (int k = 0; k < found.length; k++) {
      found[k] = locals.length + k * TYPES.length + types.get(k).ordinal();
    }
    return found;
  }

  /// The type of a local or of a variable that carries a value.
  ValType typeOf(int local) {
    int carrier = local - locals.length;
    if (carrier < 0) {
      return locals[local];
    }
    return carrier == CARRIERS - 1 ? ValType.EXNREF : TYPES[carrier % TYPES.length];
  }

  private static final ValType[] TYPES = ValType.values();

  /// How many values a branch out of a part may carry.
  private static final int MAX_CARRIED = 12;

  /// How many variables carry values.
  static final int CARRIERS = MAX_CARRIED * TYPES.length + 1;

  /// The targets of the br_table at `i`; the default is the last.
  int[] targets(int i) {
    return (int[]) Objects.requireNonNull(extra[i]);
  }
}
