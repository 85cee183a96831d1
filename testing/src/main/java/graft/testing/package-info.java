/// Longer suites: the specification's tests, linked cases, mutations.
@NullMarked
package graft.testing;

import org.jspecify.annotations.NullMarked;
