/// The static linker: wasm-ld's options and wasm-ld's words.
@NullMarked
package graft.ld;

import org.jspecify.annotations.NullMarked;
