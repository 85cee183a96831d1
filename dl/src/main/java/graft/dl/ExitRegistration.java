package graft.dl;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import java.util.Set;

/// `atexit` and its like, for libraries that may be closed before the program exits. Whose function
/// it is follows from the `dso` that C++ passes, an address in the library's own data, or else from
/// the function.
final class ExitRegistration {
  /// What a library may import from here.
  static final Set<String> NAMES =
      Set.of("atexit", "__cxa_atexit", "__cxa_thread_atexit", "__cxa_thread_atexit_impl");

  private final GuestProcess process;

  ExitRegistration(GuestProcess process) {
    this.process = process;
  }

  /// `int atexit(void (*function)(void))`
  @HostFunction("atexit")
  public int atExit(int function) {
    process.exitFunctions().add(SymbolAddresses.owner(process, function, 0), function, null);
    return 0;
  }

  /// `int __cxa_atexit(void (*destructor)(void *), void *object, void *dso)`
  @HostFunction("__cxa_atexit")
  public int cxaAtExit(int destructor, int object, int dso) {
    process
        .exitFunctions()
        .add(SymbolAddresses.owner(process, destructor, dso), destructor, object);
    return 0;
  }

  /// The same for objects of a thread. Where there are threads, the C library runs it when this one
  /// ends, and the library stays, as that may be later than anybody closes it.
  @HostFunction("__cxa_thread_atexit")
  public int cxaThreadAtExit(int destructor, int object, int dso) {
    Func registrar = process.threads() == null ? null : process.function("__cxa_thread_atexit");
    if (registrar == null || !GuestCalls.takes(registrar, 3)) {
      return cxaAtExit(destructor, object, dso);
    }
    SymbolAddresses.owner(process, destructor, dso).keep();
    return registrar.invoke(destructor, object, dso) instanceof Integer result ? result : 0;
  }

  /// The same by the name that libstdc++ uses.
  @HostFunction("__cxa_thread_atexit_impl")
  public int cxaThreadAtExitImplementation(int destructor, int object, int dso) {
    return cxaThreadAtExit(destructor, object, dso);
  }
}
