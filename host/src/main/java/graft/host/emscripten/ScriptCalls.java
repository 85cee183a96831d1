package graft.host.emscripten;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.host.HostOptions;
import graft.host.JavaScript;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// JavaScript inside of C. Whoever can run it is looked for at the first call: most programs have
/// such imports and never call them, and an engine takes longer to start than all the rest.
final class ScriptCalls implements HostSymbols {
  private static final String ENV = "env";
  private static final FunctionType RUN_INT = type(ValType.I32, ValType.I32);
  private static final FunctionType ASM_INT =
      type(ValType.I32, ValType.I32, ValType.I32, ValType.I32);
  private static final FunctionType ASM_DOUBLE =
      type(ValType.F64, ValType.I32, ValType.I32, ValType.I32);
  private static final FunctionType ASM_VOID = type(null, ValType.I32, ValType.I32, ValType.I32);

  /// What programs import for it, by name.
  private static final Map<String, FunctionType> TYPES =
      Map.of(
          "emscripten_asm_const_int", ASM_INT,
          "emscripten_asm_const_ptr", ASM_INT,
          "emscripten_asm_const_double", ASM_DOUBLE,
          "emscripten_asm_const_int_sync_on_main_thread", ASM_INT,
          "emscripten_asm_const_ptr_sync_on_main_thread", ASM_INT,
          "emscripten_asm_const_double_sync_on_main_thread", ASM_DOUBLE,
          "emscripten_asm_const_async_on_main_thread", ASM_VOID,
          "emscripten_run_script", type(null, ValType.I32),
          "emscripten_run_script_int", RUN_INT,
          "emscripten_run_script_string", RUN_INT);

  /// What the loader itself defines for a program, after the hosts are asked: nobody's `EM_JS`, for
  /// which the main module's JavaScript would have to be fetched.
  private static final Set<String> LOADERS =
      Set.of(
          "dlopen",
          "dlsym",
          "dlclose",
          "dlerror",
          "dladdr",
          "dlinfo",
          "dl_iterate_phdr",
          "emscripten_dlopen",
          "emscripten_dlopen_promise",
          "_dlinit",
          "_dlopen_js",
          "_dlsym_js",
          "_dlsym_catchup_js",
          "_emscripten_dlopen_js",
          "atexit",
          "__cxa_atexit",
          "__cxa_thread_atexit",
          "__cxa_thread_atexit_impl");

  private final Guest guest;
  private final HostOptions options;
  private @Nullable HostSymbols engine;

  ScriptCalls(Guest guest, HostOptions options) {
    this.guest = guest;
    this.options = options;
  }

  private static FunctionType type(@Nullable ValType result, ValType... parameters) {
    return new FunctionType(List.of(parameters), result == null ? List.of() : List.of(result));
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    return module.equals(ENV)
            && type instanceof FunctionType function
            && (function.equals(TYPES.get(name)) || isInGlue(name))
        ? Func.lazy(name, function, _ -> required(name, engine(name).find(ENV, name, function)))
        : null;
  }

  /// Whether Emscripten has taken a function's text out of the main module.
  private boolean isInGlue(String name) {
    return !LOADERS.contains(name) && options.glue().contains("function " + name + "(");
  }

  @Override
  public Func script(String name, FunctionType type, Supplier<String> text) {
    return Func.lazy(name, type, _ -> required(name, engine(name).script(name, type, text)));
  }

  @Override
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>();
    TYPES.forEach((name, type) -> all.add(new HostSymbol(ENV, name, type)));
    return all;
  }

  private static Func required(String name, @Nullable Extern found) {
    if (found instanceof Func function) {
      return function;
    }
    throw new Trap(name + ": the JavaScript engine has no such function");
  }

  private HostSymbols engine(String wanted) {
    HostSymbols known = engine;
    if (known == null) {
      JavaScript provider =
          ServiceLoader.load(JavaScript.class)
              .findFirst()
              .or(() ->
                  ServiceLoader.load(JavaScript.class, JavaScript.class.getClassLoader())
                      .findFirst())
              .orElseThrow(() ->
                  new Trap(
                      wanted
                          + ": the program runs JavaScript (EM_ASM, EM_JS), and the module graft.js"
                          + " is not there: add the dependency graft:graft-js"));
      known = provider.functions(guest, options);
      engine = known;
    }
    return known;
  }
}
