package graft.dl;

import graft.runtime.Instance;
import java.util.Optional;
import java.util.Set;

/// Finds out which library's code has called a C library that calls the loader: `dlsym` is a
/// function of the main module there, but acts for whoever called it.
final class GuestCaller {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /// The C library's own functions between the caller and the loader.
  private static final Set<String> BETWEEN =
      Set.of("dlsym", "__dlsym", "dlopen", "emscripten_dlopen", "dlopen_promise", "dladdr");

  private GuestCaller() {}

  /// The library that calls now.
  ///
  /// @param otherwise the answer if nobody is on the stack
  static Library find(GuestProcess process, Library otherwise) {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> isCaller(frame.getMethodName()))
            .flatMap(frame -> owner(process, frame.getDeclaringClass()).stream())
            .findFirst()
            .orElse(otherwise));
  }

  /// Compiled functions are methods called `name#index`.
  private static boolean isCaller(String method) {
    int hash = method.lastIndexOf('#');
    return hash > 0 && !BETWEEN.contains(method.substring(0, hash));
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
