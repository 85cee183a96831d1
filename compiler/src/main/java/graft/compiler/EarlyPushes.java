package graft.compiler;

import graft.classfile.CodeWriter;
import graft.format.Opcode;
import graft.runtime.Signature;

/// What is pushed before the operands of an instruction are computed: the handle and array of a
/// memory access, the receiver of a call.
final class EarlyPushes {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final FunctionCode code;
  private final Region region;
  private final CodeWriter out;

  /// By instruction: the access whose handle and array, or call whose receiver, is pushed before
  /// it; 0 for none, else the consumer + 1. {@link #nextPrefix} chains several, the outermost
  /// first.
  final int[] prefix;

  final int[] nextPrefix;

  /// By instruction: the store whose address it computes, + 1.
  final int[] addressOf;

  final boolean[] hasPrefix;

  EarlyPushes(MethodFrame frame, MemoryArray array) {
    this.frame = frame;
    this.array = array;
    code = frame.code;
    region = frame.region;
    out = frame.out;
    prefix = new int[region.to - region.from];
    nextPrefix = new int[region.to - region.from];
    addressOf = new int[region.to - region.from];
    hasPrefix = new boolean[region.to - region.from];
  }

  private boolean isImportedCall(int i) {
    return code.ops[i] == Opcode.CALL && code.index[i] < code.module.importedFunctionCount();
  }

  void find() {
    int part = 0;
    for (int i = region.from; i < region.to; ) {
      if (part < region.parts.size() && region.parts.get(part).from == i) {
        i = region.parts.get(part++).to;
        continue;
      }
      if (code.height[i] >= 0) {
        findPrefix(i);
      }
      i++;
    }
  }

  private void findPrefix(int i) {
    int at = code.start[i];
    if (at < region.from || !code.isStraight(at, i)) {
      return;
    }
    if (array.isAccess(i)) {
      int producer = code.firstOperand[i];
      if (code.mayGrow(at, i) || producer < 0) {
        return;
      }
      if (array.isStore(i)) {
        addressOf[producer - region.from] = i + 1;
      }
    } else if (!isImportedCall(i)) {
      return;
    }
    hasPrefix[i - region.from] = true;
    nextPrefix[i - region.from] = prefix[at - region.from];
    prefix[at - region.from] = i + 1;
  }

  void push(int at) {
    for (int each = prefix[at - region.from];
        each != 0;
        each = nextPrefix[each - 1 - region.from]) {
      int i = each - 1;
      if (array.isAccess(i)) {
        array.pushHandleAndArray(i);
      } else {
        pushImport(code.index[i]);
      }
    }
  }

  void pushImport(int function) {
    frame.loadInstance();
    String owner = Signature.className(code.module.functionType(function));
    if (function < frame.names.importFieldCount()) {
      out.getField(ModuleNames.INSTANCE, ModuleNames.importField(function), "L" + owner + ";");
    } else {
      out.constant(function);
      out.invokeVirtual("graft/runtime/Instance", "function", "(I)Lgraft/runtime/Func;");
      out.checkCast(owner);
    }
  }
}
