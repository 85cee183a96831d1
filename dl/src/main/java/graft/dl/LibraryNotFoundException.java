package graft.dl;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A library is in none of the places where it may be: `libpng.so: cannot load needed library
/// libz.so: not in /app/lib, /lib, /usr/lib`. Its suppressed exceptions are what went wrong at
/// places that might have it.
public final class LibraryNotFoundException extends LoadException {
  private static final long serialVersionUID = 1L;
  private final String library;
  private final transient List<String> searched;

  /// @param library what was looked for
  /// @param requester the module that needs it, or null if it was opened by name
  /// @param searched every place tried, in order
  public LibraryNotFoundException(
      String library, @Nullable String requester, List<String> searched) {
    this(library, requester, searched, List.of());
  }

  /// @param library what was looked for
  /// @param requester the module that needs it, or null if it was opened by name
  /// @param searched every place that does not have it, in order
  /// @param failed what went wrong at the other places
  LibraryNotFoundException(
      String library, @Nullable String requester, List<String> searched, List<String> failed) {
    super(
        requester == null ? library : requester,
        (requester == null
                ? "cannot open library: "
                : "cannot load needed library " + library + ": ")
            + text(searched, failed));
    this.library = library;
    this.searched = Stream.concat(failed.stream(), searched.stream()).toList();
  }

  private static String text(List<String> searched, List<String> failed) {
    if (searched.isEmpty() && failed.isEmpty()) {
      return "there is no place to look for it";
    }
    return String.join("; ", failed)
        + (failed.isEmpty() || searched.isEmpty() ? "" : "; ")
        + (searched.isEmpty() ? "" : "not in " + String.join(", ", searched));
  }

  /// What was looked for.
  public String library() {
    return library;
  }

  /// Every place tried, in order.
  public List<String> searched() {
    return searched;
  }
}
