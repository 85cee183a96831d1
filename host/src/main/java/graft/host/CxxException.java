package graft.host;

import graft.format.Demangler;
import graft.runtime.Memory;
import graft.runtime.WasmException;
import org.jspecify.annotations.Nullable;

/// A C++ exception of a program that was built with JavaScript-style exceptions (Emscripten's
/// `-fexceptions`), or {@link #of(Memory, WasmException) what one of WebAssembly's stands for}.
public final class CxxException extends GuestUnwind {
  private static final long serialVersionUID = 1L;
  private static final String PREFIX = "typeinfo name for ";

  /// `CLNGC++` and a byte that says whether the object is another exception's.
  private static final long CLASS = 0x434c4e47432b2b00L;

  /// In `__cxa_exception`, how far the type lies before the `_Unwind_Exception` that is thrown, and
  /// the object behind it.
  private static final int TYPE_BEFORE = 48;

  private static final int OBJECT_BEHIND = 32;

  /// How many bases a class has in a row at most: what is no `type_info` must not lead on for ever.
  private static final int MOST_BASES = 32;

  private final int pointer;
  private final @Nullable String typeName;
  private final @Nullable String what;

  /// An exception that unwinds from here.
  ///
  /// @param pointer address of the thrown object
  /// @param typeName the mangled name of its type, or null
  public CxxException(int pointer, @Nullable String typeName) {
    this(pointer, typeName, null);
  }

  private CxxException(int pointer, @Nullable String typeName, @Nullable String what) {
    this.pointer = pointer;
    this.typeName = typeName;
    this.what = what;
  }

  /// An exception that lies in a guest's memory.
  ///
  /// @param object its address
  /// @param type address of its `std::type_info`, or 0
  public static CxxException of(Memory memory, int object, int type) {
    String name = null;
    String what = null;
    try {
      name = type == 0 ? null : name(memory, type);
      what = name == null ? null : what(memory, object, type);
    } catch (RuntimeException e) {
      // Nothing more lies at these addresses.
    }
    return new CxxException(object, name, what);
  }

  /// What an exception of WebAssembly stands for (`-fwasm-exceptions`), if it is one of C++ and of
  /// LLVM's library for it.
  ///
  /// @param memory of the guest that has thrown it
  /// @return null if it is none
  public static @Nullable CxxException of(Memory memory, WasmException thrown) {
    if (thrown.values().length != 1 || !(thrown.values()[0] instanceof Integer unwind)) {
      return null;
    }
    try {
      return (memory.i64(unwind) & ~0xffL) == CLASS
          ? of(memory, unwind + OBJECT_BEHIND, memory.i32(unwind - TYPE_BEFORE))
          : null;
    } catch (RuntimeException e) {
      return null; // Nothing lies there.
    }
  }

  /// `type_info` is a pointer to its virtual functions and one to its name.
  private static String name(Memory memory, int type) {
    return memory.cString(memory.i32(type + 4));
  }

  /// The text of a `std::runtime_error` or `std::logic_error`, or of what has one as its first
  /// base: an address behind that of the virtual functions. That of other classes only their own
  /// code knows.
  private static @Nullable String what(Memory memory, int object, int type) {
    int base = type;
    for (int i = 0; i < MOST_BASES; i++) {
      String name = name(memory, base);
      if (name.equals("St13runtime_error") || name.equals("St11logic_error")) {
        return memory.cString(memory.i32(object + 4));
      }
      if (name.isEmpty() || "NS123456789".indexOf(name.charAt(0)) < 0) {
        return null;
      }
      base = memory.i32(base + 8);
    }
    return null;
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

  /// What its `what()` gives, if it is one of the standard library's that have a text of their own,
  /// or derived from one; else null.
  public @Nullable String what() {
    return what;
  }

  @Override
  public String getMessage() {
    return "uncaught C++ exception"
        + (typeName == null ? "" : " of type " + readable(typeName))
        + (what == null ? "" : ": " + what);
  }

  /// A type's name as people write it.
  private static String readable(String typeName) {
    String mangled = "_ZTS" + typeName;
    String demangled = Demangler.demangle(mangled);
    return demangled.equals(mangled) ? typeName : demangled.substring(PREFIX.length());
  }
}
