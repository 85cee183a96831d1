package graft.host.emscripten;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.host.GuestUnwind;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.Signature;
import graft.runtime.Tag;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `invoke_SIGNATURE`: calls a function pointer and tells the caller whether something was thrown.
/// Programs with JavaScript-style exceptions or `longjmp` call everything through these that may
/// throw, so they are as quick as the guest's own indirect calls: a tree of method handles that
/// HotSpot compiles into its caller.
///
/// ```
/// sp = stackSave()
/// try { return table[index](arguments) }
/// catch (GuestUnwind) { stackRestore(sp); setThrew(1, 0); return 0 }
/// ```
///
/// An exit and a trap pass through. A `longjmp` of code that was built with WebAssembly's
/// exceptions is caught too: what it carries is handed to `setThrew`.
final class Invocations {
  private static final String PREFIX = "invoke_";
  private final Guest guest;
  private final GuestCalls calls;
  private final TempRet0 tempRet0;
  private final Tag longjmpTag;

  Invocations(Guest guest, GuestCalls calls, TempRet0 tempRet0, Tag longjmpTag) {
    this.guest = guest;
    this.calls = calls;
    this.tempRet0 = tempRet0;
    this.longjmpTag = longjmpTag;
  }

  /// The function for a name, or null if the name is none of these or does not fit the type.
  @Nullable Func find(String name, FunctionType type) {
    FunctionType callee = name.startsWith(PREFIX) ? callee(name, type) : null;
    if (callee == null) {
      return null;
    }
    // The guest exports what this needs once it is linked.
    return Func.lazy(
        name, type, _ -> Func.host(name, type, invocation(name, callee, Signature.of(type))));
  }

  /// What the function pointer must be: the name's signature, which the import has with the pointer
  /// in front; old compilers split each i64 of the import.
  private static @Nullable FunctionType callee(String name, FunctionType type) {
    List<ValType> letters = new ArrayList<>();
    for (int i = PREFIX.length(); i < name.length(); i++) {
      switch (name.charAt(i)) {
        case 'v' -> {
          if (i > PREFIX.length() || name.length() == PREFIX.length()) {
            return null;
          }
        }
        case 'i', 'p' -> letters.add(ValType.I32);
        case 'j' -> letters.add(ValType.I64);
        case 'f' -> letters.add(ValType.F32);
        case 'd' -> letters.add(ValType.F64);
        case 'e' -> letters.add(ValType.EXTERNREF);
        default -> {
          return null;
        }
      }
    }
    if (name.length() == PREFIX.length()) {
      return null;
    }
    boolean result = name.charAt(PREFIX.length()) != 'v';
    FunctionType callee =
        new FunctionType(
            letters.subList(result ? 1 : 0, letters.size()), letters.subList(0, result ? 1 : 0));
    return type.equals(imported(callee, false)) || type.equals(imported(callee, true))
        ? callee
        : null;
  }

  private static FunctionType imported(FunctionType callee, boolean legalised) {
    List<ValType> parameters = new ArrayList<>(List.of(ValType.I32));
    for (ValType each : callee.parameters()) {
      boolean split = legalised && each == ValType.I64;
      parameters.addAll(split ? List.of(ValType.I32, ValType.I32) : List.of(each));
    }
    List<ValType> results = new ArrayList<>(callee.results());
    if (legalised) {
      Collections.replaceAll(results, ValType.I64, ValType.I32);
    }
    return new FunctionType(parameters, results);
  }

  private MethodHandle invocation(String name, FunctionType type, Signature wanted) {
    Signature signature = Signature.of(type);
    Func own = dynCall(name, type);
    MethodHandle call =
        own != null
            ? own.signature().invoker().bindTo(own)
            : MethodHandles.filterArguments(
                signature.invoker(), 0, Handles.CALLEE.bindTo(this).bindTo(signature));
    call = legalise(call, type, wanted.methodType());
    // From here on: (stack pointer, function pointer, arguments...).
    MethodHandle body = MethodHandles.dropArguments(call, 0, int.class);
    body = MethodHandles.catchException(body, GuestUnwind.class, handler(Handles.RECOVER, body));
    body =
        MethodHandles.catchException(
            body, WasmException.class, handler(Handles.RECOVER_FROM_WASM, body));
    return MethodHandles.foldArguments(body, stackSave());
  }

  /// What the guest itself has for such calls, or null. With `EMULATE_FUNCTION_POINTER_CASTS` all
  /// functions in the table have one type, and only this knows how they are called.
  private @Nullable Func dynCall(String name, FunctionType type) {
    Func found = guest.function("dynCall_" + name.substring(PREFIX.length()).replace('p', 'i'));
    return found != null && found.type().equals(imported(type, false)) ? found : null;
  }

  private MethodHandle legalise(MethodHandle call, FunctionType type, MethodType wanted) {
    if (call.type().equals(wanted)) {
      return call;
    }
    MethodHandle legal = call;
    for (int i = type.parameters().size() - 1; i >= 0; i--) {
      if (type.parameters().get(i) == ValType.I64) {
        legal = MethodHandles.collectArguments(legal, i + 1, Handles.I64);
      }
    }
    return type.results().contains(ValType.I64)
        ? MethodHandles.filterReturnValue(legal, Handles.SPLIT.bindTo(tempRet0))
        : legal;
  }

  /// Recovers and gives 0: a handler for what `body` throws.
  private MethodHandle handler(MethodHandle recover, MethodHandle body) {
    MethodHandle recovery = recover.bindTo(this);
    MethodHandle zero = MethodHandles.zero(body.type().returnType());
    return MethodHandles.foldArguments(
        MethodHandles.dropArguments(zero, 0, recovery.type().parameterList()), recovery);
  }

  private MethodHandle stackSave() {
    Func save = calls.function("stackSave", "emscripten_stack_get_current");
    return save.signature().invoker().bindTo(save);
  }

  Func callee(Signature signature, int slot) {
    Func function = guest.table().function(slot);
    if (function.signature() != signature) {
      throw new Trap(
          "indirect call type mismatch: expected " + signature + ", found " + function.type());
    }
    return function;
  }

  void recover(GuestUnwind thrown, int stackPointer) {
    GuestCalls.call(calls.function("stackRestore", "_emscripten_stack_restore"), stackPointer);
    GuestCalls.call(calls.function("setThrew"), 1, 0);
  }

  /// The exception carries a pointer to `{ env, value }`, which is what `setThrew` takes.
  void recoverFromWasm(WasmException thrown, int stackPointer) {
    if (thrown.tag() != longjmpTag) {
      throw thrown;
    }
    GuestCalls.call(calls.function("stackRestore", "_emscripten_stack_restore"), stackPointer);
    int arguments = (Integer) thrown.values()[0];
    GuestCalls.call(
        calls.function("setThrew"),
        guest.memory().i32(arguments),
        guest.memory().i32(arguments + 4));
  }

  /// Made when the first such function is called: many programs call none.
  private static final class Handles {
    static final MethodHandle CALLEE;
    static final MethodHandle RECOVER;
    static final MethodHandle RECOVER_FROM_WASM;
    static final MethodHandle I64;
    static final MethodHandle SPLIT;

    static {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        CALLEE =
            lookup.findVirtual(
                Invocations.class,
                "callee",
                MethodType.methodType(Func.class, Signature.class, int.class));
        RECOVER =
            lookup.findVirtual(
                Invocations.class,
                "recover",
                MethodType.methodType(void.class, GuestUnwind.class, int.class));
        RECOVER_FROM_WASM =
            lookup.findVirtual(
                Invocations.class,
                "recoverFromWasm",
                MethodType.methodType(void.class, WasmException.class, int.class));
        I64 =
            lookup.findStatic(
                Emscripten.class, "i64", MethodType.methodType(long.class, int.class, int.class));
        SPLIT =
            lookup.findVirtual(
                TempRet0.class, "split", MethodType.methodType(int.class, long.class));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError("BUG: a method is not where it was", e);
      }
    }
  }
}
