package graft.dl;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The handles that a guest has of its libraries.
final class Handles {
  private final Map<Integer, Library> libraries = new HashMap<>();
  private final Map<Library, Integer> handles = new HashMap<>();
  private int next = 1;

  /// The handle of a library, never 0: the same for each `dlopen` of it.
  synchronized int of(Library library) {
    Integer known = handles.get(library);
    if (known != null) {
      return known;
    }
    int handle = next++;
    handles.put(library, handle);
    libraries.put(handle, library);
    return handle;
  }

  /// Forgets a library that is gone.
  synchronized void forget(Library library) {
    Integer handle = handles.remove(library);
    if (handle != null) {
      libraries.remove(handle);
    }
  }

  /// The library of a handle.
  ///
  /// @param function what it was given to, for messages
  /// @throws LoadException if there is none
  synchronized Library library(int handle, String function) {
    Library library = libraries.get(handle);
    if (library == null) {
      throw new LoadException(function, "invalid library handle 0x" + Integer.toHexString(handle));
    }
    return library;
  }

  /// The flags in a mode of `dlopen`.
  ///
  /// @throws LoadException if it says neither LAZY nor NOW
  static Set<OpenFlag> flags(int mode) {
    if ((mode & (OpenFlag.LAZY.bits() | OpenFlag.NOW.bits())) == 0) {
      throw new LoadException("dlopen", "invalid mode: either RTLD_LAZY or RTLD_NOW is required");
    }
    Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
    for (OpenFlag flag : OpenFlag.values()) {
      if ((mode & flag.bits()) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }
}
