package graft.dl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A library is in none of the places where it may be: `libpng.so: cannot load needed library
/// libz.so: not in /app/lib, /lib, /usr/lib`.
public final class LibraryNotFoundException extends LoadException {
  private static final long serialVersionUID = 1L;
  private final String library;
  private final transient List<String> searched;

  /// @param library what was looked for
  /// @param requester the module that needs it, or null if it was opened by name
  /// @param searched every place tried, in order
  public LibraryNotFoundException(
      String library, @Nullable String requester, List<String> searched) {
    super(
        requester == null ? library : requester,
        (requester == null
                ? "cannot open library: "
                : "cannot load needed library " + library + ": ")
            + (searched.isEmpty()
                ? "there is no place to look for it"
                : "not in " + String.join(", ", searched)));
    this.library = library;
    this.searched = List.copyOf(searched);
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
