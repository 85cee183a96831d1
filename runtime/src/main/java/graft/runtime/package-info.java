/// What compiled WebAssembly runs on: memory, tables, globals, functions, traps.
@NullMarked
package graft.runtime;

import org.jspecify.annotations.NullMarked;
