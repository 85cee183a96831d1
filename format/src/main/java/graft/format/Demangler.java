package graft.format;

import java.nio.charset.StandardCharsets;

/// Turns mangled names of C++ and Rust into what was written, as LLVM spells it ([Itanium C++
/// ABI](https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling),
/// [v0](https://doc.rust-lang.org/rustc/symbol-mangling/v0.html)).
public final class Demangler {
  private Demangler() {}

  /// Whether a name is mangled.
  public static boolean isMangled(String name) {
    return isCxx(name) || isRust(name);
  }

  /// Whether it is a name of C++.
  public static boolean isCxx(String name) {
    return name.startsWith("_Z") || name.startsWith("___Z");
  }

  private static boolean isRust(String name) {
    return name.startsWith("_R");
  }

  /// The name of a function without its parameters, its result and what follows: `geo::area` of
  /// `double geo::area<int>(int) const` is `geo::area<int>`.
  ///
  /// @param readable what {@link #demangle} gave
  public static String withoutParameters(String readable) {
    int close = readable.lastIndexOf(')');
    int open = close;
    int depth = 0;
    while (open >= 0) {
      char c = readable.charAt(open);
      depth += c == ')' ? 1 : c == '(' ? -1 : 0;
      if (depth == 0) {
        break;
      }
      open--;
    }
    if (open <= 0) {
      return readable;
    }
    String name = readable.substring(0, open);
    int start = name.contains("operator") ? -1 : endOfResult(name);
    return name.substring(start + 1);
  }

  /// Where the last space outside of brackets is, or -1.
  private static int endOfResult(String name) {
    int depth = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      switch (name.charAt(i)) {
        case '>', ')' -> depth++;
        case '<', '(' -> depth--;
        case ' ' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /// The readable name, or the name itself if it is not mangled or uses what is not known here.
  public static String demangle(String name) {
    return isMangled(name) ? new String(demangleToUtf8(name), StandardCharsets.UTF_8) : name;
  }

  /// The same, as modules hold it.
  public static byte[] demangleToUtf8(String name) {
    return new Batch().demangleToUtf8(name);
  }

  /// Demangles many names in less time and memory than one by one. For one thread.
  public static final class Batch {
    private final NameParts parts = new NameParts();

    /// Begins one.
    public Batch() {}

    /// The readable name in UTF-8, or the name itself if it is not mangled or uses what is not
    /// known here.
    public byte[] demangleToUtf8(String name) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (isRust(name)) {
        return demangleRust(name, bytes);
      }
      int start = name.startsWith("_Z") ? 2 : name.startsWith("___Z") ? 4 : -1;
      if (start < 0) {
        return bytes;
      }
      try {
        parts.reset();
        return new MangledName(parts, bytes, start).whole();
      } catch (MangledName.UnknownException | IndexOutOfBoundsException | StackOverflowError e) {
        return bytes;
      }
    }
  }

  private static byte[] demangleRust(String name, byte[] bytes) {
    try {
      return RustName.demangle(name).getBytes(StandardCharsets.UTF_8);
    } catch (MangledName.UnknownException | ArithmeticException e) {
      return bytes;
    }
  }
}
