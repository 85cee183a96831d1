package graft.host.emscripten;

import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.Trap;
import org.jspecify.annotations.Nullable;

/// Calls functions that the guest's C library exports for its host.
final class GuestCalls {
  private final Guest guest;

  GuestCalls(Guest guest) {
    this.guest = guest;
  }

  /// A function of the guest's, under the first of the names that it exports: names have changed
  /// between Emscripten's versions.
  ///
  /// @throws Trap if it exports none of them
  Func function(String... names) {
    Func found = find(names);
    if (found == null) {
      throw new Trap(
          "the guest exports no function "
              + String.join(" or ", names)
              + ": the main module must be linked with --export="
              + names[0]
              + " (graft cc, emcc: -s MAIN_MODULE, or -s EXPORTED_FUNCTIONS=_main,_"
              + names[0]
              + ")");
    }
    return found;
  }

  /// The same, or null.
  @Nullable Func find(String... names) {
    for (String each : names) {
      Func found = guest.function(each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// Calls a function of integers.
  ///
  /// @return its result, 0 if it has none
  static int call(Func function, Object... arguments) {
    return function.invoke(arguments) instanceof Integer result ? result : 0;
  }

  /// Allocates memory.
  ///
  /// @return the address, 0 if there is none left
  int malloc(int sizeInBytes) {
    return call(function("malloc", "emscripten_builtin_malloc"), sizeInBytes);
  }

  /// Frees memory.
  void free(int address) {
    call(function("free", "emscripten_builtin_free"), address);
  }

  /// Sets the guest's `errno`, if it has one.
  void setErrno(int number) {
    Func location = find("__errno_location");
    if (location != null) {
      guest.memory().setI32(call(location), number);
    }
  }
}
