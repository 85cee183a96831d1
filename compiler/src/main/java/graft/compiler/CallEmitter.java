package graft.compiler;

import static graft.classfile.Bytecode.GOTO;
import static graft.classfile.Bytecode.IFNE;
import static graft.compiler.JvmNames.FUNC;
import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TABLE;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Signature;
import java.util.List;

/// Calls: a static method in the own module, the `Func` of an import or from a table elsewhere.
final class CallEmitter {
  /// Calls through tables in a function up to which each is divided, see [#callByParity].
  private static final int MOST_DIVIDED_CALLS = 4;

  private final MethodFrame frame;
  private final MemoryArray array;
  private final EarlyPushes early;
  private final BulkEmitter bulk;
  private final FunctionCode code;
  private final ModuleNames names;
  private final Region region;
  private final CodeWriter out;

  CallEmitter(MethodFrame frame, MemoryArray array, EarlyPushes early, BulkEmitter bulk) {
    this.frame = frame;
    this.array = array;
    this.early = early;
    this.bulk = bulk;
    code = frame.code;
    names = frame.names;
    region = frame.region;
    out = frame.out;
  }

  void emitCall(int i) {
    int function = code.index[i];
    FunctionType type = code.module.functionType(function);
    if (function >= code.module.importedFunctionCount()) {
      frame.argumentsLeaving(type);
      frame.loadInstance();
      out.invokeStatic(
          names.chunkClass(function), names.methodName(function), names.methodDescriptor(function));
    } else {
      countCallOut();
      if (!early.hasPrefix[i - region.from]) {
        int mark = out.localCount();
        int[] arguments = frame.storeArguments(type);
        early.pushImport(function);
        frame.passArguments(arguments, type);
        out.dropLocals(mark);
      } else {
        frame.argumentsLeaving(type);
      }
      out.invokeVirtual(Signature.className(type), "call", Signature.descriptor(type));
    }
    afterCall(type);
  }

  /// Has the thread look soon whether it is interrupted, where code is to be stopped.
  void countCallOut() {
    if (frame.options.checks()) {
      frame.count("callOut");
    }
  }

  void emitCallIndirect(int i) {
    FunctionType type = code.module.types().get(code.index[i]);
    String owner = Signature.className(type);
    pushCallee(i, owner);
    int mark = out.localCount();
    int callee = frame.temporary(frame.object(owner));
    out.store(callee, frame.object(owner));
    int[] arguments = frame.storeArguments(type);
    out.load(callee, frame.object(owner));
    frame.passArguments(arguments, type);
    if (hasFewIndirectCalls()) {
      callByParity(callee, owner, Signature.descriptor(type));
    } else {
      out.invokeVirtual(owner, "call", Signature.descriptor(type));
    }
    out.dropLocals(mark);
    afterCall(type);
  }

  /// Calls the function that waits with its arguments on the stack, at one of two places: HotSpot
  /// inlines up to two functions at each, and calls through the class where there are more.
  private void callByParity(int callee, String owner, String descriptor) {
    int odd = out.newLabel();
    int end = out.newLabel();
    out.load(callee, frame.object(owner));
    out.getField(FUNC, "parity", "I");
    out.jump(IFNE, 1, odd);
    int[] waiting = out.stackTypes();
    out.invokeVirtual(owner, "call", descriptor);
    out.jump(GOTO, 0, end);
    out.setStack(waiting, waiting.length);
    out.bind(odd);
    out.invokeVirtual(owner, "call", descriptor);
    out.bind(end);
  }

  /// Whether two places for each call are worth their bytes. Lexers call the same few functions at
  /// hundreds of places.
  private boolean hasFewIndirectCalls() {
    return code.indirectCalls <= MOST_DIVIDED_CALLS;
  }

  /// Pushes the function that call_indirect calls, in place of its slot.
  void pushCallee(int i, String owner) {
    bulk.pushTableBelowSlot(code.index2[i]);
    out.invokeVirtual(TABLE, "callee", "(I)L" + OBJECT + ";");
    out.checkCast(owner);
  }

  /// Puts what a call gave on the stack.
  void afterCall(FunctionType type) {
    array.isStale = true;
    List<ValType> results = type.results();
    if (results.size() == 1) {
      frame.entered(results.get(0));
    } else if (results.size() > 1) {
      String owner = Signature.resultsClass(results);
      int mark = out.localCount();
      int all = frame.temporary(frame.object(owner));
      out.store(all, frame.object(owner));
      for (int k = 0; k < results.size(); k++) {
        out.load(all, frame.object(owner));
        out.getField(owner, "r" + k, Signature.descriptor(results.get(k)));
        frame.entered(results.get(k));
      }
      out.dropLocals(mark);
    }
  }
}
