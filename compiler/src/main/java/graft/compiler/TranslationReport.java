package graft.compiler;

import java.util.List;

/// What translating all of a module gave.
///
/// @param functions functions that the module defines
/// @param methods methods that they became
/// @param largeMethods methods above 8,000 bytes of bytecode, which HotSpot does not compile, and
///   functions that were refused, by name
/// @param wasmBytes size of the code section's functions
/// @param classBytes size of all class files
/// @param nanoseconds that translation took, without the JVM's verification; the sum over all
///   threads
public record TranslationReport(
    int functions,
    int methods,
    List<String> largeMethods,
    long wasmBytes,
    long classBytes,
    long nanoseconds) {
  /// What stands behind the name of a function that cannot be translated.
  static final String REFUSED = " (refused)";

  /// The functions that cannot be translated, by name; a call of one is a trap that says why.
  public List<String> refused() {
    return largeMethods.stream()
        .filter(name -> name.endsWith(REFUSED))
        .map(name -> name.substring(0, name.length() - REFUSED.length()))
        .toList();
  }
}
