package graft.js;

import graft.format.FunctionType;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.ValType;
import graft.host.HostOptions;
import graft.runtime.EventLoop;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostSymbols;
import graft.runtime.Memory;
import graft.runtime.Signature;
import graft.runtime.Table;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A guest that is nothing but a memory, a table and functions in Java, with JavaScript.
final class PlainGuest implements Guest {
  private static final int TEXTS = 0x1000;
  private static final int TYPES = 0x8000;
  private static final int ARGUMENTS = 0x9000;
  private static final int HEAP = 0xa000;

  /// What a function in Java does.
  @FunctionalInterface
  interface Body {
    @Nullable Object call(Object[] arguments) throws Throwable;
  }

  private static final MethodHandle CALL;

  static {
    try {
      CALL =
          MethodHandles.lookup()
              .findVirtual(Body.class, "call", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private final Memory memory = new Memory(new MemoryType(new Limits(2, 16L, false, false)));
  private final Table table =
      new Table(new TableType(ValType.FUNCREF, new Limits(10, null, false, false)), null);
  private final EventLoop loop = new EventLoop();
  private final Map<String, Func> functions = new HashMap<>();
  private final List<Runnable> closing = new ArrayList<>();
  private final HostSymbols scripts;
  private int heap = HEAP;

  PlainGuest(HostOptions options) {
    define("malloc", "ii", arguments -> malloc((Integer) arguments[0]));
    define("free", "vi", _ -> null);
    define("stackSave", "i", _ -> heap);
    define("stackRestore", "vi", _ -> null);
    define("stackAlloc", "ii", arguments -> malloc((Integer) arguments[0]));
    scripts = new GraalJavaScript().functions(this, options);
  }

  int malloc(int size) {
    int address = heap;
    heap += Math.ceilDiv(size, 16) * 16;
    return address;
  }

  /// Defines a function.
  ///
  /// @param signature letters as for `addFunction`
  Func define(String name, String signature, Body body) {
    FunctionType type = type(signature);
    Func function =
        Func.host(
            name,
            type,
            CALL.bindTo(body)
                .asCollector(Object[].class, type.parameters().size())
                .asType(Signature.of(type).methodType()));
    functions.put(name, function);
    return function;
  }

  static FunctionType type(String signature) {
    List<ValType> types = new ArrayList<>();
    for (int i = 0; i < signature.length(); i++) {
      switch (signature.charAt(i)) {
        case 'i' -> types.add(ValType.I32);
        case 'j' -> types.add(ValType.I64);
        case 'f' -> types.add(ValType.F32);
        case 'd' -> types.add(ValType.F64);
        default -> {}
      }
    }
    boolean result = signature.charAt(0) != 'v';
    return new FunctionType(
        types.subList(result ? 1 : 0, types.size()), types.subList(0, result ? 1 : 0));
  }

  /// Puts a string into memory.
  int text(String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    int address = malloc(bytes.length);
    memory.write(address, bytes);
    return address;
  }

  /// Runs an `EM_ASM` with a result.
  int asm(String text, Object... arguments) {
    return (Integer) call("emscripten_asm_const_int", "iiii", text, arguments);
  }

  /// Runs an `EM_ASM_DOUBLE`.
  double asmDouble(String text, Object... arguments) {
    return (Double) call("emscripten_asm_const_double", "diii", text, arguments);
  }

  private Object call(String name, String signature, String text, Object... arguments) {
    StringBuilder letters = new StringBuilder();
    int next = ARGUMENTS;
    for (Object argument : arguments) {
      boolean wide = !(argument instanceof Integer);
      next = wide ? (next + 7) & -8 : next;
      switch (argument) {
        case Integer number -> memory.setI32(next, number);
        case Long number -> memory.setI64(next, number);
        case Double number -> memory.setF64(next, number);
        default -> throw new AssertionError(argument);
      }
      letters.append(argument instanceof Long ? 'j' : wide ? 'd' : 'i');
      next += wide ? 8 : 4;
    }
    memory.write(TYPES, (letters + "\0").getBytes(StandardCharsets.UTF_8));
    memory.write(TEXTS, (text + "\0").getBytes(StandardCharsets.UTF_8));
    Func function = (Func) scripts.find("env", name, type(signature));
    return Collections.singletonList(function.invoke(TEXTS, TYPES, ARGUMENTS)).get(0);
  }

  /// Calls a script function of the host's.
  @Nullable Object script(String name, String signature, String text) {
    return ((Func) scripts.find("env", name, type(signature))).invoke(text(text));
  }

  /// Makes an `EM_JS` function.
  Func function(String name, String signature, String text) {
    return scripts.script(name, type(signature), () -> text);
  }

  /// The function that Emscripten's own JavaScript has under a name.
  @Nullable Func glue(String name, String signature) {
    return (Func) scripts.find("env", name, type(signature));
  }

  void close() {
    closing.forEach(Runnable::run);
  }

  @Override
  public Memory memory() {
    return memory;
  }

  @Override
  public Table table() {
    return table;
  }

  @Override
  public @Nullable Func function(String name) {
    return functions.get(name);
  }

  @Override
  public EventLoop eventLoop() {
    return loop;
  }

  @Override
  public void onClose(Runnable action) {
    closing.add(action);
  }
}
