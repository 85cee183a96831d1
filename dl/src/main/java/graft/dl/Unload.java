package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.Trap;

/// Takes a library out of the memory and the table of its process.
final class Unload {
  private Unload() {}

  /// Frees what the library holds. It stays in the link map.
  static void run(GuestProcess process, Library library) {
    process.trace(LoadTrace.Topic.LIBS, () -> library + ": unloading");
    process.functions().forget(library, Unload::closedFunction);
    process.got().forget(library);
    process.hostScope().forget(library);
    process.heap().free(library.memory());
  }

  /// What stands where a function of a library was, until the slot is used again.
  private static Func closedFunction(Library library, int index) {
    String name = library.module().functionName(index);
    FunctionType type = library.module().functionType(index);
    String file = library.name();
    return Func.lazy(
        name,
        type,
        _ -> {
          throw new Trap("uninitialized element: " + name + " of " + file + ", which is closed");
        });
  }
}
