/// The functions of WASI preview 1, by subject. Not exported.
@NullMarked
package graft.host.wasi;

import org.jspecify.annotations.NullMarked;
