package graft.ld;

/// Turns mangled C++ names into what was written.
final class Demangler {
  private Demangler() {}

  static String demangle(String name) {
    return name;
  }
}
