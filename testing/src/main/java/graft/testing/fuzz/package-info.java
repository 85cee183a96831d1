/// Random modules, and a comparison of what they do here and in Node.
///
/// {@link graft.testing.fuzz.RandomModule} makes a valid module from a seed, {@link
/// graft.testing.fuzz.FuzzSuite} is the command that compares.
@NullMarked
package graft.testing.fuzz;

import org.jspecify.annotations.NullMarked;
