/// WebAssembly binaries: bytes to modules and back, validation, printing.
@NullMarked
package graft.format;

import org.jspecify.annotations.NullMarked;
