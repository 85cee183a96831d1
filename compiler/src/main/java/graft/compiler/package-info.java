/// Valid modules to JVM class files, by chunks, on demand.
@NullMarked
package graft.compiler;

import org.jspecify.annotations.NullMarked;
