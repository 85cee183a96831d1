package graft.dl;

import org.jspecify.annotations.Nullable;

/// A module could not be loaded; the process is as it was before: `libpng.so: cannot load needed
/// library libz.so: not in /app/lib, /lib, /usr/lib`.
public class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String file;

  /// @param file the module that could not be loaded, or whose import failed
  /// @param reason what is wrong: lower case, no full stop
  public LoadException(String file, String reason) {
    super(file + ": " + reason);
    this.file = file;
  }

  /// @param file the module that could not be loaded
  /// @param reason what is wrong: lower case, no full stop
  /// @param cause what happened below
  public LoadException(String file, String reason, @Nullable Throwable cause) {
    super(file + ": " + reason, cause);
    this.file = file;
  }

  LoadException(String file, @Nullable Throwable cause, String wholeMessage) {
    super(wholeMessage, cause);
    this.file = file;
  }

  /// The module that could not be loaded, or whose import failed.
  public final String file() {
    return file;
  }
}
