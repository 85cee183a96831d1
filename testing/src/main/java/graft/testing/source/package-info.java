/// Suites about where modules come from.
@NullMarked
package graft.testing.source;

import org.jspecify.annotations.NullMarked;
