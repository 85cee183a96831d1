package graft.host;

import graft.format.FunctionType;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.ValType;
import graft.runtime.EventLoop;
import graft.runtime.Extern;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A guest that is nothing but a memory, a table and functions in Java.
final class FakeGuest implements Guest {
  /// Where a test puts what it passes; there are 32 KiB.
  static final int SCRATCH = 0x1000;

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

  private final Memory memory = new Memory(new MemoryType(new Limits(4, 16L, false, false)));
  private final Table table =
      new Table(new TableType(ValType.FUNCREF, new Limits(10, null, false, false)), null);
  private final Map<String, Func> functions = new HashMap<>();
  private final List<Integer> freed = new ArrayList<>();
  private int heap = 0x10000;

  FakeGuest() {
    define("malloc", "i i", arguments -> malloc((Integer) arguments[0]));
    define("free", "v i", arguments -> freed.add((Integer) arguments[0]));
    define(
        "emscripten_builtin_memalign",
        "i ii",
        arguments -> {
          int alignment = (Integer) arguments[0];
          heap = Math.ceilDiv(heap, alignment) * alignment;
          return malloc((Integer) arguments[1]);
        });
  }

  int malloc(int size) {
    int address = heap;
    heap += Math.ceilDiv(size, 16) * 16;
    return address;
  }

  List<Integer> freed() {
    return freed;
  }

  private final EventLoop eventLoop = new EventLoop();

  @Override
  public EventLoop eventLoop() {
    return eventLoop;
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

  /// Defines an export: `"i ii"` takes two i32 and gives one.
  void define(String name, String signature, Body body) {
    functions.put(name, function(name, signature, body));
  }

  static Func function(String name, String signature, Body body) {
    FunctionType type = type(signature);
    MethodType methodType = Signature.of(type).methodType();
    MethodHandle handle = CALL.bindTo(body).asCollector(Object[].class, type.parameters().size());
    return Func.host(name, type, handle.asType(methodType));
  }

  static FunctionType type(String signature) {
    String[] parts = signature.split(" ", -1);
    return new FunctionType(
        parts.length == 1 ? List.of() : letters(parts[1]),
        parts[0].equals("v") ? List.of() : letters(parts[0]));
  }

  private static List<ValType> letters(String letters) {
    List<ValType> types = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      types.add(
          switch (letters.charAt(i)) {
            case 'i' -> ValType.I32;
            case 'j' -> ValType.I64;
            case 'f' -> ValType.F32;
            case 'd' -> ValType.F64;
            default -> throw new IllegalArgumentException(letters);
          });
    }
    return types;
  }

  /// Writes a string with a zero byte behind it.
  ///
  /// @return the address
  int string(String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    int address = malloc(bytes.length);
    memory.write(address, bytes);
    return address;
  }

  /// Writes an array of one buffer.
  ///
  /// @return the address of the array
  int iovec(int buffer, int length) {
    int address = malloc(8);
    memory.setI32(address, buffer);
    memory.setI32(address + 4, length);
    return address;
  }

  /// Calls a host function with a type made from its arguments and the wanted result.
  static @Nullable Object call(
      HostSymbols host, String module, String name, String result, Object... arguments) {
    StringBuilder letters = new StringBuilder(result + " ");
    for (Object each : arguments) {
      letters.append(
          switch (each) {
            case Integer _ -> 'i';
            case Long _ -> 'j';
            case Float _ -> 'f';
            default -> 'd';
          });
    }
    Extern found = host.find(module, name, type(letters.toString()));
    if (!(found instanceof Func function)) {
      throw new AssertionError("no " + module + "." + name + " of " + letters);
    }
    return function.invoke(arguments);
  }
}
