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
/// @param nanoseconds that translation took, without the JVM's verification
public record TranslationReport(
    int functions,
    int methods,
    List<String> largeMethods,
    long wasmBytes,
    long classBytes,
    long nanoseconds) {}
