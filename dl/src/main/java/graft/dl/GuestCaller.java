package graft.dl;

import graft.runtime.Instance;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who calls the loader through a C library: `dlsym` is a function of the main module there, but
/// acts for whoever called it.
///
/// @param library whose code it is
/// @param function its name, or empty if nobody is on the stack
record GuestCaller(Library library, String function) {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /// By which functions programs enter the loader.
  private static final Set<String> ENTRANCES =
      Set.of("dlsym", "dlopen", "emscripten_dlopen", "emscripten_dlopen_promise");

  /// How deep the C library's own functions are nested at most.
  private static final int MAX_DEPTH = 6;

  /// Who calls now.
  ///
  /// @param otherwise the library if nobody is on the stack
  static GuestCaller find(GuestProcess process, Library otherwise) {
    List<GuestCaller> callers =
        WALKER.walk(frames ->
            frames
                .filter(frame -> isGuestFunction(frame.getMethodName()))
                .flatMap(frame -> of(process, frame).stream())
                .limit(MAX_DEPTH)
                .toList());
    // The C library's inner functions may have no names, but those that others call do.
    for (int i = 0; i < callers.size() - 1; i++) {
      if (ENTRANCES.contains(callers.get(i).function)) {
        return callers.get(i + 1);
      }
    }
    return callers.isEmpty() ? new GuestCaller(otherwise, "") : callers.get(0);
  }

  private static Optional<GuestCaller> of(GuestProcess process, StackWalker.StackFrame frame) {
    String method = frame.getMethodName();
    return owner(process, frame.getDeclaringClass())
        .map(library -> new GuestCaller(library, method.substring(0, method.lastIndexOf('#'))));
  }

  /// Compiled functions are methods called `name#index`.
  private static boolean isGuestFunction(String method) {
    return method.lastIndexOf('#') > 0;
  }

  /// A module's instances and its code have the same class loader.
  private static Optional<Library> owner(GuestProcess process, Class<?> code) {
    ClassLoader loader = code.getClassLoader();
    for (Library library : process.linkMap().libraries()) {
      Instance instance = library.instance();
      if (instance != null && instance.getClass().getClassLoader().equals(loader)) {
        return Optional.of(library);
      }
    }
    return Optional.empty();
  }
}
