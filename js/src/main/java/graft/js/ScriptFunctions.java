package graft.js;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.host.HostOptions;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbols;
import graft.runtime.Memory;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/// What guests import for their JavaScript.
final class ScriptFunctions implements HostSymbols {
  private static final String EM_ASM = "EM_ASM";
  private static final int MOST_ARGUMENTS = 16;

  /// `int`, `double` and so on in front of a body.
  private static final Pattern ARGUMENT = Pattern.compile("\\$\\d+");

  private final ScriptRealm realm;
  private final Guest guest;
  private final HostOptions options;
  private final HostSymbols listed;
  private final Map<Integer, Code> codes = new HashMap<>();
  private @Nullable GlueText glue;
  private int resultBuffer;
  private int resultCapacity;

  /// The function for an `EM_ASM`.
  ///
  /// @param text what it was made from: another library may be there by now
  /// @param function itself
  private record Code(String text, Value function) {}

  ScriptFunctions(ScriptRealm realm, Guest guest, HostOptions options) {
    this.realm = realm;
    this.guest = guest;
    this.options = options;
    listed = HostLibrary.deferred(MethodHandles.lookup(), new Imports());
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    Extern found = listed.find(module, name, type);
    if (found != null || !(type instanceof FunctionType function)) {
      return found;
    }
    String expression = glue().function(name);
    return expression == null ? null : made(name, function, expression);
  }

  @Override
  public Func script(String name, FunctionType type, Supplier<String> text) {
    try {
      return made(name, type, ScriptText.of(text.get()).expression());
    } catch (IllegalArgumentException e) {
      throw new Trap(name + ": its JavaScript is malformed: " + e.getMessage(), e);
    }
  }

  private Func made(String name, FunctionType type, String expression) {
    return new GuestAccess.ScriptFunction(realm, name, realm.compile(name, expression), type)
        .asFunc();
  }

  private GlueText glue() {
    GlueText known = glue;
    if (known == null) {
      known = new GlueText(options.glue());
      glue = known;
    }
    return known;
  }

  // --- EM_ASM

  private Value run(int code, int types, int arguments) {
    return realm.call(EM_ASM, function(code), arguments(types, arguments));
  }

  private Value function(int code) {
    String text = guest.memory().cString(code);
    Code known = codes.get(code);
    if (known == null || !known.text.equals(text)) {
      known = new Code(text, realm.compile(EM_ASM, expression(code, text)));
      codes.put(code, known);
    }
    return known.function;
  }

  private String expression(int code, String text) {
    Map<Integer, String> constants = glue().constants();
    String taken = constants.get(code);
    if (taken == null) {
      taken = constants.get(code - guest.memoryBase());
    }
    if (taken != null) {
      return taken;
    }
    if (text.isEmpty()) {
      throw new Trap(
          EM_ASM
              + ": its JavaScript is not in the module: Emscripten has put it into the .js file"
              + " that belongs beside the main module");
    }
    return "(function(" + parameters(text) + ") {" + text + "\n})";
  }

  private static String parameters(String text) {
    List<String> names = new ArrayList<>();
    if (ARGUMENT.matcher(text).find()) {
      for (int i = 0; i < MOST_ARGUMENTS; i++) {
        names.add("$" + i);
      }
    }
    return String.join(", ", names);
  }

  /// Reads what C has put on its stack: each argument aligned to its size.
  ///
  /// @param types address of a letter for each
  /// @param address of the first
  private Object[] arguments(int types, int address) {
    Memory memory = guest.memory();
    List<Object> arguments = new ArrayList<>();
    int next = address;
    int letterAt = types;
    for (int letter = memory.u8(letterAt); letter != 0; letter = memory.u8(++letterAt)) {
      boolean wide = letter != 'i' && letter != 'p';
      if (wide) {
        next = (next + 7) & -8;
      }
      arguments.add(
          switch (letter) {
            case 'i' -> memory.i32(next);
            case 'p' -> (double) Integer.toUnsignedLong(memory.i32(next));
            case 'j' -> realm.bigInt(memory.i64(next));
            default -> memory.f64(next);
          });
      next += wide ? 8 : 4;
    }
    return arguments.toArray();
  }

  /// What is found by its name.
  public final class Imports {
    private Imports() {}

    /// Runs a text.
    ///
    /// @param code its address
    /// @param types address of a letter for each argument
    /// @param arguments where they are
    @HostFunction("emscripten_asm_const_int")
    public int asmInt(int code, int types, int arguments) {
      return integer(run(code, types, arguments));
    }

    /// The same for a pointer.
    @HostFunction("emscripten_asm_const_ptr")
    public int asmPointer(int code, int types, int arguments) {
      return asmInt(code, types, arguments);
    }

    /// The same for a double.
    @HostFunction("emscripten_asm_const_double")
    public double asmDouble(int code, int types, int arguments) {
      Value result = run(code, types, arguments);
      return (Double) realm.values().toGuest(result, graft.format.ValType.F64);
    }

    /// On the main thread, which this is.
    @HostFunction("emscripten_asm_const_int_sync_on_main_thread")
    public int asmIntOnMain(int code, int types, int arguments) {
      return asmInt(code, types, arguments);
    }

    /// On the main thread, which this is.
    @HostFunction("emscripten_asm_const_ptr_sync_on_main_thread")
    public int asmPointerOnMain(int code, int types, int arguments) {
      return asmInt(code, types, arguments);
    }

    /// On the main thread, which this is.
    @HostFunction("emscripten_asm_const_double_sync_on_main_thread")
    public double asmDoubleOnMain(int code, int types, int arguments) {
      return asmDouble(code, types, arguments);
    }

    /// On the main thread, which this is: Emscripten runs it at once there.
    @HostFunction("emscripten_asm_const_async_on_main_thread")
    public void asmLaterOnMain(int code, int types, int arguments) {
      run(code, types, arguments);
    }

    /// Runs a script.
    @HostFunction("emscripten_run_script")
    public void runScript(int script) {
      realm.evaluate("evaluate", guest.memory().cString(script));
    }

    /// The same for its value.
    @HostFunction("emscripten_run_script_int")
    public int runScriptInt(int script) {
      return integer(realm.evaluate("evaluateInt", guest.memory().cString(script)));
    }

    /// The same for its value as a string, which is valid until the next call.
    @HostFunction("emscripten_run_script_string")
    public int runScriptString(int script) {
      Value value = realm.evaluate("evaluateString", guest.memory().cString(script));
      return value.isNull() ? 0 : result(value.asString());
    }
  }

  private int integer(Value value) {
    return (Integer) realm.values().toGuest(value, graft.format.ValType.I32);
  }

  private int result(String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > resultCapacity) {
      if (resultBuffer != 0) {
        call("free", "emscripten_builtin_free", resultBuffer);
      }
      resultCapacity = 2 * bytes.length;
      resultBuffer = call("malloc", "emscripten_builtin_malloc", resultCapacity);
    }
    if (resultBuffer == 0) {
      resultCapacity = 0;
      return 0;
    }
    guest.memory().write(resultBuffer, bytes);
    return resultBuffer;
  }

  private int call(String name, String other, int argument) {
    Func found = guest.function(name);
    Func function = found == null ? guest.function(other) : found;
    if (function == null) {
      throw new Trap("emscripten_run_script_string: the guest exports no function " + name);
    }
    return function.invoke(argument) instanceof Integer result ? result : 0;
  }
}
