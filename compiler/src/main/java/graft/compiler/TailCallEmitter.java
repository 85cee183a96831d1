package graft.compiler;

import static graft.classfile.Bytecode.*;
import static graft.compiler.JvmNames.OBJECT;
import static graft.compiler.JvmNames.TAIL;

import graft.classfile.CodeWriter;
import graft.format.FunctionType;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Signature;

/// Tail calls: nested in the JVM's stack while {@link graft.runtime.Tail} allows it, else put off
/// until all code that waits has returned. A function without tail calls of its own is simply
/// called: that takes one frame and no more.
final class TailCallEmitter {
  private final MethodFrame frame;
  private final EarlyPushes early;
  private final OpenBlocks blocks;
  private final BranchEmitter branches;
  private final CallEmitter calls;
  private final FunctionCode code;
  private final ModuleNames names;
  private final CodeWriter out;

  TailCallEmitter(
      MethodFrame frame,
      EarlyPushes early,
      OpenBlocks blocks,
      BranchEmitter branches,
      CallEmitter calls) {
    this.frame = frame;
    this.early = early;
    this.blocks = blocks;
    this.branches = branches;
    this.calls = calls;
    code = frame.code;
    names = frame.names;
    out = frame.out;
  }

  void emitTailCall(int i) {
    int locals = out.localCount();
    int from = out.mark();
    int function = code.index[i];
    if (code.ops[i] == Opcode.RETURN_CALL_INDIRECT) {
      FunctionType type = code.module.types().get(function);
      String owner = Signature.className(type);
      calls.pushCallee(i, owner);
      int callee = frame.temporary(frame.object(owner));
      out.store(callee, frame.object(owner));
      callOther(type, owner, callee, frame.storeArguments(type), from);
    } else if (function < code.module.importedFunctionCount()) {
      calls.countCallOut();
      FunctionType type = code.module.functionType(function);
      String owner = Signature.className(type);
      int[] arguments = frame.storeArguments(type);
      early.pushImport(function);
      int callee = frame.temporary(frame.object(owner));
      out.store(callee, frame.object(owner));
      callOther(type, owner, callee, arguments, from);
    } else if (names.hasTailCalls(function)) {
      callOwn(function, from);
    } else {
      calls.emitCall(i);
      leave(from);
    }
    out.dropLocals(locals);
  }

  /// Calls a function of whatever module.
  private void callOther(FunctionType type, String owner, int callee, int[] arguments, int from) {
    int[] before = out.stackTypes();
    int later = out.newLabel();
    frame.loadTail();
    out.load(callee, frame.object(owner));
    out.invokeVirtual(TAIL, "mayNest", "(L" + OBJECT + ";)Z");
    out.jump(IFEQ, 1, later);
    out.load(callee, frame.object(owner));
    frame.passArguments(arguments, type);
    frame.loadTail();
    out.invokeVirtual(owner, "tail", Signature.tailDescriptor(type));
    calls.afterCall(type);
    leave(from);
    beginLater(before, later);
    out.load(callee, frame.object(owner));
    endLater(type, arguments);
  }

  /// Calls a function of this module.
  private void callOwn(int function, int from) {
    FunctionType type = code.module.functionType(function);
    int[] arguments = frame.storeArguments(type);
    int[] before = out.stackTypes();
    int later = out.newLabel();
    frame.loadTail();
    out.invokeVirtual(TAIL, "mayNest", "()Z");
    out.jump(IFEQ, 1, later);
    frame.passArguments(arguments, type);
    frame.loadInstance();
    frame.loadTail();
    out.invokeStatic(
        names.chunkClass(function), names.bodyName(function), names.bodyDescriptor(function));
    calls.afterCall(type);
    leave(from);
    beginLater(before, later);
    frame.loadInstance();
    out.constant(function);
    out.invokeVirtual(ModuleNames.INSTANCE, "function", "(I)Lgraft/runtime/Func;");
    endLater(type, arguments);
  }

  /// A tail call has left the function: handlers around it do not see what the callee throws.
  private void leave(int from) {
    int to = out.mark();
    for (int k = 0; k < blocks.depth; k++) {
      blocks.stack[k].addHole(from, to);
    }
    branches.branch(-1);
  }

  private void beginLater(int[] stack, int label) {
    out.setStack(stack, stack.length);
    out.bind(label);
    frame.loadTail();
  }

  /// Puts off the call of the function on the stack, and returns something.
  private void endLater(FunctionType type, int[] arguments) {
    frame.pushBoxed(arguments, type);
    out.invokeVirtual(TAIL, "later", "(Lgraft/runtime/Func;[L" + OBJECT + ";)V");
    for (ValType result : type.results()) {
      frame.pushZero(result);
    }
    branches.branch(-1);
  }
}
