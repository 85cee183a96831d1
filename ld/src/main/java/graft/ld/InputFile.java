package graft.ld;

import org.jspecify.annotations.Nullable;

/// A file that takes part in a link, on its own or as an archive's member.
abstract sealed class InputFile permits ObjectFile, SharedLibrary, StubLibrary {
  final String path;
  final @Nullable String archive;
  private final String text;

  InputFile(String path, @Nullable String archive) {
    this.path = path;
    this.archive = archive;
    this.text = nameOf(archive, path);
  }

  /// How messages call a symbol's origin: the linker itself is `<internal>`.
  static String describe(@Nullable InputFile file) {
    return file == null ? "<internal>" : file.toString();
  }

  /// `main.o`, or `libc.a(printf.o)`.
  static String nameOf(@Nullable String archive, String path) {
    return archive == null ? path : archive + "(" + path + ")";
  }

  /// Its name, as messages call it.
  @Override
  public final String toString() {
    return text;
  }
}
