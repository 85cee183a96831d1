package graft.dl;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/// `dlfcn.h` for one library of a process whose C library leaves that to the host. The types are
/// C's: pointers and handles are `int`.
final class DlfcnFunctions {
  /// What a library may import from here.
  static final Set<String> NAMES =
      Set.of(
          "dlopen",
          "emscripten_dlopen",
          "emscripten_dlopen_promise",
          "dlsym",
          "dlclose",
          "dlerror");

  /// `em_promise_result_t`
  private static final int EM_PROMISE_FULFILL = 0;

  private static final int EM_PROMISE_REJECT = 3;

  private final GuestProcess process;
  private final Library caller;

  DlfcnFunctions(GuestProcess process, Library caller) {
    this.process = process;
    this.caller = caller;
  }

  /// `void *dlopen(const char *path, int mode)`
  @HostFunction
  public int dlopen(int path, int mode) {
    return attempt(
        0,
        () ->
            process
                .handles()
                .of(
                    path == 0
                        ? process.main()
                        : process.open(
                            process.memory().cString(path), Handles.flags(mode), caller)));
  }

  /// `void emscripten_dlopen(const char *path, int mode, void *userData, em_dlopen_callback
  /// onSuccess, em_arg_callback_func onError)`: begins to fetch, and opens when the guest has
  /// returned or sleeps.
  @HostFunction("emscripten_dlopen")
  public void openLater(int path, int mode, int userData, int onSuccess, int onError) {
    openLater(
        path,
        mode,
        handle -> {
          if (handle != 0) {
            GuestCalls.pointer(process, onSuccess, userData, handle);
          } else {
            GuestCalls.pointer(process, onError, userData);
          }
        });
  }

  /// `em_promise_t emscripten_dlopen_promise(const char *path, int mode)`: the same, if the host
  /// has promises (`emscripten/promise.h`). It is fulfilled with the handle.
  @HostFunction("emscripten_dlopen_promise")
  public int promise(int path, int mode) {
    Func create = promises("create");
    Func resolve = promises("resolve");
    int promise = (Integer) Objects.requireNonNull(create.invoke());
    openLater(
        path,
        mode,
        handle ->
            resolve.invoke(promise, handle != 0 ? EM_PROMISE_FULFILL : EM_PROMISE_REJECT, handle));
    return promise;
  }

  /// @param opened is told the handle, or 0
  private void openLater(int path, int mode, IntConsumer opened) {
    String name = process.memory().cString(path);
    process.files().expectLater(name, caller);
    process.later(() ->
        opened.accept(
            attempt(
                0, () -> process.handles().of(process.open(name, Handles.flags(mode), caller)))));
  }

  private Func promises(String name) {
    Func found = process.currentHostScope().functionNamed(caller, "emscripten_promise_" + name);
    if (found == null) {
      throw new LoadException(
          caller.name(),
          "emscripten_dlopen_promise wants emscripten_promise_"
              + name
              + ", which this host does not have");
    }
    return found;
  }

  /// `void *dlsym(void *handle, const char *name)`
  @HostFunction
  public int dlsym(int handle, int name) {
    String symbol = process.memory().cString(name);
    return attempt(0, () -> process.locked(() -> address(handle, symbol)));
  }

  private int address(int handle, String symbol) {
    return switch (handle) {
      case SymbolLookup.DEFAULT -> SymbolLookup.global(process, symbol, caller);
      case SymbolLookup.NEXT -> SymbolLookup.next(process, symbol, caller);
      default ->
          SymbolLookup.in(process, process.handles().library(handle, "dlsym"), symbol, caller);
    };
  }

  /// `int dlclose(void *handle)`
  @HostFunction
  public int dlclose(int handle) {
    return attempt(1, () -> process.loading("dlclose", null, () -> close(handle)));
  }

  private int close(int handle) {
    Library library = process.handles().library(handle, "dlclose");
    boolean stays = library.isKept() || process.main().boundTo().contains(library);
    if (library.openCount() == 0 && !stays) {
      throw new LoadException(library.name(), "the library is not open" + users(library));
    }
    library.close();
    return 0;
  }

  /// Why it is there all the same.
  private String users(Library library) {
    String names =
        process.linkMap().libraries().stream()
            .filter(each -> each != library)
            .filter(
                each -> each.dependencies().contains(library) || each.boundTo().contains(library))
            .map(Library::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : " any more, but used by " + names;
  }

  /// `char *dlerror(void)`: what went wrong last in the thread that asks.
  @HostFunction
  public int dlerror() {
    return process.lastError().take();
  }

  private int attempt(int failure, IntSupplier work) {
    try {
      int result = work.getAsInt();
      process.lastError().clear();
      return result;
    } catch (NotLoadedException e) {
      process.lastError().clear();
      return failure;
    } catch (LoadException e) {
      process.lastError().set(e);
      return failure;
    }
  }
}
