package graft.ld;

import graft.format.Demangler;
import java.nio.charset.StandardCharsets;

/// How symbols are shown.
final class SymbolNames {
  private SymbolNames() {}

  /// The name for people: demangled if wanted, and `main` for what compilers call it.
  static String show(String name, boolean demangle) {
    if (name.equals("__main_argc_argv")) {
      return "main";
    }
    return demangle ? Demangler.demangle(name) : name;
  }

  /// The same in UTF-8.
  static byte[] showInUtf8(String name, boolean demangle, Demangler.Batch demangler) {
    return demangle && Demangler.isMangled(name)
        ? demangler.demangleToUtf8(name)
        : show(name, false).getBytes(StandardCharsets.UTF_8);
  }
}
