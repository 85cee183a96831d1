/// The JavaScript side of Emscripten's C library and loader, by subject. Not exported.
@NullMarked
package graft.host.emscripten;

import org.jspecify.annotations.NullMarked;
