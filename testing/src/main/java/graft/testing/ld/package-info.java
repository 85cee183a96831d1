/// lld's own tests, run against the linker in this JVM.
@NullMarked
package graft.testing.ld;

import org.jspecify.annotations.NullMarked;
