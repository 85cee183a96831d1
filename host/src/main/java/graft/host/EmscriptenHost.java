package graft.host;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.host.emscripten.EmscriptenFunctions;
import graft.host.wasi.WasiFunctions;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import graft.vfs.GuestFiles;
import graft.vfs.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What programs built by Emscripten find in JavaScript otherwise: module `env`, and WASI as far as
/// they use it ({@link WasiHost}, all of it). Generations of Emscripten differ in names and types;
/// the import's type decides, and the layout of structures follows from what else is imported.
///
/// JavaScript inside of C (`EM_ASM`, `EM_JS`) runs where there is a {@link JavaScript}.
///
/// Not here: `dlopen` and its kin, which are the loader's, graphics and sound, threads.
public final class EmscriptenHost implements HostSymbols {
  /// Bytes that files in memory may take, unless the embedder mounts something else.
  private static final long MEMORY_LIMIT = 1L << 31;

  private final WasiFunctions wasi;
  private final EmscriptenFunctions emscripten;

  private EmscriptenHost(WasiFunctions wasi, EmscriptenFunctions emscripten) {
    this.wasi = wasi;
    this.emscripten = emscripten;
  }

  /// The functions for one guest process. Environment variables that the options do not set have
  /// Emscripten's values: `USER=web_user` and so on.
  public static EmscriptenHost of(Guest guest, HostOptions options) {
    return new EmscriptenHost(
        new WasiFunctions(guest, options, environment(options)),
        new EmscriptenFunctions(guest, options));
  }

  private static Map<String, String> environment(HostOptions options) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("USER", "web_user");
    environment.put("LOGNAME", "web_user");
    environment.put("PATH", "/");
    environment.put("PWD", options.files().workingPath());
    environment.put("HOME", "/home/web_user");
    environment.put("LANG", "C.UTF-8");
    environment.put(
        "_", options.arguments().isEmpty() ? "./this.program" : options.arguments().get(0));
    environment.putAll(options.environment());
    return environment;
  }

  /// Starts describing files as Emscripten's programs expect them: a file system in memory with
  /// `/tmp`, `/home/web_user` and `/dev`, and standard streams that are a terminal, as they always
  /// are in JavaScript. Mount more, or something else at `/`.
  public static GuestFiles.Builder files() {
    return GuestFiles.builder()
        .mount("/", Mount.memory(MEMORY_LIMIT))
        .folder("/tmp")
        .folder("/home/web_user")
        .folder("/dev/shm")
        .terminal(true);
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    Extern found = emscripten.find(module, name, type);
    return found != null ? found : wasi.find(module, name, type);
  }

  @Override
  public @Nullable Func script(String name, FunctionType type, Supplier<String> text) {
    return emscripten.script(name, type, text);
  }

  @Override
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>(emscripten.symbols());
    all.addAll(wasi.symbols());
    return all;
  }
}
