package graft.dl;

import graft.runtime.HostFunction;
import java.util.Set;
import java.util.function.IntSupplier;

/// What the `dlopen` of Emscripten's C library calls. Handles are pointers to its own structures;
/// see {@link EmscriptenHandles}.
final class EmscriptenFunctions {
  /// What a library may import from here.
  static final Set<String> NAMES =
      Set.of("_dlinit", "_dlopen_js", "_dlsym_js", "_dlsym_catchup_js", "_emscripten_dlopen_js");

  private final GuestProcess process;
  private final Library caller;

  EmscriptenFunctions(GuestProcess process, Library caller) {
    this.process = process;
    this.caller = caller;
  }

  /// Tells the handle of the main module.
  @HostFunction("_dlinit")
  public void init(int handle) {
    process.emscriptenHandles().put(handle, process.main());
  }

  /// Opens the library that a structure names.
  ///
  /// @return not 0 on success
  @HostFunction("_dlopen_js")
  public int open(int handle) {
    return attempt(() -> {
      process.emscriptenHandles().open(handle, GuestCaller.find(process, caller).library());
      return 1;
    });
  }

  /// The same, later, with callbacks: 3.1.6's C keeps the user's data in the structure.
  @HostFunction("_emscripten_dlopen_js")
  public void openLater(int handle, int onSuccess, int onError) {
    expectNameIn(handle);
    process.later(() -> GuestCalls.pointer(process, opened(handle, onSuccess, onError), handle));
  }

  /// The same, later, with callbacks.
  @HostFunction("_emscripten_dlopen_js")
  public void openLater(int handle, int onSuccess, int onError, int userData) {
    expectNameIn(handle);
    process.later(
        () -> GuestCalls.pointer(process, opened(handle, onSuccess, onError), handle, userData));
  }

  private void expectNameIn(int handle) {
    process
        .files()
        .expectLater(
            process.emscriptenHandles().nameOf(handle),
            GuestCaller.find(process, caller).library());
  }

  private int opened(int handle, int onSuccess, int onError) {
    return open(handle) != 0 ? onSuccess : onError;
  }

  /// The address of a symbol.
  @HostFunction("_dlsym_js")
  public int lookUp(int handle, int name) {
    return address(handle, process.memory().cString(name));
  }

  /// The same. The third parameter is where a number goes that C passes on to other threads, which
  /// look the symbol up by it.
  @HostFunction("_dlsym_js")
  public int lookUp(int handle, int name, int number) {
    String symbol = process.memory().cString(name);
    int address = address(handle, symbol);
    if (address != 0 && number != 0) {
      process.memory().setI32(number, process.emscriptenHandles().numberOf(symbol));
    }
    return address;
  }

  /// The address of a symbol by its number.
  @HostFunction("_dlsym_catchup_js")
  public int lookUpAgain(int handle, int number) {
    return attempt(() -> address(handle, process.emscriptenHandles().symbol(number)));
  }

  private int address(int handle, String symbol) {
    return attempt(() -> process.locked(() -> found(handle, symbol)));
  }

  private int found(int handle, String symbol) {
    return switch (handle) {
      case SymbolLookup.DEFAULT ->
          SymbolLookup.global(process, symbol, GuestCaller.find(process, caller).library());
      case SymbolLookup.NEXT -> next(symbol);
      default ->
          SymbolLookup.in(process, process.emscriptenHandles().library(handle), symbol, caller);
    };
  }

  private int next(String symbol) {
    GuestCaller asking = GuestCaller.find(process, caller);
    return SymbolLookup.nextOrMain(
        process, symbol, asking.library(), asking.function().equals(symbol));
  }

  private int attempt(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (NotLoadedException e) {
      return 0;
    } catch (LoadException e) {
      process.emscriptenHandles().fail(e);
      return 0;
    }
  }
}
