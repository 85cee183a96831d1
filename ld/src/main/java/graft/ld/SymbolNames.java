package graft.ld;

import graft.format.Demangler;

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
}
