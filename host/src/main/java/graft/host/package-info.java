/// Host functions: WASI preview 1 and Emscripten's env.
@NullMarked
package graft.host;

import org.jspecify.annotations.NullMarked;
