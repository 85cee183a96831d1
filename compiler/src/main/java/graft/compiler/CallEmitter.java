package graft.compiler;

import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TABLE;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Signature;
import java.util.List;

/// Calls: a static method in the own module, the `Func` of an import or from a table elsewhere.
final class CallEmitter {
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
    if (!type.parameters().isEmpty()) {
      int mark = out.localCount();
      int callee = frame.temporary(frame.object(owner));
      out.store(callee, frame.object(owner));
      int[] arguments = frame.storeArguments(type);
      out.load(callee, frame.object(owner));
      frame.passArguments(arguments, type);
      out.dropLocals(mark);
    }
    out.invokeVirtual(owner, "call", Signature.descriptor(type));
    afterCall(type);
  }

  /// Pushes the function that call_indirect calls, in place of its slot.
  void pushCallee(int i, String owner) {
    bulk.pushTable(code.index2[i]);
    out.getField(TABLE, "elements", "[L" + OBJECT + ";");
    out.swap();
    out.invokeStatic(TABLE, "callee", "([L" + OBJECT + ";I)L" + OBJECT + ";");
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
