/// Symbols of installed libraries, demangled by Graft and by llvm-cxxfilt.
///
/// {@link graft.testing.names.DemangleSuite} is the command.
@NullMarked
package graft.testing.names;

import org.jspecify.annotations.NullMarked;
