package graft.ld;

/// Turns mangled C++ names into what was written, as LLVM spells it ([Itanium C++
/// ABI](https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling)).
final class Demangler {
  private Demangler() {}

  /// The readable name, or the name itself if it is not mangled or uses what is not known here.
  static String demangle(String name) {
    String mangled = name.startsWith("___Z") ? name.substring(2) : name;
    if (!mangled.startsWith("_Z")) {
      return name;
    }
    int dot = mangled.indexOf('.');
    String core = dot < 0 ? mangled : mangled.substring(0, dot);
    try {
      String text = new MangledName(core, 2).whole();
      return dot < 0 ? text : text + " (" + mangled.substring(dot) + ")";
    } catch (MangledName.UnknownException
        | IndexOutOfBoundsException
        | NumberFormatException
        | StackOverflowError e) {
      return name;
    }
  }
}
