package graft.host;

import graft.format.Demangler;
import org.jspecify.annotations.Nullable;

/// A C++ exception of a program that was built with JavaScript-style exceptions (Emscripten's
/// `-fexceptions`).
public final class CxxException extends GuestUnwind {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "typeinfo name for ";
  private final int pointer;
  private final @Nullable String typeName;

  /// An exception that unwinds from here.
  ///
  /// @param pointer address of the thrown object
  /// @param typeName the mangled name of its type, or null
  public CxxException(int pointer, @Nullable String typeName) {
    this.pointer = pointer;
    this.typeName = typeName;
  }

  /// The address of the thrown object.
  public int pointer() {
    return pointer;
  }

  /// The mangled name of its type as `std::type_info::name` gives it (`St13runtime_error`), or null
  /// if it is not known.
  public @Nullable String typeName() {
    return typeName;
  }

  @Override
  public String getMessage() {
    return "uncaught C++ exception" + (typeName == null ? "" : " of type " + readable(typeName));
  }

  /// A type's name as people write it.
  private static String readable(String typeName) {
    String mangled = "_ZTS" + typeName;
    String demangled = Demangler.demangle(mangled);
    return demangled.equals(mangled) ? typeName : demangled.substring(PREFIX.length());
  }
}
